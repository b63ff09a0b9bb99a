// A list of cards, one of them open: its words are asked for, and kept nowhere.

const DOTS = { y: "yes", n: "no", h: "held", s: "silent" };
const keyOf = (cell) => JSON.stringify([cell.theme, cell.session, cell.set_id]);
const hidden = (textContent) => make("span", { className: "als-hidden", textContent });

/** What went is struck through, what came is underlined, and both are told. */
function changedWords([op, words]) {
  if (op === "kept") return say("span", words);
  const node = make(op === "added" ? "ins" : "del", { dir: "auto" });
  node.append(hidden(`[${op}: `), words.trim(), hidden("]"));
  const [, before, after] = words.match(/^(\s*)[^]*?(\s*)$/);
  return make("span", {}, before, node, after);
}

const PARTS = {
  text: ({ text }) => say("p", text),
  heading: ({ text }) => say("h5", text),
  quote(part) {
    const node = make("div");
    if (part.head) node.append(say("h5", part.head));
    node.append(quoteOf(part));
    return node;
  },
  beside({ parts }) {
    return make("div", { className: "als-beside" }, ...parts.map(partOf));
  },
  items({ items, ordered }) {
    const entries = items.map(({ label, text, note }) => {
      const node = make("li");
      if (label) node.append(make("span", { className: "als-label", textContent: label }));
      if (text) node.append(say("p", text));
      if (note) node.append(make("p", { className: "als-note", textContent: note }));
      return node;
    });
    return make(ordered ? "ol" : "ul", { className: "als-items" }, ...entries);
  },
  terms({ rows }) {
    const pairs = rows.map(([term, words]) =>
      make("div", {}, say("dt", term), say("dd", words)),
    );
    return make("dl", {}, ...pairs);
  },
  changed({ head, words }) {
    const wording = make("p", { className: "als-wording" }, ...words.map(changedWords));
    return make("div", {}, say("h5", head), wording);
  },
  image({ svg, label }) {
    const drawn = scaled(picture(svg));
    // One image with a description: nothing inside it can be chosen.
    for (const node of drawn.querySelectorAll("[role], [aria-label]")) {
      ["role", "aria-label", "aria-roledescription"].forEach((name) =>
        node.removeAttribute(name),
      );
    }
    const paper = make("div", { className: "als-paper" }, drawn);
    paper.setAttribute("role", "group");
    paper.setAttribute("aria-label", label);
    reachable.observe(paper);
    return paper;
  },
};

function partOf(part) {
  return Object.hasOwn(PARTS, part.part) ? PARTS[part.part](part) : make("div");
}

function dotsOf(card, sessions) {
  const box = make("p", { className: "als-dots" });
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", card.said);
  [...card.dots].forEach((letter, i) => {
    const dot = make("span", { className: `als-dot als-${DOTS[letter]}` });
    dot.textContent = String(sessions[i]);
    box.append(dot);
  });
  return box;
}

class Board {
  constructor(model, el) {
    this.model = model;
    this.from = 0;
    this.at = 0;
    this.box = { bar: make("div", { className: "als-bar" }) };
    this.title = make("h3", { className: "als-title" });
    this.lead = make("div", { className: "als-lead" });
    this.status = make("p", { className: "als-status", role: "status" });
    this.list = make("ul", { className: "als-cards" });
    this.notes = make("div", { className: "als-notes" });
    this.table = make("div", { className: "als-table", hidden: true, tabIndex: 0 });
    this.table.setAttribute("role", "region");
    this.table.setAttribute("aria-label", "What is counted, as a table");
    this.root = make(
      "section",
      { className: "als-view" },
      ...[this.title, this.lead, this.box.bar, this.status, this.list],
      ...[this.notes, this.buttons(), this.table],
    );
    this.list.addEventListener("keydown", (event) => this.key(event));
    el.append(this.root);
    this.draw();
    this.listen();
  }

  get(name) {
    return this.model.get(name);
  }

  listen() {
    this.handlers = [
      ["change:_cards", () => this.draw()],
      ["change:selection", () => this.select()],
      ["change:_status", () => this.say(this.get("_status"))],
      ["msg:custom", (message) => this.hear(message)],
    ];
    for (const [event, handler] of this.handlers) this.model.on(event, handler);
  }

  close() {
    for (const [event, handler] of this.handlers) this.model.off(event, handler);
  }

  say(text) {
    this.status.textContent = text;
  }

  draw() {
    const head = this.get("_cards");
    this.root.setAttribute("aria-label", head.title);
    this.title.textContent = head.title;
    this.lead.replaceChildren(...head.lead.map((words) => say("p", words)));
    this.notes.replaceChildren(...head.notes.map((words) => say("p", words)));
    this.table.replaceChildren(tableOf(head.table));
    this.chooser(head);
    this.from = 0;
    this.fill();
    this.select();
  }

