/* A draft keeps itself: ten seconds after the last change, and when the page is left. The form works without this.
   Files wait for the button, and the page says so. The field of the version is called "version" unless named. */
(() => {
  "use strict";

  const WAIT = 10_000;
  const form = document.getElementById("draft");
  if (!form) return;

  const words = form.querySelector("[data-saved]");
  const preview = document.getElementById("preview");
  let timer = 0;
  let saving = false;
  let dirty = false;
  let stopped = false;
  let waiting = null;

  const say = (text) => {
    words.textContent = text;
  };

  const typed = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };

  const files = () => [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);

  const show = async () => {
    if (!preview?.closest("details[open]")) return;
    await window.htmx?.ajax("GET", form.dataset.preview, preview);
  };

  const save = async () => {
    if (saving || stopped || !dirty) return;
    saving = true;
    dirty = false;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: typed(),
        redirect: "error",
        keepalive: true,
      });
      const told = await answer.json();
      say(files() ? `${told.said} ${form.dataset.unsent}` : told.said);
      if (answer.ok) {
        form.elements[form.dataset.version ?? "version"].value = told.version;
        await show();
      } else {
        stopped = true; /* saved elsewhere: the button shows the difference */
      }
    } catch {
      dirty = true;
      say(form.dataset.failed);
      timer = setTimeout(save, WAIT);
    } finally {
      saving = false;
    }
    if (waiting) form.requestSubmit(waiting);
  };

  const later = () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  /* A save under way ends first: otherwise the form would bring the version of before. */
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    stopped = true;
    if (!saving) return;
    event.preventDefault();
    waiting = event.submitter;
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
})();
