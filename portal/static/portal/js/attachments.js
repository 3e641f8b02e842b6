/* Uploads that stay on the page: how far the file has come, in a bar and in words; without it the form is sent as any. */
(() => {
  "use strict";

  if (window.attachmentsWatched) return; /* a page may have several sets of slots */
  window.attachmentsWatched = true;

  const SHOWN = [409, 422, 503]; /* answers that carry the slots again, with what is wrong */
  const STEP = 25; /* a voice reads each change: four are enough */

  const parts = (form) => ({
    bar: form.querySelector("progress"),
    words: form.querySelector("[data-progress]"),
  });
  const uploadOf = (event) => event.target.closest?.("form[data-upload]");

  /* Too large is said before anything is sent. */
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!uploadOf(event) || !input.files) return;
    const large = [...input.files].some((file) => file.size > Number(input.dataset.maxBytes));
    input.setCustomValidity(large ? input.form.dataset.large : "");
    input.reportValidity();
  });

  document.addEventListener("htmx:xhr:progress", (event) => {
    const form = uploadOf(event);
    if (!form || !event.detail.lengthComputable) return;
    const { bar, words } = parts(form);
    const percent = Math.floor((event.detail.loaded / event.detail.total) * 100);
    const spoken = percent === 100 ? form.dataset.checking : `${form.dataset.sent} ${percent - (percent % STEP)}%`;
    bar.hidden = false;
    bar.value = percent;
    if (words.textContent !== spoken) words.textContent = spoken;
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (uploadOf({ target: event.detail.requestConfig?.elt ?? event.target }) && SHOWN.includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  const failed = (event) => {
    const form = uploadOf(event);
    if (!form) return;
    const { bar, words } = parts(form);
    bar.hidden = true;
    if (event.type === "htmx:sendError") words.textContent = form.dataset.cut;
    else words.textContent = event.detail.xhr.status === 413 ? form.dataset.large : form.dataset.failed;
  };
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);

  /* Where something is wrong the reader is led to it. */
  document.addEventListener("htmx:afterSettle", (event) => {
    event.target.querySelector?.("[data-focus]")?.focus();
  });
})();
