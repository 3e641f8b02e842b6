/* The queue by keyboard: j and k go from row to row, Enter opens as on any link. */
(() => {
  "use strict";

  const STEPS = { j: 1, k: -1 };

  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const writes = event.target.closest?.("input:not([type=checkbox]), select, textarea");
    if (!step || writes || event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...document.querySelectorAll("[data-queue] [data-row]")];
    const row = document.activeElement.closest("tr")?.querySelector("[data-row]");
    const here = links.indexOf(row);
    const next = here < 0 ? links[0] : links[here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
