// From a chart or a list to the words behind it, without a request to anywhere.
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
  show();
})();
