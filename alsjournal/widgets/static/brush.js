// A rectangle on a map: drawn by mouse, or moved and grown by keyboard.

const STEPS = 20;
const KEYS = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const HOW =
  "Arrow keys move a rectangle, Shift with them makes it larger or smaller, Enter " +
  "chooses what is inside, Escape chooses nothing.";

class Brush {
  constructor(svg, area, on) {
    this.svg = svg;
    this.area = area;
    this.on = on;
    this.ground = [...svg.querySelectorAll("[aria-label]")].find(
      (node) => node.getAttribute("aria-label") === area.name,
    );
    if (!this.ground) return;
    this.ground.removeAttribute("aria-label");
    for (const name of ["role", "aria-roledescription"]) this.ground.removeAttribute(name);
    this.handle = this.shape("als-handle");
    this.handle.setAttribute("tabindex", "0");
    this.handle.setAttribute("role", "application");
    this.handle.setAttribute("aria-label", `${area.name}. ${HOW}`);
    this.frame = this.shape("als-brush");
    this.frame.setAttribute("aria-hidden", "true");
    svg.style.touchAction = "pan-y";
    svg.style.cursor = "crosshair";
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => this.move(event));
    svg.addEventListener("pointerup", (event) => this.up(event));
    svg.addEventListener("pointercancel", () => this.drop());
    this.handle.addEventListener("keydown", (event) => this.key(event));
    this.handle.addEventListener("blur", () => {
      this.handle.classList.remove("als-pointed");
      this.drop();
    });
    this.show();
  }

  shape(kind) {
    const node = document.createElementNS(SVG_NS, "rect");
    node.setAttribute("class", kind);
    this.svg.append(node);
    return node;
  }

  /** The area in the picture's own units; null before it is laid out. */
  box() {
    const whole = this.svg.getScreenCTM();
    const own = this.ground?.getScreenCTM();
    if (!whole || !own) return null;
    const box = this.ground.getBBox();
    const m = whole.inverse().multiply(own);
    const [x, y] = [m.a * box.x + m.e, m.d * box.y + m.f];
    return { x, y, width: m.a * box.width, height: m.d * box.height };
  }

  /** Where a pointer is, in parts of the area: 0 to 1 across and up. */
  at(event) {
    const box = this.box();
    const whole = this.svg.getScreenCTM();
    if (!box || !whole) return null;
    const point = new DOMPoint(event.clientX, event.clientY);
    const { x, y } = point.matrixTransform(whole.inverse());
    return [(x - box.x) / box.width, 1 - (y - box.y) / box.height];
  }

  down(event) {
    const at = this.at(event);
    const inside = at?.every((part) => part >= 0 && part <= 1);
    if (!inside || event.button !== 0) return;
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    this.handle.classList.add("als-pointed"); // no ring for who sees the pointer
    this.handle.focus({ preventScroll: true });
    this.from = at;
    this.draft = null;
  }

  move(event) {
    if (!this.from) return;
    const to = this.at(event).map((part) => Math.min(Math.max(part, 0), 1));
    const far = Math.max(...to.map((part, i) => Math.abs(part - this.from[i])));
    this.draft = far < 0.005 ? null : sides(this.from, to);
    this.show();
  }

  up() {
    if (!this.from) return;
    this.from = null;
    this.send(this.draft);
  }

  drop() {
    this.from = null;
    this.draft = null;
    this.show();
  }

  key(event) {
    this.handle.classList.remove("als-pointed");
    if (event.key in KEYS) this.nudge(KEYS[event.key], event.shiftKey);
    else if (event.key === "Enter" || event.key === " ") this.send(this.now());
    else if (event.key === "Escape") this.send(null);
    else return;
    event.preventDefault();
    event.stopPropagation(); // else the notebook takes the key as its own
  }

  nudge(by, grow) {
    const parts = this.now();
    const next = by.flatMap((step, i) => {
      const [low, high] = [parts[2 * i], parts[2 * i + 1]];
      const size = high - low;
      if (grow) return [low, Math.min(Math.max(high + step / STEPS, low + 1 / STEPS), 1)];
      const start = Math.min(Math.max(low + step / STEPS, 0), 1 - size);
      return [start, start + size];
    });
    this.draft = next;
    this.show();
    const [left, right, low, high] = next.map((part) => Math.round(100 * part));
    this.on.say(
      `From ${left} to ${right} % across and ${low} to ${high} % up. Enter chooses.`,
    );
  }

  /** What is drawn, or chosen, or a place to begin; in parts of the area. */
  now() {
    return this.draft ?? this.chosen() ?? [0.4, 0.6, 0.4, 0.6];
  }

  chosen() {
    const given = this.on.chosen();
    if (given?.length !== 4) return null;
    return given.map((value, i) => {
      const [low, high] = this.area[i < 2 ? "x" : "y"];
      return Math.min(Math.max((value - low) / (high - low), 0), 1);
    });
  }

  send(parts) {
    this.draft = null;
    const values = (parts ?? []).map((part, i) => {
      const [low, high] = this.area[i < 2 ? "x" : "y"];
      return low + part * (high - low);
    });
    this.on.choose(values);
    this.show();
  }

  show() {
    const box = this.box();
    if (!box) return;
    place(this.handle, box);
    const parts = this.draft ?? this.chosen();
    this.frame.toggleAttribute("hidden", !parts);
    this.frame.style.display = parts ? "" : "none";
    if (!parts) return;
    const [left, right, low, high] = parts;
    place(this.frame, {
      x: box.x + left * box.width,
      y: box.y + (1 - high) * box.height,
      width: (right - left) * box.width,
      height: (high - low) * box.height,
    });
  }
}

function sides(a, b) {
  const across = [a[0], b[0]].sort((one, other) => one - other);
  const up = [a[1], b[1]].sort((one, other) => one - other);
  return [...across, ...up];
}

function place(node, box) {
  for (const [key, value] of Object.entries(box)) node.setAttribute(key, value);
}

onPicture.push((panel, svg, table, focus) => {
  if (!table.area) return;
  panel.brush = new Brush(svg, table.area, {
    chosen: () => panel.get("rectangle"),
    choose: (values) => {
      panel.model.set("rectangle", values);
      panel.model.save_changes();
    },
    say: (words) => panel.say(words),
  });
  if (focus) panel.brush.handle?.focus();
});
