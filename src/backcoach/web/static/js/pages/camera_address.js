/** The camera that the server reads: looked through once, chosen, and given up again. */

import { send } from "./send.js";

export function watchAddress() {
  const form = /** @type {HTMLFormElement} */ (document.getElementById("address-form"));
  const field = /** @type {HTMLInputElement} */ (document.getElementById("address"));
  const told = /** @type {HTMLElement} */ (document.getElementById("told"));
  const seen = /** @type {HTMLImageElement} */ (document.getElementById("seen"));
  const look = /** @type {HTMLButtonElement} */ (document.getElementById("look"));
  const own = /** @type {HTMLButtonElement} */ (document.getElementById("own"));

  /**
   * @param {string} text
   * @param {boolean} [wrong]
   */
  const tell = (text, wrong = false) => {
    told.textContent = text;
    told.classList.toggle("problem", wrong);
  };

  look.addEventListener("click", async () => {
    if (!form.reportValidity()) return;
    look.disabled = true;
    seen.hidden = true;
    tell(told.dataset.looking ?? "");
    const answer = await send("POST", "/api/camera/look", { camera: field.value });
    look.disabled = false;
    if (answer.ok) {
      seen.src = answer.data.picture;
      seen.hidden = false;
    }
    tell(answer.ok ? (told.dataset.seen ?? "") : answer.error, !answer.ok);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send("POST", "/api/camera", { camera: field.value });
    if (answer.ok) own.hidden = false;
    tell(answer.ok ? (told.dataset.kept ?? "") : answer.error, !answer.ok);
  });

  own.addEventListener("click", async () => {
    const answer = await send("POST", "/api/camera", { camera: null });
    if (!answer.ok) return tell(answer.error, true);
    field.value = "";
    own.hidden = true;
    seen.hidden = true;
    tell(told.dataset.own ?? "");
    field.focus();
  });
}
