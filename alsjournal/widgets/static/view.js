// A chart in a page: a picture first, then live. Data enter the page as text only;
// nothing is fetched, and nothing is evaluated.

const PAGE = "__alsjournal_vega__";
const SVG_NS = "http://www.w3.org/2000/svg";
const MARKS = 'path[aria-roledescription="rect mark"]';
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

/** Vega, once a page: the first view asks its kernel, all others wait for it. */
function shared() {
  if (!globalThis[PAGE]) {
    const page = { asked: 0, loading: false };
    page.ready = new Promise((resolve) => {
      page.resolve = resolve;
    });
    globalThis[PAGE] = page;
  }
  return globalThis[PAGE];
}

function ask(model, left = 3) {
  const page = shared();
  if (page.loading || left === 0) return;
  if (Date.now() - page.asked > 5_000) {
    page.asked = Date.now();
    tell(model, { type: "need-vega" });
  }
  setTimeout(() => ask(model, left - 1), 6_000);
}

async function take(buffer) {
  const page = shared();
  if (page.loading) return;
  page.loading = true;
  const url = URL.createObjectURL(new Blob([buffer], { type: "text/javascript" }));
  try {
    page.resolve(await import(url));
  } catch {
    page.loading = false; // the page forbids it: the picture stays
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

const same = (a, b) =>
  a.theme === b.theme && a.session === b.session && a.set_id === b.set_id;

/** The marks of a picture as a grid: one row a theme, one column a session. */
class Grid {
  constructor(svg, table, on) {
    this.svg = svg;
    this.on = on;
    this.marks = [];
    for (const node of svg.querySelectorAll(MARKS)) {
      const name = node.getAttribute("aria-label");
      if (!Object.hasOwn(table.cells, name)) continue;
      const cell = table.cells[name];
      node.setAttribute("role", "button");
      node.removeAttribute("aria-roledescription");
      node.classList.add("als-cell");
      this.marks.push({ node, name, cell });
    }
    const keys = [...new Set(this.marks.map(({ cell }) => this.column(cell)))];
    this.rows = table.themes.map((theme) =>
      keys.map((key) =>
        this.marks.find(
          ({ cell }) => cell.theme === theme && this.column(cell) === key,
        ),
      ),
    );
    this.at = [0, 0];
    // A picture is one image to a screen reader; with cells to choose it is a group.
    svg.setAttribute("role", "group");
    svg.querySelectorAll('[role="graphics-document"]').forEach((node) => {
      node.removeAttribute("role");
      node.removeAttribute("aria-roledescription");
    });
    this.rove();
    svg.addEventListener("keydown", (event) => this.key(event));
    svg.addEventListener("click", (event) => this.click(event));
    svg.addEventListener("focusin", (event) => this.focused(event.target));
    svg.addEventListener("focusout", () => this.ring("als-focus", []));
  }

  column(cell) {
    return JSON.stringify([cell.set_id, cell.session]);
  }

  mark([row, column]) {
    return this.rows[row]?.[column];
  }

  rove() {
    for (const { node } of this.marks) node.setAttribute("tabindex", "-1");
    this.mark(this.at)?.node.setAttribute("tabindex", "0");
  }

  where(node) {
    for (const [row, marks] of this.rows.entries()) {
      const column = marks.findIndex((mark) => mark?.node === node);
      if (column >= 0) return [row, column];
    }
    return null;
  }

  focused(node) {
    const at = this.where(node);
    if (!at) return;
    this.at = at;
    this.rove();
    this.ring("als-focus", node.matches(":focus-visible") ? [node] : []);
  }

  key(event) {
    const [row, column] = this.at;
    const last = this.rows[row].length - 1;
    const moves = {
      ArrowRight: [row, Math.min(column + 1, last)],
      ArrowLeft: [row, Math.max(column - 1, 0)],
      ArrowDown: [Math.min(row + 1, this.rows.length - 1), column],
      ArrowUp: [Math.max(row - 1, 0), column],
      Home: [row, 0],
      End: [row, last],
    };
    if (event.key in moves) this.mark(moves[event.key])?.node.focus();
    else if (event.key === "Enter" || event.key === " ") this.choose(event, this.at);
    else if (event.key === "Escape") this.on.choose([]);
    else return;
    event.preventDefault();
    event.stopPropagation(); // else the notebook takes the key as its own
  }

  click(event) {
    const at = this.where(event.target);
    if (at) {
      this.choose(event, at);
      return;
    }
    // The name of a theme, left of its row; Vega keeps its value on the node.
    const theme = event.target.closest?.(".role-axis-label text")?.__data__?.datum
      ?.value;
    if (this.on.themes().includes(theme)) this.on.theme(theme);
  }

  choose(event, at) {
    const mark = this.mark(at);
    if (!mark) return;
    const chosen = this.on.chosen();
    const others = chosen.filter((cell) => !same(cell, mark.cell));
    const again = others.length < chosen.length;
    if (event.shiftKey) this.on.choose(again ? others : [...chosen, mark.cell]);
    else this.on.choose(again && chosen.length === 1 ? [] : [mark.cell]);
  }

  show(chosen) {
    const picked = this.marks.filter(({ cell }) =>
      chosen.some(
        (one) => same(one, cell) || (one.theme === cell.theme && one.session === null),
      ),
    );
    for (const { node } of this.marks) node.setAttribute("aria-pressed", "false");
    for (const { node } of picked) node.setAttribute("aria-pressed", "true");
    this.ring("als-picked", picked.map(({ node }) => node));
  }

  /** Frames are drawn on top, where no neighbour covers them. */
  ring(kind, nodes) {
    this.svg.querySelectorAll(`.${kind}`).forEach((node) => node.remove());
    const whole = this.svg.getScreenCTM();
    if (!whole) return;
    for (const node of nodes) {
      const box = node.getBBox();
      const m = whole.inverse().multiply(node.getScreenCTM());
      const frame = document.createElementNS(SVG_NS, "rect");
      const a = { x: box.x, y: box.y, width: box.width, height: box.height };
      for (const [key, value] of Object.entries(a)) frame.setAttribute(key, value);
      frame.setAttribute("transform", `matrix(${m.a} ${m.b} ${m.c} ${m.d} ${m.e} ${m.f})`);
      frame.setAttribute("class", kind);
      frame.setAttribute("aria-hidden", "true");
      this.svg.append(frame);
    }
  }
}

function tableOf(table) {
  const head = table.columns.map((name) => make("th", { scope: "col", textContent: name }));
  const rows = table.rows.map(([first, ...rest]) =>
    make(
      "tr",
      {},
      make("th", { scope: "row", textContent: first }),
      ...rest.map((value) => make("td", { textContent: value })),
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

/** What must be scrolled can be reached by keyboard. */
const reachable = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
  }
});

function detailOf(detail, height) {
  if (!detail.theme) return [];
  const nodes = [make("h3", { textContent: detail.theme })];
  for (const sentence of detail.sentences) nodes.push(make("p", { textContent: sentence }));
  if (detail.svg) {
    const paper = make("div", { className: "als-paper" }, scaled(picture(detail.svg)));
    paper.setAttribute("role", "group");
    paper.setAttribute("aria-label", `${detail.theme}, session by session`);
    reachable.observe(paper);
    nodes.push(paper);
  } else if (detail.waiting) {
    const room = make("div", { className: "als-waiting" });
    room.style.minHeight = `${height}px`; // no jump when the picture comes
    nodes.push(room);
  }
  if (detail.quotes_note) nodes.push(make("p", { textContent: detail.quotes_note }));
  for (const { quote, from } of detail.quotes) {
    const words = make("blockquote", {}, make("p", { textContent: quote }));
    if (from) words.append(make("footer", { textContent: from }));
    nodes.push(words);
  }
  if (detail.has_quotes && !detail.quotes.length) {
    nodes.push(make("p", { textContent: "No quotes were chosen here." }));
  }
  return nodes;
}

function chooser(text, entries, onchange) {
  const options = entries.map(([value, label]) =>
    make("option", { value, textContent: label }),
  );
  const select = make("select", { onchange: () => onchange(select.value) }, ...options);
  const label = make("label", {}, make("span", { textContent: text }), select);
  return { label, select };
}

class Panel {
  constructor(model, el) {
    this.model = model;
    this.paper = make("div", { className: "als-paper" });
    this.status = make("p", { className: "als-status", role: "status" });
    this.choosers = make("div", { className: "als-bar" });
    this.detail = make("section", { className: "als-detail", "aria-label": "Detail" });
    this.notes = make("div", { className: "als-notes" });
    this.table = make("div", { className: "als-table", hidden: true, tabIndex: 0 });
    this.table.setAttribute("role", "region");
    this.table.setAttribute("aria-label", "The numbers as a table");
    this.root = make(
      "div",
      { className: "als-view" },
      ...[this.choosers, this.paper, this.status, this.detail, this.notes],
      ...[this.buttons(), this.table],
    );
    el.append(this.root);
    this.redraw();
    this.listen();
    ask(model);
  }

  get(name) {
    return this.model.get(name);
  }

  listen() {
    let due = false;
    const soon = () => {
      if (due) return;
      due = true;
      queueMicrotask(() => {
        due = false;
        this.redraw();
      });
    };
    this.handlers = [
      ["change:_svg", soon],
      ["change:_table", soon],
      ["change:selection", () => this.select()],
      ["change:_status", () => this.say(this.get("_status"))],
      ["msg:custom", (message, buffers) => this.hear(message, buffers)],
    ];
    for (const [event, handler] of this.handlers) this.model.on(event, handler);
    if (this.get("selection").length) tell(this.model, { type: "need-detail" });
  }

  close() {
    for (const [event, handler] of this.handlers) this.model.off(event, handler);
    this.live?.finalize();
    this.closed = true;
  }

  hear(message, buffers) {
    if (message.type === "vega") take(buffers[0]);
    if (message.type === "detail") {
      const height = this.detail.querySelector(".als-paper")?.offsetHeight ?? 0;
      this.detail.replaceChildren(...detailOf(message, height));
    }
  }

  say(text) {
    this.status.textContent = text;
  }

  buttons() {
    const button = (textContent, onclick) =>
      make("button", { type: "button", textContent, onclick });
    const toggle = button("Show as table", () => {
      this.table.hidden = !this.table.hidden;
      toggle.textContent = this.table.hidden ? "Show as table" : "Hide the table";
      toggle.setAttribute("aria-expanded", String(!this.table.hidden));
    });
    toggle.setAttribute("aria-expanded", "false");
    const kept = (words, name, blob) =>
      button(words, async () => {
        save(await blob(), name);
        this.say(`${name} was made.`);
      });
    const svg = () => new Blob([this.get("_svg")], { type: "image/svg+xml" });
    const text = () => new Blob([csv(this.get("_table"))], { type: "text/csv" });
    return make(
      "div",
      { className: "als-bar" },
      toggle,
      kept("Download CSV", "themes.csv", text),
      kept("Download SVG", "themes.svg", svg),
      kept("Download PNG", "themes.png", () => png(this.get("_svg"))),
    );
  }

  redraw() {
    const table = this.get("_table");
    this.live?.finalize();
    this.live = null;
    this.drawn = (this.drawn ?? 0) + 1;
    this.put(scaled(picture(this.get("_svg"))), table);
    this.table.replaceChildren(tableOf(table));
    this.notes.replaceChildren(
      ...(table.notes ?? []).map((note) => make("p", { textContent: note })),
    );
    this.choose(table);
    this.select();
    this.enliven(table, this.drawn);
  }

  put(node, table) {
    const svg = node.matches("svg") ? node : node.querySelector("svg");
    const old = this.grid;
    const focus = old?.svg.contains(document.activeElement);
    this.paper.replaceChildren(node);
    this.grid = new Grid(svg, table, {
      chosen: () => this.get("selection"),
      choose: (cells) => this.send(cells),
      themes: () => table.themes,
      theme: (theme) => this.theme(theme),
    });
    if (old && this.grid.mark(old.at)) this.grid.at = old.at;
    this.grid.rove();
    if (focus) this.grid.mark(this.grid.at)?.node.focus();
  }

  async enliven(table, drawn) {
    const { vegaEmbed } = await shared().ready;
    const box = make("div", { className: "als-live" });
    const spec = JSON.parse(this.get("_spec"));
    const live = await vegaEmbed(box, spec, {
      renderer: "svg",
      actions: false,
      ast: true,
      mode: "vega-lite",
      tooltip: { theme: "als" },
    });
    if (this.closed || drawn !== this.drawn) {
      live.finalize();
      return;
    }
    this.live = live;
    for (const name of ["role", "aria-roledescription", "aria-label"]) {
      box.removeAttribute(name);
    }
    const svg = scaled(box.querySelector("svg"));
    svg.setAttribute("aria-label", spec.description);
    this.put(box, table);
    this.select();
  }

  choose(table) {
    const themes = [["", "Choose a theme"], ...table.themes.map((name) => [name, name])];
    const theme = chooser("Theme", themes, (value) => this.theme(value));
    this.themes = theme.select;
    this.choosers.replaceChildren(theme.label);
    if (!table.sets.length) return;
    const sets = table.sets.map((name) => [`=${name}`, name]);
    if (table.together) sets.unshift(["", "All, side by side"]);
    const set = chooser("Set", sets, (value) => {
      this.model.set("set_id", value ? value.slice(1) : null);
      this.model.save_changes();
    });
    const now = this.get("set_id");
    set.select.value = now === null ? "" : `=${now}`;
    this.choosers.append(set.label);
  }

  theme(theme) {
    const set_id = this.get("set_id") ?? null;
    this.send(theme ? [{ theme, session: null, set_id }] : []);
  }

  send(cells) {
    this.model.set("selection", cells);
    this.model.save_changes();
  }

  select() {
    const chosen = this.get("selection");
    this.grid.show(chosen);
    const whole = chosen.find((cell) => cell.session === null);
    this.themes.value = whole ? whole.theme : "";
    const names = this.grid.marks
      .filter(({ cell }) => chosen.some((one) => same(one, cell)))
      .map(({ name }) => name);
    if (names.length) this.say(names.join("; "));
    if (!chosen.length) this.detail.replaceChildren();
  }
}

function render({ model, el }) {
  const panel = new Panel(model, el);
  return () => panel.close();
}

export default { render };
