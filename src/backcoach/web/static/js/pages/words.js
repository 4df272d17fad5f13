/** Teaching words: each is said a few times; the server keeps how it sounds, and not the sound. */

import { deafness, openMicrophone } from "../session/hearing.js";
import { teach } from "./lesson.js";
import { send } from "./send.js";

/** @param {string} id */
export const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

export function watchWords() {
  const list = document.getElementById("words-said");
  if (!list) return;
  const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("li")]);
  for (const row of rows) {
    paint(row);
    row.querySelector("[data-teach]")?.addEventListener("click", () => teach([row], true));
  }
  place("teach-words").addEventListener("click", () => {
    const missing = rows.filter((row) => said(row) < wanted(row));
    teach(missing.length ? missing : rows, missing.length === 0);
  });
  place("forget-words").addEventListener("click", () => forget(rows));
  askWithTheSwitch();
}

/** @param {HTMLElement} row */
export const said = (row) => Number(row.dataset.said);

/** @param {HTMLElement} row */
export const wanted = (row) => row.querySelectorAll(".dots i").length;

/**
 * Shows how often a word was said.
 * @param {HTMLElement} row
 */
export function paint(row) {
  fill(row, said(row));
  const count = place("microphone").dataset.count ?? "";
  const told = row.querySelector(".said-count");
  if (told) told.textContent = count.replace("{said}", String(said(row))).replace("{wanted}", String(wanted(row)));
}

/**
 * @param {HTMLElement} within
 * @param {number} count
 */
export function fill(within, count) {
  within.querySelectorAll(".dots i").forEach((dot, i) => {
    dot.classList.toggle("on", i < count);
  });
}

/** @param {HTMLElement[]} rows */
async function forget(rows) {
  if (!window.confirm(place("microphone").dataset.forget)) return;
  const answer = await send("DELETE", "/api/words");
  for (const row of rows) {
    if (answer.ok) row.dataset.said = "0";
    paint(row);
  }
}

/** Whoever switches words on is asked for the microphone at once, not in the middle of a session. */
function askWithTheSwitch() {
  const on = /** @type {HTMLInputElement} */ (document.querySelector('input[name="words.on"]'));
  on.addEventListener("change", async () => {
    place("microphone").hidden = true;
    if (!on.checked) return;
    try {
      const stream = await openMicrophone();
      for (const track of stream.getTracks()) track.stop();
    } catch (error) {
      tell(deafness(error));
    }
  });
}

/** @param {string} what */
export function tell(what) {
  const told = place("microphone");
  told.textContent = told.dataset[what] ?? told.dataset.failed ?? "";
  told.classList.toggle("problem", what !== "ready");
  told.hidden = false;
}
