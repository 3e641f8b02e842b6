/* What a script adds to pages that work without one: quicker filters, printing, reading aloud, copying a citation. */
(() => {
  "use strict";

  const root = document.documentElement;
  root.classList.add("js");

  const tell = (() => {
    let timer;
    return (words) => {
      const toast = document.getElementById("toast");
      clearTimeout(timer);
      toast.textContent = words;
      timer = setTimeout(() => (toast.textContent = ""), 4000);
    };
  })();

  /* Filters: a tick or a new order asks at once; words wait for the button. */
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-live]");
    if (form && window.htmx && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
  });

  /* 应用筛选 closes the sheet it stands in: what was asked for comes into view. */
  document.addEventListener("submit", (event) => {
    if (event.submitter?.matches(".apply")) document.getElementById("filters").removeAttribute("open");
  });

  /* Empty parameters stay out of the address. */
  document.addEventListener("htmx:configRequest", (event) => {
    const values = event.detail.formData;
    [...values.keys()].filter((name) => !values.get(name)).forEach((name) => values.delete(name));
  });

  /* Folded parts stay open through a swap, the focus stays in them; the new count is read out. */
  let unfolded = [];
  let focused = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    unfolded = [...event.detail.target.querySelectorAll("details[open][id]")].map((part) => part.id);
    focused = document.activeElement.id;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    unfolded.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
    const news = document.querySelector("[data-announce]");
    if (news) document.getElementById("announcer").textContent = news.textContent;
  });

  /* Citations */
  const copy = async (words) => {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      const field = document.createElement("textarea");
      field.value = words;
      field.className = "sr";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  };

  /* Reading aloud: a long text goes to the speaker in pieces, some voices stop after fifteen seconds of one. */
  const speech = window.speechSynthesis;
  const pieces = (text) => text.match(/[^。！？；\n]{1,120}[。！？；\n]?/g) || [];

  const read = (button) => {
    const label = button.querySelector("span");
    const idle = button.dataset.label || (button.dataset.label = label.textContent);
    const reading = button.getAttribute("aria-pressed") === "true";
    speech.cancel();
    button.setAttribute("aria-pressed", String(!reading));
    label.textContent = reading ? idle : button.dataset.stop;
    if (reading) return;
    const parts = pieces(document.querySelector(button.dataset.read)?.innerText || "");
    parts.forEach((part, place) => {
      const saying = new SpeechSynthesisUtterance(part);
      saying.lang = "zh-CN";
      if (place === parts.length - 1) {
        saying.onend = () => {
          button.setAttribute("aria-pressed", "false");
          label.textContent = idle;
        };
      }
      speech.speak(saying);
    });
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-citation], [data-print], [data-read]");
    if (!button) return;
    if (button.matches("[data-print]")) window.print();
    else if (button.matches("[data-read]")) read(button);
    else tell((await copy(button.dataset.citation)) ? button.dataset.done : button.dataset.citation);
  });

  /* One menu at a time, closed by Escape. */
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (!open) return;
    open.removeAttribute("open");
    open.querySelector("summary").focus();
  });

  /* Where the reader is, in the contents at the side. */
  const follow = (contents) => {
    const links = new Map([...contents.querySelectorAll("a[href^='#']")].map((a) => [a.hash.slice(1), a]));
    const watch = new IntersectionObserver(
      (entries) => {
        const seen = entries.find((entry) => entry.isIntersecting);
        if (!seen) return;
        links.forEach((link) => link.removeAttribute("aria-current"));
        links.get(seen.target.id).setAttribute("aria-current", "location");
      },
      { rootMargin: "0px 0px -75% 0px" },
    );
    links.forEach((_, id) => {
      const part = document.getElementById(id);
      if (part) watch.observe(part);
    });
  };

  /* What was typed before the scripts had come is kept as well: they are told of it now. */
  const isTouched = (form) => {
    const fresh = form.cloneNode(true);
    fresh.reset();
    const said = (one) => new URLSearchParams(new FormData(one)).toString();
    return said(form) !== said(fresh);
  };
  window.addEventListener("load", () => {
    const drafts = [...document.querySelectorAll("form[data-autosave]")];
    drafts.filter(isTouched).forEach((form) => form.dispatchEvent(new Event("input")));
  });

  document.addEventListener("DOMContentLoaded", () => {
    /* Who has gone somewhere before the scripts came is not called back. */
    if (document.activeElement === document.body) document.querySelector("[data-focus]")?.focus();
    if (speech) document.querySelectorAll("[data-read]").forEach((button) => (button.hidden = false));
    document.querySelectorAll("[data-contents]").forEach(follow);
  });
})();
