/* Suggestions under a search field of the whole site (ARIA combobox). Without a script the field is a plain one. */
(() => {
  "use strict";

  const DELAY = 120;

  /* What was looked for and opened is counted by the query, not by the visitor; without a beacon it is not. */
  const count = (address, place, q, what) =>
    navigator.sendBeacon?.(address, new URLSearchParams({ place, q, what }));

  let counted = "";
  const opened = (event) => {
    const link = event.target.closest("[data-count] article a[href]");
    const { count: address, place, text } = link?.closest("[data-count]").dataset || {};
    if (!text || counted === place + text) return;
    counted = place + text;
    count(address, place, text, "opened");
  };
  document.addEventListener("click", opened);
  document.addEventListener("auxclick", opened);

  const enhance = (box) => {
    const field = box.querySelector("input");
    const list = box.querySelector("[role=listbox]");
    let timer, request, current, answered;

    const options = () => [...list.querySelectorAll("[role=option]")];

    const choose = (option) => {
      current?.setAttribute("aria-selected", "false");
      current = option;
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) field.setAttribute("aria-activedescendant", option.id);
      else field.removeAttribute("aria-activedescendant");
    };

    const close = () => {
      clearTimeout(timer);
      request?.abort();
      choose(undefined);
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
    };

    const show = (html, text) => {
      answered = text;
      list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      options().forEach((option, place) => (option.id = `${list.id}-${place}`));
      const number = options().length;
      list.hidden = !number;
      field.setAttribute("aria-expanded", String(number > 0));
      if (number) document.getElementById("announcer").textContent = list.dataset.found.replace("%n", number);
    };

    const ask = async () => {
      request?.abort();
      const text = field.value.trim();
      if (!text) return close();
      request = new AbortController();
      try {
        const address = `${box.dataset.suggest}?q=${encodeURIComponent(text.slice(0, 100))}`;
        const answer = await fetch(address, { signal: request.signal });
        const html = await answer.text();
        /* An answer that comes late must not take back what the visitor has chosen meanwhile. */
        if (answer.ok && document.activeElement === field && !current) show(html, text);
      } catch {
        /* The visitor has typed on, or there is no network: the field works without. */
      }
    };

    const step = (by) => {
      const all = options();
      const place = all.indexOf(current);
      const next = place < 0 && by < 0 ? all.length - 1 : place + by;
      choose(all[next]);
    };

    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);

    const later = () => {
      choose(undefined);
      clearTimeout(timer);
      timer = setTimeout(ask, DELAY);
    };
    field.addEventListener("input", (event) => event.isComposing || later());
    field.addEventListener("compositionend", later);
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (list.hidden) {
        if (event.key === "ArrowDown") ask();
        return;
      }
      if (event.key === "ArrowDown") step(1);
      else if (event.key === "ArrowUp") step(-1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && current) current.click();
      else return;
      event.preventDefault();
    });
    /* The field keeps the focus while an option is clicked. */
    list.addEventListener("mousedown", (event) => event.preventDefault());
    const done = (what) => answered && answered === field.value.trim() && count(box.dataset.count, "suggestions", answered, what);
    list.addEventListener("click", (event) => event.target.closest("[role=option]") && done("opened"));
    field.form.addEventListener("submit", () => {
      done(options().length ? "passed" : "empty");
      close();
    });
  };

  document.querySelectorAll("[data-suggest]").forEach(enhance);

  /* A question that was refused says why in place of the results. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 400 && event.detail.target.id === "finder-body") event.detail.shouldSwap = true;
  });
})();
