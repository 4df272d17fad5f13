/** The reminders: send what was chosen, and ask the browser for its notifications. */

import { send } from "./send.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("#reminders"));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await send("POST", "/api/reminders", chosen());
  show(".saved", answer.ok);
  show(".problem", !answer.ok, answer.error);
});

/** What the form says, as the server wants it. */
function chosen() {
  const data = new FormData(form);
  const text = (/** @type {string} */ name) => String(data.get(name) ?? "");
  const quiet =
    text("quiet_start") && text("quiet_stop") ? [{ start: text("quiet_start"), stop: text("quiet_stop") }] : [];
  return {
    routine: data.has("routine"),
    at: text("at"),
    ahead_min: Number(text("ahead_min")),
    morning: data.has("morning"),
    morning_at: text("morning_at"),
    check_ins: data.has("check_ins"),
    breaks: {
      on: data.has("breaks_on"),
      every_min: Number(text("every_min")),
      start: text("start"),
      stop: text("stop"),
      weekdays: data.getAll("weekday").map(Number),
      quiet,
    },
  };
}

/**
 * @param {string} what
 * @param {boolean} on
 * @param {string} [words]
 */
function show(what, on, words) {
  const element = /** @type {HTMLElement} */ (form.querySelector(what));
  element.hidden = !on;
  if (words !== undefined) element.textContent = words;
}

const button = /** @type {HTMLButtonElement} */ (document.querySelector("#notifications"));
const state = /** @type {HTMLElement} */ (document.querySelector("#notifications-state"));

/** Offer to allow notifications where the browser has them and nobody has decided yet. */
function offer() {
  const known = "Notification" in window;
  button.hidden = !known || Notification.permission !== "default";
  const words = known ? state.dataset[Notification.permission] : state.dataset.missing;
  state.textContent = words ?? "";
}

button.addEventListener("click", async () => {
  await Notification.requestPermission();
  offer();
});
offer();
