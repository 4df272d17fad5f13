/** The check-in forms: read what was ticked, send it, say that it is kept. */

import { send } from "./send.js";

/** @type {Record<string, (form: HTMLFormElement) => unknown>} What each form tells; null: nothing was chosen. */
const TOLD = {
  morning: (form) => chosen(form, "value"),
  change: (form) => chosen(form, "value"),
  activities: (form) => {
    const activities = [...form.querySelectorAll(".activity")].flatMap((field, i) => {
      const name = /** @type {HTMLInputElement} */ (field.querySelector(".words")).value.trim();
      const told = chosen(form, `value${i + 1}`);
      return name && told ? [{ name, value: told.value }] : [];
    });
    return activities.length ? { activities } : null;
  },
  rmdq24: (form) => ({ ticked: new FormData(form).getAll("ticked").map(Number) }),
};

for (const form of document.querySelectorAll("form.check")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(/** @type {HTMLFormElement} */ (form));
  });
}

/** @param {HTMLFormElement} form */
async function keep(form) {
  const kind = form.dataset.kind ?? "";
  const told = TOLD[kind](form);
  if (told === null) {
    /** @type {HTMLElement | null} */ (form.querySelector("input"))?.focus();
    return;
  }
  const answer = await send("POST", `/api/check-in/${kind}`, told);
  show(form, ".saved", answer.ok);
  show(form, ".problem", !answer.ok, answer.error);
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {{ value: number } | null}
 */
function chosen(form, name) {
  const value = new FormData(form).get(name);
  return value === null ? null : { value: Number(value) };
}

/**
 * @param {HTMLFormElement} form
 * @param {string} what
 * @param {boolean} on
 * @param {string} [words]
 */
function show(form, what, on, words) {
  const element = /** @type {HTMLElement} */ (form.querySelector(what));
  element.hidden = !on;
  if (words !== undefined) element.textContent = words;
}
