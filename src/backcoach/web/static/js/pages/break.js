/** The break at the desk: one movement after the other, each with its clock. */

import { send } from "./send.js";

const moves = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".move")]);
const bar = /** @type {HTMLProgressElement} */ (document.querySelector(".break-bar"));
const [begin, enough, back] = ["begin", "enough", "back"].map(
  (id) => /** @type {HTMLElement} */ (document.getElementById(id)),
);
const others = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-answer]:not(#enough)"));
const lengths = moves.map((move) => Number(move.dataset.seconds ?? 0));
const whole = lengths.reduce((sum, seconds) => sum + seconds, 0);

/** @type {number | undefined} */
let timer;

begin.addEventListener("click", () => {
  const started = performance.now();
  fetchFigure(1);
  // The row keeps its height, so that nothing below it moves.
  const row = /** @type {HTMLElement} */ (begin.parentElement);
  row.style.minHeight = `${row.offsetHeight}px`;
  begin.hidden = true;
  enough.hidden = false;
  others.forEach((other) => (other.hidden = true));
  timer = window.setInterval(() => show((performance.now() - started) / 1000), 200);
});

/**
 * Fetches the figure of a movement while the one before it is done; until then the page has fetched only the first.
 * @param {number} at
 */
function fetchFigure(at) {
  const image = moves[at]?.querySelector("img");
  if (image) image.loading = "eager";
}

/** @param {number} passed  Seconds since the beginning. */
function show(passed) {
  let left = passed;
  let at = 0;
  while (at < moves.length - 1 && left >= lengths[at]) left -= lengths[at++];
  if (moves[at].hidden) fetchFigure(at + 1);
  moves.forEach((move, i) => (move.hidden = i !== at));
  bar.value = Math.min(passed, whole);
  const clock = moves[at].querySelector(".move-clock");
  if (clock) clock.textContent = String(Math.ceil(lengths[at] - left));
  if (passed < whole) return;
  window.clearInterval(timer);
  answer("take");
}

for (const button of document.querySelectorAll("[data-answer]")) {
  button.addEventListener("click", () => answer(/** @type {HTMLElement} */ (button).dataset.answer ?? "skip"));
}

/** @param {string} said */
async function answer(said) {
  window.clearInterval(timer);
  begin.hidden = enough.hidden = true;
  others.forEach((other) => (other.hidden = true));
  back.hidden = false;
  const kept = await send("POST", "/api/break", { answer: said });
  /** @type {HTMLElement} */ (document.querySelector(".saved")).hidden = !kept.ok;
}
