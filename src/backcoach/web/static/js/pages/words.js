/** Teaching words: each is said a few times; the server keeps how it sounds, and not the sound. */

import { deafness, Hearing, openMicrophone } from "../session/hearing.js";
import { send } from "./send.js";

/** How long each recording is: a breath before the word, the word, a breath after it. */
const [RECORD_MS, BREATH_MS] = [2400, 900];
/** So often in a row nothing is learned before teaching stops. */
const PATIENCE = 4;

/** @param {string} id */
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {number} ms */
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

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
const said = (row) => Number(row.dataset.said);

/** @param {HTMLElement} row */
const wanted = (row) => row.querySelectorAll(".dots i").length;

/**
 * Shows how often a word was said.
 * @param {HTMLElement} row
 */
function paint(row) {
  fill(row, said(row));
  const count = place("microphone").dataset.count ?? "";
  const told = row.querySelector(".said-count");
  if (told) told.textContent = count.replace("{said}", String(said(row))).replace("{wanted}", String(wanted(row)));
}

/**
 * @param {HTMLElement} within
 * @param {number} count
 */
function fill(within, count) {
  within.querySelectorAll(".dots i").forEach((dot, i) => {
    dot.classList.toggle("on", i < count);
  });
}

/**
 * Has words said until each was said often enough, or somebody stops it.
 * @param {HTMLElement[]} rows
 * @param {boolean} anew   Whether what was taught before is replaced.
 */
async function teach(rows, anew) {
  const dialog = /** @type {HTMLDialogElement} */ (place("teaching"));
  /** @type {ArrayBuffer[]} */
  let pieces = [];
  const microphone = new Hearing(
    (pcm) => pieces.push(pcm),
    (why) => tell(why),
  );
  place("microphone").hidden = true;
  await microphone.start();
  if (!microphone.stream) return;
  microphone.touched();
  dialog.showModal();
  place("stop-teaching").onclick = () => dialog.close();
  /** @returns {Promise<Blob>} */
  const record = async () => {
    await wait(BREATH_MS);
    pieces = [];
    dialog.classList.add("hears");
    await wait(RECORD_MS);
    dialog.classList.remove("hears");
    return new Blob(pieces);
  };
  for (const row of rows) if (dialog.open) await teachOne(dialog, row, anew, record);
  if (dialog.open && rows.every((row) => said(row) >= wanted(row))) tell("ready");
  dialog.close();
  microphone.close();
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} row
 * @param {boolean} anew
 * @param {() => Promise<Blob>} record
 */
async function teachOne(dialog, row, anew, record) {
  const told = /** @type {HTMLElement} */ (dialog.querySelector(".teaching-told"));
  const word = row.dataset.word ?? "";
  if (anew && said(row)) await send("DELETE", `/api/words?word=${word}`);
  if (anew) row.dataset.said = "0";
  place("teaching-word").textContent = `“${row.dataset.text}”`;
  fill(dialog, said(row));
  for (let failed = 0; said(row) < wanted(row) && failed < PATIENCE && dialog.open; ) {
    const answer = await learn(word, await record());
    if (!dialog.open) break;
    failed = answer.ok ? 0 : failed + 1;
    if (answer.ok) row.dataset.said = String(answer.said);
    told.textContent = answer.ok ? (place("microphone").dataset.learned ?? "") : answer.error;
    fill(dialog, said(row));
    if (!answer.ok) await wait(BREATH_MS * 2);
    if (failed === PATIENCE) {
      place("microphone").textContent = answer.error;
      place("microphone").hidden = false;
      dialog.close();
    }
  }
  paint(row);
}

/**
 * @param {string} word
 * @param {Blob} recording
 */
async function learn(word, recording) {
  try {
    const answer = await fetch(`/api/words?word=${word}`, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/octet-stream" },
      body: recording,
    });
    const told = await answer.json().catch(() => null);
    return { ok: answer.ok, said: told?.said ?? 0, error: String(told?.error ?? "") };
  } catch {
    return { ok: false, said: 0, error: document.body.dataset.offline ?? "" };
  }
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
function tell(what) {
  const told = place("microphone");
  told.textContent = told.dataset[what] ?? told.dataset.failed ?? "";
  told.classList.toggle("problem", what !== "ready");
  told.hidden = false;
}
