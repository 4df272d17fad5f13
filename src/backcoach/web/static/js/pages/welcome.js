/**
 * The first run: one step at a time, back and forth, also with the browser's own buttons; the step stands in the address.
 * The server checks every answer once more.
 */

import { send } from "./send.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector(".first-run"));
const steps = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".step")]);
const dots = [...form.querySelectorAll(".dots li")];
const back = /** @type {HTMLButtonElement} */ (form.querySelector(".step-back"));
const adult = /** @type {HTMLInputElement} */ (form.querySelector('[name="adult"]'));
const asksAge = /** @type {HTMLElement} */ (form.querySelector(".adult-problem"));

let at = Math.max(
  0,
  steps.findIndex((step) => step.classList.contains("now")),
);

/** @param {HTMLElement} step */
function ticked(step) {
  return step.querySelector('[name="yes"]:checked') !== null;
}

/** "None" is what the button says while nothing is ticked. @param {HTMLElement} step */
function name(step) {
  const button = /** @type {HTMLElement} */ (step.querySelector(".next"));
  if (button.dataset.none) button.textContent = (ticked(step) ? button.dataset.some : button.dataset.none) ?? "";
}

/** @param {number} step  @param {boolean} [moves]  Whether the focus goes there, too. */
function show(step, moves = true) {
  at = Math.min(Math.max(step, 0), steps.length - 1);
  steps.forEach((one, i) => one.classList.toggle("now", i === at));
  dots.forEach((dot, i) => dot.classList.toggle("past", i <= at));
  back.style.visibility = at ? "visible" : "hidden";
  if (moves) /** @type {HTMLElement} */ (steps[at].querySelector("h2")).focus();
  scrollTo(0, 0);
}

function forward() {
  const step = steps[at];
  const none = /** @type {HTMLInputElement|null} */ (step.querySelector(".none input"));
  if (step.contains(adult) && !adult.checked) {
    asksAge.hidden = false;
    adult.focus();
    return;
  }
  if (none) none.checked = !ticked(step);
  if (at === steps.length - 1) form.submit();
  else {
    show(at + 1);
    location.hash = String(at + 1);
  }
}

for (const step of steps) {
  step.addEventListener("change", () => name(step));
  step.querySelector(".next")?.addEventListener("click", forward);
  name(step);
}
adult.addEventListener("change", () => (asksAge.hidden = adult.checked));
back.addEventListener("click", () => history.back());
form.addEventListener("submit", (event) => {
  event.preventDefault(); // Enter in a box goes one step on
  forward();
});
addEventListener("hashchange", () => show(Number(location.hash.slice(1) || 1) - 1));
for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(".language"))) {
  button.addEventListener("click", async () => {
    if ((await send("POST", "/api/settings", { language: button.value })).ok) location.reload();
  });
}
// Answers do not outlive a reload: whoever comes into the middle begins at the first step.
if (location.hash) history.replaceState(null, "", location.pathname);
show(at, false);
