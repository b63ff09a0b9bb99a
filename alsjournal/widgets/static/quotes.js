// Quotes to read, a page at a time: none of them is kept in the page's state.

class Reader {
  constructor(model, el) {
    this.model = model;
    this.page = 1;
    this.words = "";
    this.asked = 0;
    const head = model.get("_head");
    this.status = make("p", { className: "als-status", role: "status" });
    this.list = make("ol", { className: "als-quotes" });
    this.asleep = make("p", { textContent: head.asleep });
    const notes = make("div", { className: "als-notes" });
    notes.append(...head.notes.map((note) => say("p", note)));
    this.root = make(
      "section",
      { className: "als-view" },
      this.choosers(head),
      ...[this.status, this.list, this.asleep, this.pages(), notes],
    );
    this.root.setAttribute("aria-label", "Quotes");
    el.append(this.root);
    this.listen();
    this.selected();
  }

  listen() {
    this.handlers = [
      ["change:selection", () => this.selected()],
      ["msg:custom", (message) => this.hear(message)],
    ];
    for (const [event, handler] of this.handlers) this.model.on(event, handler);
  }

  close() {
    clearTimeout(this.typing);
    for (const [event, handler] of this.handlers) this.model.off(event, handler);
  }

  choosers(head) {
    const themes = head.themes.map((name) => [
      `=${name}`,
      `${name} (${head.counts[name]})`,
    ]);
    const theme = chooser("Theme", [["", "All themes"], ...themes], () => this.send());
    const sessions = head.sessions.map((k) => [String(k), `session ${k}`]);
    const session = chooser("Session", [["", "All"], ...sessions], () => this.send());
    [this.theme, this.session] = [theme.select, session.select];
    this.box = make("input", { type: "search", maxLength: 200 });
    this.box.addEventListener("input", () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => {
        this.words = this.box.value;
        this.ask(1);
      }, 150);
    });
    // A notebook takes keys for its own where it can.
    this.box.addEventListener("keydown", (event) => event.stopPropagation());
    const search = make("label", {}, make("span", { textContent: "Words" }), this.box);
    const bar = make("div", { className: "als-bar" }, theme.label);
    if (sessions.length) bar.append(session.label);
    bar.append(search);
    return bar;
  }

  pages() {
    this.before = button("Previous page", () => this.turn(-1));
    this.after = button("Next page", () => this.turn(1));
    this.where = make("span");
    return make("nav", { className: "als-bar", ariaLabel: "Pages" }, this.before, this.where, this.after);
  }

  turn(by) {
    this.focus = true;
    this.ask(this.page + by);
  }

  /** The selection of the model is what is shown, and the choosers follow it. */
  selected() {
    const chosen = this.model.get("selection");
    const one = chosen.length === 1 ? chosen[0] : null;
    this.theme.value = one ? `=${one.theme}` : "";
    this.session.value = one?.session ? String(one.session) : "";
    this.session.disabled = !one;
    this.ask(1);
  }

  send() {
    const theme = this.theme.value.slice(1);
    const session = theme && this.session.value ? Number(this.session.value) : null;
    const cells = theme ? [{ theme, session, set_id: null }] : [];
    this.model.set("selection", cells);
    this.model.save_changes();
  }

  ask(page) {
    this.asked += 1;
    tell(this.model, { type: "need-page", id: this.asked, page, words: this.words });
  }

  hear(message) {
    if (message.type !== "page" || message.id !== this.asked) return;
    this.page = message.page;
    this.asleep.hidden = true;
    this.status.textContent = message.status;
    this.where.textContent = `Page ${message.page} of ${message.pages}`;
    this.before.disabled = message.page <= 1;
    this.after.disabled = message.page >= message.pages;
    this.list.replaceChildren(
      ...message.rows.map(({ theme, quote, from }) => {
        const about = [theme, from].filter(Boolean).join(", ");
        return make("li", {}, quoteOf({ quote, from: about }));
      }),
    );
    if (this.focus && document.activeElement === document.body) this.theme.focus();
    this.focus = false;
  }
}

function render({ model, el }) {
  const reader = new Reader(model, el);
  return () => reader.close();
}

export default { render };
