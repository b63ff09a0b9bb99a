// What every view uses. Data enter the page as text only; nothing is fetched, and
// nothing is evaluated.

/** What a view does with each picture that is put on its paper. */
const onPicture = [];

const SVG_NS = "http://www.w3.org/2000/svg";
const SAFE = new Set(
  ("svg g path text tspan rect circle line polygon polyline ellipse defs clipPath " +
    "title desc linearGradient stop").split(" "),
);

function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (key in node) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

/** Words, in the direction in which they are read. */
const say = (tag, textContent) => make(tag, { textContent, dir: "auto" });

/** A quote, and where it is from. */
function quoteOf({ quote, from }) {
  const words = make("blockquote", {}, say("p", quote));
  if (from) words.append(say("footer", from));
  return words;
}

/** Read a picture, and keep only what draws. */
export function picture(text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const svg = parsed.documentElement;
  if (svg.nodeName !== "svg") return document.createElementNS(SVG_NS, "svg");
  for (const node of [...svg.querySelectorAll("*")]) {
    if (!SAFE.has(node.nodeName)) node.remove();
  }
  for (const node of [svg, ...svg.querySelectorAll("*")]) {
    for (const { name } of [...node.attributes]) {
      if (/^on|href$/i.test(name)) node.removeAttribute(name);
    }
  }
  return document.importNode(svg, true);
}

/** Pictures grow with the reader's size of text. */
function scaled(svg) {
  const [, , width] = (svg.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  if (width) {
    svg.style.width = `${width / 16}rem`;
    svg.style.height = "auto";
  }
  return svg;
}

/** Cells that a spreadsheet would run as a formula are led by an apostrophe. */
export function csv(table) {
  const quote = (value) => {
    const text = String(value);
    const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
  };
  const lines = [table.columns, ...table.rows].map((row) => row.map(quote).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function png(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = make("canvas", {
      width: image.naturalWidth * 2,
      height: image.naturalHeight * 2,
    });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}

function tell(model, message) {
  try {
    model.send(message);
  } catch {
    // No kernel: what is in the page is what there is.
  }
}

function tableOf(table) {
  const head = table.columns.map((name) => make("th", { scope: "col", textContent: name }));
  const rows = table.rows.map(([first, ...rest]) =>
    make(
      "tr",
      {},
      make("th", { scope: "row", textContent: first, dir: "auto" }),
      ...rest.map((value) => say("td", value)),
    ),
  );
  return make(
    "table",
    {},
    make("caption", { textContent: table.caption }),
    make("thead", {}, make("tr", {}, ...head)),
    make("tbody", {}, ...rows),
  );
}

function button(textContent, onclick) {
  return make("button", { type: "button", textContent, onclick });
}

/** What opens and closes a table. */
function toggleOf(table) {
  const toggle = button("Show as table", () => {
    table.hidden = !table.hidden;
    toggle.textContent = table.hidden ? "Show as table" : "Hide the table";
    toggle.setAttribute("aria-expanded", String(!table.hidden));
  });
  toggle.setAttribute("aria-expanded", "false");
  return toggle;
}

/** What must be scrolled can be reached by keyboard. */
const reachable = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
  }
});

function chooser(text, entries, onchange) {
  const options = entries.map(([value, label]) =>
    make("option", { value, textContent: label }),
  );
  const select = make("select", { onchange: () => onchange(select.value) }, ...options);
  const label = make("label", {}, make("span", { textContent: text }), select);
  return { label, select };
}
