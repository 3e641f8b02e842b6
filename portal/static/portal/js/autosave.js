/* A draft that keeps itself: `<form data-autosave>` with a counter `saves`; without this script its button does. */
(() => {
  "use strict";

  const PAUSE = 1500; /* after the last change */
  const EVERY = 10000;

  const start = (form) => {
    const said = form.querySelector("[data-saved]");
    const total = form.querySelector("[data-total]");
    let changed = false;
    let busy = false;
    let stopped = false;
    let timer;

    const save = async () => {
      if (!changed || busy || stopped) return;
      [busy, changed] = [true, false];
      try {
        const answer = await fetch(location.href, {
          method: "POST",
          body: new FormData(form),
          headers: { Accept: "application/json" },
          redirect: "error",
        });
        const told = await answer.json();
        if (answer.ok) {
          form.elements.saves.value = told.saves;
          if (total) total.textContent = told.total || "";
        } else {
          stopped = answer.status === 409; /* another window has written: what is here must not go over it */
        }
        said.textContent = told.words || told.detail || form.dataset.failed;
      } catch {
        changed = true;
        said.textContent = form.dataset.failed;
      }
      busy = false;
    };

    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    });
    form.addEventListener("submit", (event) => {
      if (busy) {
        event.preventDefault(); /* the counter of the answer that is under way is needed first */
        const button = event.submitter;
        setTimeout(() => form.requestSubmit(button), 200);
        return;
      }
      stopped = true;
    });
    setInterval(save, EVERY);
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-autosave]").forEach(start));
})();
