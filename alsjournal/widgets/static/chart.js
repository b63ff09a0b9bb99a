// A chart in a page: a picture first, then live.

const PAGE = "__alsjournal_vega__";
const MARKS = "[aria-label]";
const PAGES = { PageUp: -1, PageDown: 1 };

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

const same = (a, b) =>
  a.theme === b.theme && a.session === b.session && a.set_id === b.set_id;

/** Whether a choice stands for all marks of its theme, this one too. */
const whole = (one, cell) =>
  one.session === null && (cell.session !== null || one.set_id === null);

/** The marks of a picture as a grid, in the rows that Python gives. */
class Grid {
  constructor(svg, table, on) {
    this.svg = svg;
    this.on = on;
    this.marks = [];
    for (const node of svg.querySelectorAll(MARKS)) {
      const name = node.getAttribute("aria-label");
      if (!Object.hasOwn(table.cells, name)) continue;
      const [theme, session, set_id] = table.cells[name];
      const cell = { theme, session, set_id };
      node.setAttribute("role", "button");
      node.removeAttribute("aria-roledescription");
      node.classList.add("als-cell");
      this.marks.push({ node, name, cell });
    }
    const named = new Map(this.marks.map((mark) => [mark.name, mark]));
    this.rows = table.grid.map((names) => names.map((name) => named.get(name)));
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

  mark([row, column]) {
    return this.rows[row]?.[column];
  }

  /** The mark of another row in that column, or in its last. */
  near(row, column) {
    const at = Math.min(Math.max(row, 0), this.rows.length - 1);
    return [at, Math.min(column, (this.rows[at]?.length ?? 0) - 1)];
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
    const last = (this.rows[row]?.length ?? 0) - 1;
    const moves = {
      ArrowRight: [row, Math.min(column + 1, last)],
      ArrowLeft: [row, Math.max(column - 1, 0)],
      ArrowDown: this.near(row + 1, column),
      ArrowUp: this.near(row - 1, column),
      Home: [row, 0],
      End: [row, last],
    };
    if (event.key in moves) this.mark(moves[event.key])?.node.focus();
    else if (event.key === "Enter" || event.key === " ") this.choose(event, this.at);
    else if (event.key === "Escape") this.on.choose([]);
    else if (event.key in PAGES) this.on.step(PAGES[event.key]);
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
    const named = event.target.closest?.(".role-axis-label text")?.__data__?.datum
      ?.value;
    const theme = this.on.themes().find((one) => this.on.called(one) === named);
    if (theme !== undefined) this.on.theme(theme);
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
        (one) => same(one, cell) || (one.theme === cell.theme && whole(one, cell)),
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
      const room = box.width < 20 ? 3 : 0; // a point is seen inside its frame
      const [x, y] = [box.x - room, box.y - room];
      const a = { x, y, width: box.width + 2 * room, height: box.height + 2 * room };
      for (const [key, value] of Object.entries(a)) frame.setAttribute(key, value);
      frame.setAttribute("transform", `matrix(${m.a} ${m.b} ${m.c} ${m.d} ${m.e} ${m.f})`);
      frame.setAttribute("class", kind);
      frame.setAttribute("aria-hidden", "true");
      this.svg.append(frame);
    }
  }
}

function detailOf(detail, height) {
  if (!detail.theme) return [];
  const nodes = [say("h3", detail.theme)];
  for (const sentence of detail.sentences) nodes.push(say("p", sentence));
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
  for (const table of detail.tables ?? []) {
    const box = make("div", { className: "als-table", tabIndex: 0 }, tableOf(table));
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", table.caption);
    nodes.push(box);
  }
  if (detail.quotes_note) nodes.push(say("p", detail.quotes_note));
  nodes.push(...detail.quotes.map(quoteOf));
  if (detail.has_quotes && !detail.quotes.length) {
    nodes.push(say("p", "No quotes were chosen here."));
  }
  return nodes;
}