  /** Of many cards, one page after the other. */
  chooser({ cards, per_page }) {
    this.box.bar.replaceChildren();
    if (cards.length <= per_page) return;
    const pages = [];
    for (let i = 0; i < cards.length; i += per_page) {
      const last = Math.min(i + per_page, cards.length);
      pages.push([String(i), `${i + 1} to ${last} of ${cards.length}`]);
    }
    const { label, select } = chooser("Shown", pages, (value) => this.turn(Number(value)));
    this.shown = select;
    this.box.bar.append(label);
  }

  turn(from) {
    this.from = from;
    this.at = 0;
    this.fill();
    this.open();
  }

  fill() {
    const { cards, per_page, sessions, named } = this.get("_cards");
    if (this.shown) this.shown.value = String(this.from);
    this.cards = cards.slice(this.from, this.from + per_page).map((card, i) => {
      const button = make("button", { type: "button", className: "als-head" });
      const name = say("span", card.head);
      button.append(make("span", { className: "als-mark", ariaHidden: "true" }), name);
      const detail = make("div", { className: "als-opened", hidden: true });
      const [first, ...others] = card.lines;
      const lines = [first, others.join(" ")].filter(Boolean);
      const front = make("div", {}, make("h4", {}, button));
      front.append(...lines.map((words) => say("p", words)));
      const row = make("div", { className: "als-row" }, front);
      if (card.dots) row.append(dotsOf(card, sessions));
      const item = make("li", {}, row, detail);
      button.onclick = () => this.choose(i);
      button.onfocus = () => this.rove(i);
      return { card, button, name, detail, item };
    });
    this.list.replaceChildren(...this.cards.map(({ item }) => item));
    this.at = Math.min(this.at, Math.max(0, this.cards.length - 1));
    this.rove(this.at);
    if (named && cards.length) tell(this.model, { type: "need-names", from: this.from });
  }

  rove(at) {
    this.at = at;
    this.cards.forEach(({ button }, i) => {
      button.tabIndex = i === at ? 0 : -1;
    });
  }

  key(event) {
    const own = this.cards.some(({ button }) => button === event.target);
    const last = this.cards.length - 1;
    const moves = {
      ArrowDown: Math.min(this.at + 1, last),
      ArrowUp: Math.max(this.at - 1, 0),
      Home: 0,
      End: last,
    };
    if (event.key === "Escape") {
      const { button } = this.cards[this.at];
      this.send([]);
      button.focus();
    } else if (own && event.key in moves) this.cards[moves[event.key]].button.focus();
    else if (own && (event.key === "Enter" || event.key === " ")) this.choose(this.at);
    else return;
    event.preventDefault();
    event.stopPropagation(); // else the notebook takes the key as its own
  }

  choose(i) {
    const { card, detail } = this.cards[i];
    this.send(detail.hidden ? [card.cell] : []);
  }

  send(cells) {
    this.model.set("selection", cells);
    this.model.save_changes();
  }

  /** What is chosen is turned to, wherever it was chosen. */
  select() {
    const chosen = this.get("selection").at(-1);
    this.chosen = chosen ? keyOf(chosen) : "";
    const { cards, per_page } = this.get("_cards");
    const place = cards.findIndex(({ cell }) => keyOf(cell) === this.chosen);
    const from = place - (place % per_page);
    if (place >= 0 && from !== this.from) {
      this.from = from;
      this.fill();
    }
    if (place >= 0) this.rove(place - from);
    this.say(this.get("_status"));
    this.open();
  }

  open() {
    const asleep = this.get("_cards").asleep;
    for (const { card, button, detail, item } of this.cards) {
      const is = keyOf(card.cell) === this.chosen;
      button.setAttribute("aria-expanded", String(is));
      item.classList.toggle("als-open", is);
      if (is && detail.hidden) {
        detail.replaceChildren(make("p", { className: "als-note", textContent: asleep }));
        tell(this.model, { type: "need-card", cell: card.cell });
      } else if (!is) detail.replaceChildren();
      detail.hidden = !is;
    }
  }

  hear(message) {
    if (message.type === "names") {
      if (message.from !== this.from) return;
      message.names.forEach((name, i) => {
        if (name && this.cards[i]) this.cards[i].name.textContent = name;
      });
    }
    if (message.type !== "card" || keyOf(message.cell) !== this.chosen) return;
    const opened = this.cards.find(({ card }) => keyOf(card.cell) === this.chosen);
    opened?.detail.replaceChildren(...message.parts.map(partOf));
  }

  buttons() {
    const toggle = toggleOf(this.table);
    const kept = button("Download CSV", () => {
      const { table, file } = this.get("_cards");
      save(new Blob([csv(table)], { type: "text/csv" }), `${file}.csv`);
      this.say(`${file}.csv was made.`);
    });
    return make("div", { className: "als-bar" }, toggle, kept);
  }
}

function render({ model, el }) {
  const board = new Board(model, el);
  return () => board.close();
}

export default { render };
