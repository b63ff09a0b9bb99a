// From a cell of a chart to the words behind it, without a request to anywhere.
(() => {
  const show = () => {
    const found = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!found) return;
    for (let at = found; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
  };
  addEventListener("hashchange", show);
  for (const cell of document.querySelectorAll("svg a")) {
    const target = document.getElementById((cell.getAttribute("href") || "").slice(1));
    const name = target && target.closest(".card").querySelector("h3").textContent;
    if (name) cell.setAttribute("aria-label", name);
  }
  show();
})();
