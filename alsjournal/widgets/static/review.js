// One span in its sentence, and a key for each decision. The words come by message,
// are shown, and are gone with the next: none is kept in the page's state.

const DECISIONS = [
  ["accept", "a", "It identifies: mask it here"],
  ["extend", "e", "It does, with more words"],
  ["reject", "r", "It identifies nobody here"],
  ["always", "A", "Mask it wherever it stands"],
  ["never", "N", "Never mask it"],
  ["skip", "s", "Not now"],
];
const WHOLE = [
  ["clean", "0", "Nothing that is not marked identifies anybody"],
  ["missed", "m", "What I selected identifies somebody"],
  ["skip", "s", "Not now"],
];

class Desk {
  constructor(model, el) {
    this.model = model;
    this.more = [0, 0];
    this.status = make("p", { className: "als-status", role: "status" });
    this.about = make("p", { className: "als-notes" });
    this.sentence = make("p", { className: "als-sentence", dir: "auto", tabIndex: -1 });
    this.decisions = make("div", { className: "als-bar" });
    this.reach = make("div", { className: "als-bar", hidden: true });
    this.asleep = make("p", { textContent: model.get("_head").asleep });
    const undo = make("button", {
      type: "button",
      textContent: "Take the last one back (u)",
      onclick: () => this.tell({ type: "undo" }),
    });
    this.root = make(
      "section",
      { className: "als-view", tabIndex: 0 },
      ...[this.status, this.about, this.sentence, this.reach, this.decisions, undo],
      this.asleep,
    );
    this.root.setAttribute("aria-label", "Review of what may identify somebody");
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.offerReach();
    el.append(this.root);
    this.heard = (message) => this.hear(message);
    model.on("msg:custom", this.heard);
    this.tell({ type: "need-item" });
  }

  close() {
    this.model.off("msg:custom", this.heard);
    this.sentence.replaceChildren();
  }

  tell(message) {
    tell(this.model, message);
  }

  offerReach() {
    const side = (words, i, by) =>
      make("button", { type: "button", textContent: words, onclick: () => this.longer(i, by) });
    this.reach.append(
      make("span", { textContent: "Words more:" }),
      ...[side("one more before", 0, 1), side("one less before", 0, -1)],
      ...[side("one more after", 1, 1), side("one less after", 1, -1)],
    );
  }

  longer(side, by) {
    this.more[side] = Math.max(0, this.more[side] + by);
    const [left, right] = this.more;
    this.tell({ type: "need-item", left, right });
  }

  hear(message) {
    if (message.type !== "item") return;
    this.asleep.hidden = true;
    this.status.textContent = message.status;
    this.about.textContent = message.about ?? "";
    this.whole = message.whole;
    this.item = message.item;
    if (!message.left && !message.right) this.more = [0, 0];
    this.reach.hidden = !message.item || message.whole;
    this.show(message);
    const offered = !message.item ? [] : message.whole ? WHOLE : DECISIONS;
    this.decisions.replaceChildren(
      ...offered.map(([name, key, words]) =>
        make("button", {
          type: "button",
          textContent: `${words} (${key})`,
          onclick: () => this.decide(name),
        }),
      ),
    );
  }

  /** The parts of the sentence, with what is asked about in marks. */
  show({ parts }) {
    this.sentence.replaceChildren(
      ...(parts ?? []).map(({ text, marked }) =>
        marked ? make("mark", { textContent: text }) : document.createTextNode(text),
      ),
    );
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.root.contains(event.target))
      return;
    const offered = this.whole ? WHOLE : DECISIONS;
    const found = offered.find(([, key]) => key === event.key);
    if (event.key === "u") this.tell({ type: "undo" });
    else if (found && this.item) this.decide(found[0]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  decide(name) {
    const [left, right] = this.more;
    if (name === "extend" && left + right === 0) {
      this.status.textContent = "Say first by how many words: one more before, or after.";
      return;
    }
    const selected = name === "missed" ? this.selected() : null;
    if (name === "missed" && !selected) {
      this.status.textContent = "Select first, in the sentence, what identifies somebody.";
      return;
    }
    this.tell({ type: "decide", decision: name, item: this.item, left, right, selected });
    this.root.focus();
  }

  /** The stretch that is selected in the sentence, in code points. */
  selected() {
    const chosen = getSelection();
    if (!chosen.rangeCount) return null;
    const range = chosen.getRangeAt(0);
    if (range.collapsed || !this.sentence.contains(range.commonAncestorContainer)) return null;
    const before = document.createRange();
    before.setStart(this.sentence, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const points = (text) => [...text].length;
    const start = points(before.toString());
    return [start, start + points(range.toString())];
  }
}

function render({ model, el }) {
  const desk = new Desk(model, el);
  return () => desk.close();
}

export default { render };
