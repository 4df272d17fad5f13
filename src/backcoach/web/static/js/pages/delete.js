/**
 * Buttons that delete something after a question: `data-delete` is the address, `data-ask` the question, `data-then`
 * the page that follows. They are shown only where scripts run.
 */

import { send } from "./send.js";

for (const button of document.querySelectorAll("button[data-delete]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => remove(button));
}

/** @param {HTMLButtonElement} button */
async function remove(button) {
  const { delete: address = "", ask = "", then = "/" } = button.dataset;
  if (!window.confirm(ask)) return;
  button.disabled = true;
  const answer = await send("DELETE", address);
  if (answer.ok) {
    window.location.assign(then);
    return;
  }
  button.disabled = false;
  window.alert(answer.error);
}
