/** The form that corrects when a session was: a clock may have been wrong. */

import { send } from "./send.js";

for (const form of document.querySelectorAll("form[data-date]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void correct(form);
  });
}

/** @param {HTMLFormElement} form */
async function correct(form) {
  const chosen = form.querySelector("input");
  const said = form.querySelector("[role=status]");
  if (!chosen || !said) return;
  const answer = await send("POST", form.dataset.date ?? "", { began_at: new Date(chosen.value).toISOString() });
  if (answer.ok) window.location.reload();
  else said.textContent = answer.error;
}
