/* Somebody who is signed in is told two minutes before their session ends by idleness; one key prolongs it (X13). */
(() => {
  "use strict";

  const ADDRESS = "/accounts/session/";
  let timer;
  let known;

  const word = (dialog, name) => dialog.querySelector(`[data-${name}]`);

  const count = (clock) => {
    clearTimeout(timer);
    timer = setTimeout(() => warn(clock), (clock.idle - clock.warning) * 1000);
  };

  const warn = (clock) => {
    const dialog = build(clock);
    document.body.append(dialog);
    dialog.showModal();
    const over = setTimeout(() => {
      word(dialog, "words").textContent = clock.over;
      word(dialog, "stay").textContent = clock.close;
      dialog.dataset.over = "";
    }, clock.warning * 1000);
    dialog.addEventListener("close", async () => {
      clearTimeout(over);
      dialog.remove();
      if (!("over" in dialog.dataset) && (await stay(clock))) count(clock);
    });
  };

  const build = (clock) => {
    const dialog = document.createElement("dialog");
    dialog.className = "session-dialog";
    dialog.setAttribute("aria-labelledby", "session-words");
    const words = document.createElement("p");
    words.id = "session-words";
    words.dataset.words = "";
    words.textContent = clock.words;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button filled";
    button.dataset.stay = "";
    button.autofocus = true;
    button.textContent = clock.stay;
    button.addEventListener("click", () => dialog.close());
    dialog.append(words, button);
    return dialog;
  };

  const stay = async (clock) => {
    const answer = await fetch(ADDRESS, { method: "POST", headers: { "X-CSRFToken": clock.token }, redirect: "manual" });
    return answer.ok;
  };

  const start = async () => {
    const answer = await fetch(ADDRESS, { headers: { Accept: "application/json" } });
    if (answer.status !== 200) return;
    known = await answer.json();
    count(known);
  };

  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:afterRequest", () => known && count(known));
})();
