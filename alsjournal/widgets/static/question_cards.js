// One question at a time, in large print; none of them is kept in the page's state.

const STEPS = {
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at + 1,
  PageDown: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  ArrowUp: (at) => at - 1,
  PageUp: (at) => at - 1,
  Home: () => 0,
  End: () => Infinity,
};

class Questions {
  constructor(model, el) {
    this.model = model;
    this.at = 0;
    this.total = 0;
    this.asked = 0;
    const head = model.get("_cards");
    this.theme = make("p", { className: "als-of" });
    this.words = make("p", { className: "als-question", dir: "auto" });
    this.from = make("p", { className: "als-note" });
    this.card = make(
      "div",
      { className: "als-large", tabIndex: 0 },
      ...[this.theme, this.words, this.from],
    );
    this.card.setAttribute("role", "group");
    this.card.setAttribute("aria-label", "Question: arrow keys go to the next");
    this.status = make("p", { className: "als-status", role: "status" });
    this.notes = make("div", { className: "als-notes" });
    this.notes.append(...head.notes.map((note) => say("p", note)));
    this.root = make(
      "section",
      { className: "als-view als-room" },
      ...[make("h3", { className: "als-title", textContent: head.title })],
      ...[this.chooser(head), this.card, this.buttons(), this.status, this.notes],
    );
    this.root.setAttribute("aria-label", head.title);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.words.textContent = head.asleep;
    this.words.classList.add("als-asleep");
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
    this.full = () => {
      const is = document.fullscreenElement === this.root;
      this.whole.textContent = is ? "Leave full screen" : "Full screen";
    };
    document.addEventListener("fullscreenchange", this.full);
  }

  close() {
    document.removeEventListener("fullscreenchange", this.full);
    for (const [event, handler] of this.handlers) this.model.off(event, handler);
  }

  chooser({ themes }) {
    const entries = themes.map(([name, n]) => [`=${name}`, `${name} (${n})`]);
    const all = [["", "All themes"], ...entries];
    const { label, select } = chooser("Theme", all, (value) =>
      this.send(value ? value.slice(1) : ""),
    );
    this.themes = select;
    return make("div", { className: "als-bar" }, label);
  }

  buttons() {
    this.before = button("Previous question", () => this.ask(this.at - 1));
    this.after = button("Next question", () => this.ask(this.at + 1));
    this.whole = button("Full screen", () => this.screen());
    this.whole.hidden = !document.fullscreenEnabled;
    const buttons = [this.before, this.after, this.whole];
    return make("div", { className: "als-bar" }, ...buttons);
  }

  async screen() {
    try {
      if (document.fullscreenElement === this.root) await document.exitFullscreen();
      else await this.root.requestFullscreen();
      this.card.focus();
    } catch {
      this.status.textContent = "This page does not allow the full screen.";
    }
  }

  key(event) {
    if (event.target === this.themes) {
      if (event.key !== "Escape") return;
      this.themes.blur();
    }
    const move = STEPS[event.key];
    if (move) this.ask(move(this.at));
    else if (event.key === "Escape") this.send("");
    else return;
    event.preventDefault();
    event.stopPropagation(); // else the notebook takes the key as its own
  }

  send(theme) {
    const cells = theme ? [{ theme, session: null, set_id: null }] : [];
    this.model.set("selection", cells);
    this.model.save_changes();
  }

  /** The selection of the model is what is asked from, and the chooser follows it. */
  selected() {
    const chosen = this.model.get("selection");
    this.themes.value = chosen.length === 1 ? `=${chosen[0].theme}` : "";
    this.status.textContent = this.model.get("_status");
    this.ask(0);
  }

  ask(at) {
    const last = Math.max(0, this.total - 1);
    const next = this.total ? Math.min(Math.max(at, 0), last) : 0;
    this.asked += 1;
    tell(this.model, { type: "need-question", id: this.asked, at: next });
  }

  hear(message) {
    if (message.type !== "question" || message.id !== this.asked) return;
    this.at = message.at;
    this.total = message.total;
    this.words.classList.toggle("als-asleep", !message.total);
    this.theme.textContent = message.theme;
    this.words.textContent = message.question || "There are no questions to show yet.";
    this.from.textContent = message.from;
    const focus = [this.before, this.after].includes(document.activeElement);
    this.before.disabled = this.at <= 0;
    this.after.disabled = this.at >= this.total - 1;
    if (focus && document.activeElement?.disabled !== false) this.card.focus();
    if (!message.total) return;
    const where = `Question ${this.at + 1} of ${this.total}`;
    // The card shows the question; who listens hears it from the status.
    const heard = make("span", { className: "als-hidden" });
    heard.textContent = ` ${message.theme}: ${message.question}`;
    this.status.replaceChildren(`${where}.`, heard);
  }
}

function render({ model, el }) {
  const questions = new Questions(model, el);
  return () => questions.close();
}

export default { render };
