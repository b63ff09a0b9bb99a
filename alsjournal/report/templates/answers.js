// What is ticked and written, as lines to copy or to save, without a request to anywhere.
(() => {
  const box = document.querySelector(".collected");
  if (!box) return;
  const [member, lines] = box.querySelectorAll("input, textarea");
  const save = box.querySelector("a");
  const status = box.querySelector("[role=status]");
  const random = crypto.getRandomValues(new Uint8Array(16));
  const sheet = "s-" + [...random].map((n) => n.toString(16).padStart(2, "0")).join("");
  const now = new Date();
  const two = (n) => String(n).padStart(2, "0");
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  const boxes = ["agree", "missing", "wrong"];
  const cell = (text) => {
    const line = text.replace(/\s+/g, " ").trim();
    const inert = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(line) ? "'" + line : line;
    return /[",;]/.test(inert) ? '"' + inert.replaceAll('"', '""') + '"' : inert;
  };
  const collect = () => {
    const out = ["finding," + boxes.join(",") + ",words,member,sheet,date"];
    const who = cell(member.value);
    for (const ask of document.querySelectorAll(".ask")) {
      const ticked = boxes.map((name) => {
        const found = ask.querySelector('[data-box="' + name + '"]');
        return found && found.checked ? "x" : "";
      });
      const words = cell(ask.querySelector("textarea").value);
      if (!words && !ticked.some(Boolean)) continue;
      const rest = [words, who, who ? "" : sheet, day];
      out.push([ask.dataset.finding, ...ticked, ...rest].join(","));
    }
    lines.value = out.join("\n");
    save.href = "data:text/csv;charset=utf-8," + encodeURIComponent("\ufeff" + out.join("\r\n"));
    status.textContent = "";
  };
  box.querySelector("button").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(lines.value);
    } catch {
      lines.select();
      document.execCommand("copy");
    }
    status.textContent = box.dataset.copied;
  });
  document.addEventListener("input", (event) => {
    if (event.target !== lines) collect();
  });
  collect();
  box.hidden = false;
  document.querySelector(".by-hand").hidden = true;
})();
