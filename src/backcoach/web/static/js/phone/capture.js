/** The capture page: this phone's camera is what the coach sees; its number and words come back. Nothing is stored. */

import { CameraError, closeCamera, Eye, openCamera } from "../session/camera.js";
import { t, useTexts } from "../session/texts.js";
import { cameraTrouble } from "../session/troubles.js";
import { stayAwake } from "../session/wake.js";
import { buttonsOf, numberOf, wordOf } from "./screen.js";

/** @typedef {import("./screen.js").PhoneScreen} PhoneScreen */

const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [300, 3000];
/** After this long without the computer it is asked for by hand only. */
const GIVE_UP_MS = 120_000;
const REMEMBERED = 400;
/** Closings after which trying again mends nothing. */
const FINAL = new Set([4400, 4403, 4409, 4413, 4429]);

const root = /** @type {HTMLElement} */ (document.getElementById("capture"));
const video = /** @type {HTMLVideoElement} */ (root.querySelector(".video"));
useTexts(String(root.dataset.language), JSON.parse(String(root.dataset.texts)));

/** @type {WebSocket|null} */
let socket = null;
/** @type {PhoneScreen|null} */
let screen = null;
let [waitMs, counted, reason, ended, opening] = [FIRST_WAIT_MS, "", "", false, false];
let lastOpenAt = performance.now();
let trouble = /** @type {string|null} */ (null);
/** Milliseconds from a picture to the number that it changed, here. @type {number[]} */
const countMs = [];
/** The same, when it happened, by the clock of the world: for a measurement on two pages of one computer. @type {number[]} */
const capturedAt = [];

const eye = new Eye(video, (bytes) => say(bytes));

/** @param {string|ArrayBuffer} told */
function say(told) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(told);
}

// ---- the camera

/** Opens the camera that looks away from the person, or the other one, and shows why where it cannot be opened. */
async function open() {
  if (opening) return;
  opening = true;
  eye.stop();
  try {
    await openCamera(video, null, changed, String(root.dataset.facing));
    part(".veil").hidden = true;
    changed(null);
    offerTurn();
  } catch (error) {
    if (!(error instanceof CameraError)) throw error;
    const { title, text } = cameraTrouble(error.reason);
    veil(
      title,
      error.reason === "refused"
        ? t("Allow the camera in this browser's settings for this page, then try again.")
        : text,
    );
    changed(error.reason);
  } finally {
    opening = false;
  }
}

/** @param {string|null} why   Why there is no picture; null when there is. */
function changed(why) {
  trouble = why;
  say(JSON.stringify({ type: "camera", working: why === null, reason: why }));
  if (why === null) eye.start();
  else eye.stop();
  tellEye();
}

/** The camera of the other side is offered where there is one. */
async function offerTurn() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  part(".turn").hidden = devices.filter((device) => device.kind === "videoinput").length < 2;
}

function turn() {
  root.dataset.facing = root.dataset.facing === "user" ? "environment" : "user";
  open();
}

// ---- the connection

function connect() {
  const opened = new WebSocket(`wss://${location.host}${root.dataset.socket}`);
  opened.binaryType = "arraybuffer";
  socket = opened;
  opened.onopen = () => {
    waitMs = FIRST_WAIT_MS;
    if (trouble === null) part(".veil").hidden = true;
    eye.busySince = 0;
    eye.seq = 0;
    eye.captured.clear();
    changed(document.hidden ? "hidden" : trouble);
  };
  opened.onmessage = (event) => socket === opened && receive(JSON.parse(event.data));
  opened.onclose = (event) => socket === opened && lost(event.code);
}

/** @param {number} code */
function lost(code) {
  socket = null;
  eye.stop();
  screen = null;
  show();
  if (ended) return;
  const gone = performance.now() - lastOpenAt > GIVE_UP_MS;
  if (FINAL.has(code) || gone) {
    veil(t("The coach ended the connection"), reason || t("Scan the code on the computer again."));
    reason = "";
    return;
  }
  root.dataset.state = "away";
  tellEye();
  setTimeout(() => !socket && !ended && connect(), waitMs);
  waitMs = Math.min(waitMs * 1.7, LONGEST_WAIT_MS);
}

