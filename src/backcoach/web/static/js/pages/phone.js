/** "Use a phone": shows the code, and says when the phone is there. */

import { send } from "./send.js";

const ASK_EVERY_MS = 1000;

/** @typedef {{state: string, why?: string|null, url?: string, code?: string, fingerprint?: string, trouble?: string|null}} State */

export function watchPhone() {
  const section = part("phone");
  const form = /** @type {HTMLFormElement} */ (part("phone-form"));
  let timer = 0;

  /** @param {State} state */
  const show = (state) => {
    const before = section.dataset.state;
    section.dataset.state = state.state;
    form.hidden = state.state !== "off";
    part("pair").hidden = state.state !== "waiting";
    part("paired").hidden = state.state !== "paired";
    part("phone-end").hidden = state.state === "off";
    if (state.state === "waiting") showCode(state);
    if (state.state === "paired") write("paired-words", state.trouble ?? section.dataset.here ?? "");
    if (state.why) tell(state.why);
    if (before !== state.state && state.state === "paired") part("begin").focus();
    clearTimeout(timer);
    if (state.state !== "off") timer = window.setTimeout(ask, ASK_EVERY_MS);
  };

  const ask = async () => {
    try {
      show(await (await fetch("/api/phone", { headers: { accept: "application/json" } })).json());
    } catch {
      tell(document.body.dataset.offline ?? "");
      timer = window.setTimeout(ask, ASK_EVERY_MS);
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    tell("");
    const answer = await send("POST", "/api/phone", { address: new FormData(form).get("address") });
    if (answer.ok) show(answer.data);
    else tell(answer.error);
  });

  part("let-go").addEventListener("click", async () => {
    const answer = await send("DELETE", "/api/phone");
    if (answer.ok) show(answer.data);
    else tell(answer.error);
  });

  ask();
}

/** @param {State} state */
function showCode(state) {
  const code = /** @type {HTMLImageElement} */ (part("code"));
  if (state.code && code.src !== state.code) code.src = state.code;
  write("fingerprint", state.fingerprint ?? "");
  write("code-url", state.url ?? "");
}

/** @param {string} text */
function tell(text) {
  write("phone-told", text);
}

/**
 * @param {string} id
 * @param {string} text
 */
function write(id, text) {
  const place = part(id);
  if (place.textContent !== text) place.textContent = text;
}

/** @param {string} id */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
