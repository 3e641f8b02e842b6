/* A form that survives a lost connection: kept on the device while it is typed, sent when there is a network again. */
(() => {
  "use strict";

  const AGAIN = 20000;
  const SILENT = ["csrfmiddlewaretoken", "edition"];

  const start = (form) => {
    const key = `kept-form:${form.dataset.kept}`;
    const state = form.querySelector("[data-kept-state]");
    const stored = () => JSON.parse(localStorage.getItem(key) || "null");
    let busy = false;
    let changes = 0;

    const fields = () => [...form.elements].filter((field) => field.name && !SILENT.includes(field.name));
    const keep = (pending) => {
      const values = Object.fromEntries(fields().map((field) => [field.name, field.value]));
      localStorage.setItem(key, JSON.stringify({ values, edition: form.elements.edition.value, pending }));
    };
    /* A reload would send again what the page answers to; an address that ends with a field loads nothing. */
    const again = () => location.replace(location.pathname + location.search);
    const say = (...parts) => state.replaceChildren(...parts);
    const line = (text, kind = "p") => Object.assign(document.createElement(kind), { textContent: text });
    const button = (text, act) => {
      const made = Object.assign(line(text, "button"), { type: "button", className: "button" });
      made.addEventListener("click", act);
      return made;
    };

    const conflict = (told) => {
      const buttons = Object.assign(document.createElement("div"), { className: "buttons" });
      buttons.append(
        button(form.dataset.overwrite, () => {
          form.elements.edition.value = told.theirs.edition;
          keep(true);
          send();
        }),
        button(form.dataset.discard, () => {
          localStorage.removeItem(key);
          again();
        }),
      );
      say(line(told.detail), line(form.dataset.theirs), line(told.theirs.observations || "", "blockquote"), buttons);
    };

    const send = async () => {
      if (busy) return;
      busy = true;
      const fresh = form.elements.edition.value === "0";
      const sent = changes;
      let answer;
      try {
        answer = await fetch(location.href, {
          method: "POST",
          body: new FormData(form),
          headers: { Accept: "application/json" },
        });
      } catch {
        busy = false;
        say(line(form.dataset.offline));
        return;
      }
      busy = false;
      const told = await answer.json().catch(() => ({}));
      if (answer.ok && told.edition) {
        form.elements.edition.value = told.edition;
        if (changes !== sent) {
          keep(stored().pending); /* typed while it was on its way */
          say(line(form.dataset.waiting));
          waiting();
          return;
        }
        localStorage.removeItem(key);
        say(line(form.dataset.sent));
        /* From now on photos can be added, and what was wrong is so no more. */
        if (fresh || document.querySelector(".error-summary")) again();
      } else if (answer.status === 409 && told.theirs) {
        keep(false); /* not again before the person has chosen */
        conflict(told);
      } else {
        keep(false);
        if (answer.status === 422) form.submit(); /* the page then marks what is wrong, field by field */
        else say(line(told.detail || form.dataset.failed));
      }
    };

    const waiting = () => stored()?.pending && send();
    const found = stored();
    if (found) {
      for (const field of fields()) if (field.name in found.values) field.value = found.values[field.name];
      form.elements.edition.value = found.edition;
      say(line(form.dataset.waiting));
      if (found.pending) send();
    }
    form.addEventListener("input", () => {
      changes += 1;
      keep(false);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      keep(true);
      send();
    });
    addEventListener("online", waiting);
    setInterval(waiting, AGAIN);
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-kept]").forEach(start));
})();