class Panel {
  constructor(model, el) {
    this.model = model;
    this.name = Math.random();
    this.paper = make("div", { className: "als-paper" });
    this.status = make("p", { className: "als-status", role: "status" });
    this.choosers = make("div", { className: "als-bar" });
    this.detail = make("section", { className: "als-detail", "aria-label": "Detail" });
    this.aside = make("p", {
      className: "als-notes",
      hidden: true,
      textContent: "The chart is wider than this page: scroll it sideways.",
    });
    this.verdicts = make("div", { className: "als-verdicts" });
    this.notes = make("div", { className: "als-notes" });
    this.table = make("div", { className: "als-table", hidden: true, tabIndex: 0 });
    this.table.setAttribute("role", "region");
    this.table.setAttribute("aria-label", "The numbers as a table");
    this.root = make(
      "div",
      { className: "als-view" },
      ...[this.choosers, this.paper, this.aside, this.verdicts, this.status, this.detail],
      ...[this.notes, this.buttons(), this.table],
    );
    el.append(this.root);
    // Frames are drawn where marks are, which is known when the page is laid out.
    this.resized = new ResizeObserver(() => {
      this.grid?.show(this.get("selection"));
      this.brush?.show();
      this.aside.hidden = this.paper.scrollWidth <= this.paper.clientWidth;
    });
    this.resized.observe(this.paper);
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
      ["change:rectangle", () => this.brush?.show()],
      ["change:_status", () => this.say(this.get("_status"))],
      ["msg:custom", (message, buffers) => this.hear(message, buffers)],
    ];
    for (const [event, handler] of this.handlers) this.model.on(event, handler);
    const chosen = this.get("selection").length || this.get("rectangle")?.length;
    if (chosen) this.say(this.get("_status"));
    if (chosen) tell(this.model, { type: "need-detail" });
  }

  close() {
    for (const [event, handler] of this.handlers) this.model.off(event, handler);
    this.resized.disconnect();
    this.live?.finalize();
    this.closed = true;
  }

  hear(message, buffers) {
    if (message.type === "vega") take(buffers[0]);
    if (message.type === "spec") this.embed(message);
    if (message.type === "detail") {
      const height = this.detail.querySelector(".als-paper")?.offsetHeight ?? 0;
      this.detail.replaceChildren(...detailOf(message, height));
    }
  }

  say(text) {
    this.status.textContent = text;
  }

  buttons() {
    const toggle = toggleOf(this.table);
    const kept = (ending, blob) =>
      button(`Download ${ending.toUpperCase()}`, async () => {
        const name = `${this.get("_table").file}.${ending}`;
        save(await blob(), name);
        this.say(`${name} was made.`);
      });
    const svg = () => new Blob([this.get("_svg")], { type: "image/svg+xml" });
    const text = () => new Blob([csv(this.get("_table"))], { type: "text/csv" });
    return make(
      "div",
      { className: "als-bar" },
      toggle,
      kept("csv", text),
      kept("svg", svg),
      kept("png", () => png(this.get("_svg"))),
    );
  }

  redraw() {
    const table = this.get("_table");
    this.live?.finalize();
    this.live = null;
    this.drawn = (this.drawn ?? 0) + 1;
    this.put(scaled(picture(this.get("_svg"))), table);
    this.table.replaceChildren(tableOf(table));
    this.notes.replaceChildren(...(table.notes ?? []).map((note) => say("p", note)));
    this.verdicts.replaceChildren(
      ...(table.verdicts ?? []).map((words) => say("p", words)),
    );
    this.choose(table);
    this.select();
    this.enliven(this.drawn);
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
      called: (theme) => table.names?.[theme] ?? theme,
      theme: (theme) => this.theme(theme),
      step: (by) => this.step(by),
    });
    if (old && this.grid.mark(old.at)) this.grid.at = old.at;
    this.grid.rove();
    if (focus) this.grid.mark(this.grid.at)?.node.focus();
    for (const more of onPicture) more(this, svg, table, focus);
  }

  /** Ask for what Vega draws: it is of no use without a kernel, and never kept. */
  async enliven(drawn) {
    await shared().ready;
    if (this.closed || drawn !== this.drawn) return;
    tell(this.model, { type: "need-spec", id: this.ticket(drawn) });
  }

  ticket(drawn) {
    return `${this.name}:${drawn}`;
  }

  async embed({ id, spec }) {
    const { drawn } = this;
    if (id !== this.ticket(drawn)) return;
    const { vegaEmbed } = await shared().ready;
    const box = make("div", { className: "als-live" });
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
    this.live?.finalize();
    this.live = live;
    for (const name of ["role", "aria-roledescription", "aria-label"]) {
      box.removeAttribute(name);
    }
    const svg = scaled(box.querySelector("svg"));
    svg.setAttribute("aria-label", spec.description);
    this.put(box, this.get("_table"));
    this.select();
  }

  choose(table) {
    const noun = table.noun ?? "theme"; // what is chosen: "theme", "question"
    const first = this.get("theme") === undefined ? [["", `Choose a ${noun}`]] : [];
    const named = table.themes.map((name) => [name, table.names?.[name] ?? name]);
    const heading = noun[0].toUpperCase() + noun.slice(1);
    const theme = chooser(heading, [...first, ...named], (value) => this.theme(value));
    this.themes = theme.select;
    this.choosers.replaceChildren(theme.label);
    if (table.parts?.length) {
      const parts = table.parts.map((words, i) => [String(i), words]);
      this.offer("Shown", parts, String(this.get("part")), (value) => [
        "part",
        Number(value),
      ]);
    }
    if (table.waves?.length > 1) {
      const waves = table.waves.map((name) => [name, name]);
      this.offer("Wave", waves, this.get("wave"), (value) => ["wave", value]);
    }
    if (!table.sets.length) return;
    const sets = table.sets.map((name) => [`=${name}`, name]);
    if (table.together) sets.unshift(["", "All, side by side"]);
    const now = this.get("set_id");
    this.offer("Set", sets, now === null ? "" : `=${now}`, (value) => [
      "set_id",
      value ? value.slice(1) : null,
    ]);
  }

  /** A chooser that sets what the view shows. */
  offer(text, entries, now, change) {
    const { label, select } = chooser(text, entries, (value) => {
      this.model.set(...change(value));
      this.model.save_changes();
    });
    select.value = now;
    this.choosers.append(label);
  }

  theme(theme) {
    const set_id = this.get("set_id") ?? null;
    this.send(theme ? [{ theme, session: null, set_id }] : []);
  }

  /** The theme before or after the one that is shown, where one is. */
  step(by) {
    const { themes } = this.get("_table");
    const at = themes.indexOf(this.get("theme"));
    const next = themes[at + by];
    if (at >= 0 && next !== undefined) this.theme(next);
  }

  send(cells) {
    this.model.set("selection", cells);
    this.model.save_changes();
  }

  select() {
    const chosen = this.get("selection");
    this.grid.show(chosen);
    const whole = chosen.find((cell) => cell.session === null);
    this.themes.value = this.get("theme") ?? (whole ? whole.theme : "");
    const names = this.grid.marks
      .filter(({ cell }) => chosen.some((one) => same(one, cell)))
      .map(({ name }) => name);
    if (names.length) this.say(names.join("; "));
    if (!chosen.length && !this.get("rectangle")?.length) this.detail.replaceChildren();
  }
}

function render({ model, el }) {
  const panel = new Panel(model, el);
  return () => panel.close();
}

export default { render };
