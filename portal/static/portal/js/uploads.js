/* Larger files go in parts: after a cut line they go on by themselves from where they were (docs/api.md). */
(() => {
  "use strict";

  if (window.uploadsWatched) return; /* a page may have several sets of slots */
  window.uploadsWatched = true;

  const PAUSES = [1, 2, 5, 10, 30]; /* seconds between tries; a line that comes back ends a pause */
  const PATIENCE = 60_000; /* milliseconds for one part: a line may be dead without saying so */

  const inputOf = (form) => form.querySelector("input[type=file]");
  const show = (form, words, share) => {
    const bar = form.querySelector("progress");
    const text = form.querySelector("[data-progress]");
    bar.hidden = false;
    bar.value = share * 100;
    if (text.textContent !== words) text.textContent = words;
  };
  const shareOf = (form) => form.querySelector("progress").value / 100;

  const pause = (seconds) =>
    new Promise((go) => {
      const done = () => {
        clearTimeout(timer);
        window.removeEventListener("online", done);
        go();
      };
      const timer = setTimeout(done, seconds * 1000);
      window.addEventListener("online", done);
    });

  /* One request, repeated until the portal has answered it. */
  const ask = async (form, url, method, headers, body) => {
    const token = form.elements.csrfmiddlewaretoken.value;
    for (let turn = 0; form.isConnected; turn += 1) {
      let wait = PAUSES[Math.min(turn, PAUSES.length - 1)];
      try {
        const signal = AbortSignal.timeout(PATIENCE);
        const answer = await fetch(url, { method, body, signal, headers: { "X-CSRFToken": token, ...headers } });
        if (answer.status < 500 && answer.status !== 429) return answer;
        wait = Number(answer.headers.get("Retry-After")) || wait;
      } catch {
        /* cut: try again */
      }
      show(form, form.dataset.waiting, shareOf(form));
      await pause(wait);
    }
    throw new Error("the form has gone");
  };

  const refusalOf = async (answer) => {
    const problem = await answer.json().catch(() => ({}));
    return new Error(problem.errors?.[0]?.detail ?? problem.detail ?? "", { cause: "refused" });
  };

  const digestOf = async (file) => {
    if (!window.crypto.subtle) return {}; /* not over plain http */
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return { sha256: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
  };

  const announce = async (form, file) => {
    const { uploads, owner, slot, replaces } = form.dataset;
    const told = { owner, slot, name: file.name, size: file.size, content_type: file.type, ...(await digestOf(file)) };
    const body = JSON.stringify(replaces ? { ...told, replaces } : told);
    const answer = await ask(form, uploads, "POST", { "Content-Type": "application/json" }, body);
    if (!answer.ok) throw await refusalOf(answer);
    return answer.json();
  };

  /* Everything, from wherever it is; the id under which the portal keeps it. */
  const send = async (form, file) => {
    const { id, part_bytes: size, offset: known } = await announce(form, file);
    let offset = known;
    while (offset < file.size) {
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset };
      const part = file.slice(offset, offset + size);
      const answer = await ask(form, `${form.dataset.uploads}${id}/`, "PATCH", headers, part);
      if (!answer.ok && answer.status !== 409) throw await refusalOf(answer);
      offset = Number(answer.headers.get("Upload-Offset"));
      const percent = Math.floor((offset / file.size) * 100);
      show(form, `${form.dataset.sent} ${percent - (percent % 25)}%`, offset / file.size);
    }
    show(form, form.dataset.checking, 1);
    return id;
  };

  const keep = (form, id) => {
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name: "upload", value: id });
    form.append(hidden);
  };
  const release = (form) => {
    form.elements.upload?.remove();
    inputOf(form).disabled = false;
    form.removeAttribute("aria-busy");
  };

  /* The form itself is sent last, with the id in place of the file. */
  document.addEventListener("htmx:confirm", async (event) => {
    const form = event.target.closest?.("form[data-uploads^='/']");
    if (!form || form.elements.upload) return;
    const file = inputOf(form).files[0];
    const sending = form.hasAttribute("aria-busy");
    if (!sending && (!file || file.size <= Number(form.dataset.partBytes))) return;
    event.preventDefault();
    if (sending) return;
    form.setAttribute("aria-busy", "true");
    inputOf(form).disabled = true;
    show(form, `${form.dataset.sent} 0%`, 0);
    try {
      keep(form, await send(form, file));
      event.detail.issueRequest(true);
    } catch (refusal) {
      release(form);
      show(form, (refusal.cause === "refused" && refusal.message) || form.dataset.failed, 0);
    }
  });

  document.addEventListener("htmx:sendError", async (event) => {
    const form = event.target.closest?.("form[data-uploads^='/']");
    if (!form?.elements.upload) return;
    show(form, form.dataset.waiting, 1);
    await pause(PAUSES[1]);
    if (form.isConnected) form.requestSubmit();
  });

  document.addEventListener("htmx:responseError", (event) => {
    const form = event.target.closest?.("form[data-uploads^='/']");
    if (form?.isConnected) release(form);
  });
})();
