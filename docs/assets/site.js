// What the theme leaves out: a name for the search, and wide tables by keyboard.
window.addEventListener("load", () => {
  const search = document.querySelector(".md-search");
  search?.setAttribute("aria-label", "Search");
  for (const wide of document.querySelectorAll(".md-typeset__scrollwrap")) {
    wide.tabIndex = 0;
    wide.setAttribute("role", "group");
    wide.setAttribute("aria-label", "Table; scroll sideways to see all of it");
  }
});
