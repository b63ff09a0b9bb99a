// Themes on the left, one of them with its passages on the right. Passages come by
// message, a page at a time, and none is kept in the page's state.

const OF_TEXT = [
  ["this", "This theme"],
  ["not-this", "Not this theme"],
  ["strains", "It strains the theme"],
];

class Editor {
  constructor(model, el) {
    this.model = model;
    this.page = 1;
    this.order = "most";
    this.status = make("p", { className: "als-status", role: "status" });
    this.list = make("div", { className: "als-list", role: "group" });
    this.list.setAttribute("aria-label", "Themes");
    this.theme = make("section", { className: "als-theme" });
    this.theme.setAttribute("aria-label", "The theme that is open");
    this.asleep = make("p", { textContent: model.get("_head").asleep });
    const both = make("div", { className: "als-two" }, this.list, this.theme);
    this.root = make("section", { className: "als-view" }, this.status, both, this.asleep);
    this.root.setAttribute("aria-label", "Codebook");
    el.append(this.root);
    this.handlers = [
      ["change:_head", () => this.listed()],
      ["change:_status", () => (this.status.textContent = model.get("_status"))],
      ["msg:custom", (message) => this.hear(message)],
    ];
    for (const [event, handler] of this.handlers) model.on(event, handler);
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.listed();
  }

  close() {
    for (const [event, handler] of this.handlers) this.model.off(event, handler);
    this.theme.replaceChildren();
  }

  /** The themes as buttons, of which one is in the order of Tab. */
  listed() {
    const { themes } = this.model.get("_head");
    if (!themes.some(({ id }) => id === this.open)) this.open = themes[0]?.id;
    const had = this.list.contains(document.activeElement);
    this.list.replaceChildren(
      ...themes.map(({ id, name, status, texts }) => {
        const words = `${status}, ${texts} text${texts === 1 ? "" : "s"}`;
        const button = make(
          "button",
          { type: "button", onclick: () => this.choose(id) },
          say("strong", name),
          say("span", words),
        );
        button.dataset.id = id;
        button.tabIndex = id === this.open ? 0 : -1;
        button.setAttribute("aria-pressed", String(id === this.open));
        return button;
      }),
    );
    if (had) this.list.querySelector('[tabindex="0"]')?.focus();
    if (this.open) this.ask();
  }

  key(event) {
    const buttons = [...this.list.children];
    const at = buttons.indexOf(event.target.closest("button"));
    const to = {
      ArrowDown: Math.min(at + 1, buttons.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (at < 0 || to === undefined) return;
    buttons[to].focus();
    event.preventDefault();
    event.stopPropagation();
  }

  choose(id) {
    [this.open, this.page] = [id, 1];
    for (const button of this.list.children) {
      const own = button.dataset.id === id;
      button.tabIndex = own ? 0 : -1;
      button.setAttribute("aria-pressed", String(own));
    }
    this.ask();
  }

  ask() {
    const { open: theme, page, order } = this;
    tell(this.model, { type: "need-theme", theme, page, order });
  }

  decide(action, words) {
    tell(this.model, { type: "decide", theme: this.open, action, words });
  }

  hear(message) {
    if (message.type !== "theme" || message.id !== this.open) return;
    this.asleep.hidden = true;
    this.page = message.page;
    this.theme.replaceChildren(
      say("h3", message.name),
      say("p", `It is ${message.status}.`),
      this.forms(message),
      ...this.passages(message),
    );
  }

  forms(message) {
    const field = (text, value, many = false) => {
      const tag = many ? "textarea" : "input";
      const input = make(tag, { value, dir: "auto" });
      // A notebook takes keys for its own where it can.
      input.addEventListener("keydown", (event) => event.stopPropagation());
      return [make("label", {}, make("span", { textContent: text }), input), input];
    };
    const [name, nameOf] = field("Name", message.name);
    const [idea, ideaOf] = field("Central idea", message.idea, true);
    const [include, includeOf] = field("What belongs to it", message.include, true);
    const [exclude, excludeOf] = field("What looks like it and does not", message.exclude, true);
    const [into, intoOf] = field("Split into (a name a line)", "", true);
    const [why, whyOf] = field("Why (a note that stays with the decision)", "");
    const others = this.model
      .get("_head")
      .themes.filter(({ id }) => id !== message.id)
      .map((one) => [one.id, one.name]);
    const merge = chooser("Merge with", [["", "Choose a theme"], ...others], () => {});
    const words = () => ({
      name: nameOf.value,
      idea: ideaOf.value,
      include: includeOf.value,
      exclude: excludeOf.value,
      into: intoOf.value,
      other: merge.select.value,
      why: whyOf.value,
    });
    const act = (text, action) => button(text, () => this.decide(action, words()));
    const bar = (...nodes) => make("div", { className: "als-bar" }, ...nodes);
    const more = make(
      "details",
      {},
      make("summary", { textContent: "Merge or split" }),
      bar(merge.label, act("Merge", "merge")),
      bar(into, act("Split", "split")),
    );
    return make(
      "div",
      { className: "als-forms" },
      bar(name, act("Rename", "rename")),
      bar(idea, include, exclude),
      bar(why),
      bar(
        act("Write the idea down", "define"),
        act("Adopt", "adopt"),
        act("Reject", "reject"),
        act("Take the last decision back", "undo"),
      ),
      more,
    );
  }

  passages(message) {
    const orders = [
      ["most", "Clearest first"],
      ["least", "Least clear first"],
    ];
    const order = chooser("Passages", orders, (value) => {
      [this.order, this.page] = [value, 1];
      this.ask();
    });
    order.select.value = this.order;
    const turn = (text, by, ok) =>
      make("button", {
        type: "button",
        textContent: text,
        disabled: !ok,
        onclick: () => {
          this.page += by;
          this.ask();
        },
      });
    const where = make("span", { textContent: `Page ${message.page} of ${message.pages}` });
    const list = message.passages.map((one, number) => {
      const say_ = OF_TEXT.map(([what, text]) =>
        make("button", {
          type: "button",
          textContent: text,
          ariaLabel: `${text}: passage ${number + 1}`,
          onclick: () => {
            const { open: theme, page, order: by } = this;
            tell(this.model, { type: "of-text", theme, number, what, page, order: by });
          },
        }),
      );
      return make("li", {}, quoteOf(one), make("div", { className: "als-bar" }, ...say_));
    });
    return [
      make("div", { className: "als-bar" }, order.label),
      make("ol", { className: "als-quotes" }, ...list),
      make(
        "nav",
        { className: "als-bar", ariaLabel: "Pages of passages" },
        turn("Previous page", -1, message.page > 1),
        where,
        turn("Next page", 1, message.page < message.pages),
      ),
    ];
  }
}

function render({ model, el }) {
  const editor = new Editor(model, el);
  return () => editor.close();
}

export default { render };