/** @param {any} told */
function receive(told) {
  lastOpenAt = performance.now();
  if (told.type === "seen") eye.answered(told.seq);
  else if (told.type === "screen") seeScreen(told);
  else if (told.type === "say") write(".said", told.text);
  else if (told.type === "hush") write(".said", "");
  else if (told.type === "error") reason = told.reason;
  else if (told.type === "end") end();
  else if (told.type === "waiting") {
    screen = null;
    show();
  }
}

/** @param {PhoneScreen} told */
function seeScreen(told) {
  screen = told;
  show();
  const count = `${told.name} ${told.side_text} ${told.count}`;
  const at = told.of_seq === null ? undefined : eye.captured.get(told.of_seq);
  if (counted && count !== counted && at !== undefined) {
    countMs.push(performance.now() - at);
    capturedAt.push(performance.timeOrigin + at);
    if (countMs.length > REMEMBERED) countMs.shift();
  }
  counted = count;
}

function end() {
  ended = true;
  socket?.close(1000);
  closeCamera(video);
  veil(
    t("The session is over"),
    t("The camera is off. You can close this page; how it went is shown on the computer."),
  );
  part('[data-do="again"]').hidden = true;
}

// ---- what is shown

function show() {
  const state = screen?.state ?? (socket ? "waiting" : "away");
  root.dataset.state = state;
  root.dataset.cue = screen?.cue_kind ?? "";
  const { big, of } = screen ? numberOf(screen) : { big: "", of: "" };
  write(".big", big);
  write(".of", of);
  write(".name", screen?.name ?? "Backcoach");
  write(".word", screen ? wordOf(screen) : t("Connected. Begin on the computer."));
  if (!screen) write(".said", t("Put the phone upright, so that it sees the whole mat."));
  buttonsOf(screen).forEach(({ label, what }, i) => {
    const button = /** @type {HTMLButtonElement} */ (root.querySelectorAll(".buttons button")[i]);
    button.disabled = !screen || screen.state === "finished";
    button.dataset.what = what;
    if (button.textContent !== label) button.textContent = label;
  });
  tellEye();
}

/** The line over the picture: whether the coach sees it. */
function tellEye() {
  if (!socket || root.dataset.state === "away") write(".eye", t("The computer does not answer. Trying again …"));
  else if (trouble) write(".eye", cameraTrouble(/** @type {any} */ (trouble)).title);
  else write(".eye", screen ? t("The coach sees this") : "");
}

/**
 * @param {string} title
 * @param {string} text
 */
function veil(title, text) {
  write(".veil-title", title);
  write(".veil-text", text);
  part(".veil").hidden = false;
}

/** @param {string} selector */
function part(selector) {
  return /** @type {HTMLElement} */ (root.querySelector(selector));
}

/**
 * @param {string} selector
 * @param {string} text
 */
function write(selector, text) {
  const place = part(selector);
  if (place.textContent !== text) place.textContent = text;
}

// ---- what the person does

root.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement|null} */ (/** @type {HTMLElement} */ (event.target).closest("button"));
  if (!button) return;
  if (button.dataset.do === "turn") turn();
  else if (button.dataset.do === "again") again();
  else if (button.dataset.what) say(JSON.stringify({ type: "press", what: button.dataset.what }));
});

function again() {
  part(".veil").hidden = true;
  lastOpenAt = performance.now();
  open();
  if (!socket) connect();
}

/** A phone that is locked or shows something else takes its camera away; it comes back with the page. */
document.addEventListener("visibilitychange", () => {
  if (ended) return;
  if (document.hidden) changed("hidden");
  else open();
});

history.replaceState(null, "", location.pathname); // the code has done its work
/** For programs that measure this page; see docs/session-page.md. */
Object.assign(window, { backcoach: { figures: () => ({ count_ms: countMs, captured_at: capturedAt }) } });
stayAwake();
show();
await open();
connect();
