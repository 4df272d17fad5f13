/** What a screen of the session looks like: which layout, which number, which words, which figure. Nothing is drawn here. */

import { t } from "./texts.js";

/** @typedef {import("./types.js").Screen} Screen */
/** @typedef {"teach"|"work"|"halt"} Layout */

/** Here somebody listens and gets into position: the instruction is what they need. */
const TEACHING = new Set(["camera_check", "introduction", "position", "switch_sides"]);
/** Here nothing goes on: the words lie over the picture. */
const HALTED = new Set(["connecting", "paused", "lost", "hurt", "finished"]);
/** Here the name of the exercise, which stands at the top already, says nothing new. */
const NAMED = new Set(["work", "countdown", "rest", "introduction"]);

/** @param {Screen} screen @returns {Layout} */
export function layoutOf(screen) {
  return TEACHING.has(screen.state) ? "teach" : HALTED.has(screen.state) ? "halt" : "work";
}

/** The seconds left of a hold: a number that goes down, as the voice counts. @param {Screen} screen */
export function secondsLeft(screen) {
  return Math.max(0, Math.ceil(screen.hold_planned_s - screen.hold_s - 1e-6));
}

/** The clock of a hold: what is left of it, or where nothing is asked for, how long it is. @param {Screen} screen */
export function holdWord(screen) {
  if (screen.hold_planned_s) return String(secondsLeft(screen));
  return !screen.planned && screen.hold_s > 0 ? String(Math.floor(screen.hold_s + 1e-6)) : "–";
}

/** The large number: what it is, what it says, and of how many. @param {Screen} screen */
export function dialOf(screen) {
  if (screen.clock_planned_s > 0) return { kind: "clock", big: String(Math.ceil(screen.clock_s)), of: "" };
  if (screen.state === "camera_check" || screen.state === "finished") return { kind: "none", big: "", of: "" };
  if (screen.hold_planned_s > 0 && screen.hold_s > 0) {
    return {
      kind: "hold",
      big: String(secondsLeft(screen)),
      of: t("of {seconds} s", { seconds: Math.round(screen.hold_planned_s) }),
    };
  }
  if (!screen.planned && screen.hold_s > 0) {
    return { kind: "hold", big: holdWord(screen), of: t("seconds") };
  }
  return {
    kind: "count",
    big: String(screen.count),
    of: screen.planned ? t("of {count}", { count: screen.planned }) : "",
  };
}

/** The exercise that is shown, and where: alone, below the camera's picture, or in the corner. @param {Screen} screen */
export function figureOf(screen) {
  const id = screen.state === "rest" ? (screen.next_exercise ?? screen.exercise) : screen.exercise;
  if (!id || screen.state === "finished" || screen.state === "camera_check") return { id: null, place: "" };
  if (screen.source === "none" || screen.state === "introduction" || screen.state === "rest")
    return { id, place: ".figure" };
  return { id, place: layoutOf(screen) === "teach" ? ".half" : ".inset" };
}

/** All words of a screen, by their place. @param {Screen} screen */
export function wordsOf(screen) {
  const layout = layoutOf(screen);
  const headline = NAMED.has(screen.state) && screen.headline === screen.name ? "" : screen.headline;
  const detail = screen.detail ?? "";
  const none = { kicker: "", instruction: "", word: "", cue: "", headline: "", detail: "", veil: "", hint: "" };
  if (layout === "halt") return { ...none, cue: screen.cue ?? "", veil: screen.headline, hint: detail };
  if (layout === "teach") {
    const kicker = detail
      ? headline || t("This is how it goes")
      : screen.state === "camera_check"
        ? t("Camera check")
        : "";
    return { ...none, kicker, instruction: detail || screen.headline, cue: screen.cue ?? "" };
  }
  const word = screen.phase ?? headline;
  const lines = screen.cue ? [] : [word === headline ? "" : headline, detail].filter(Boolean);
  return { ...none, word, cue: screen.cue ?? "", headline: lines[0] ?? "", detail: lines[1] ?? "" };
}

/** More letters are not read at a glance, however large the place is; the rest is shown after them. */
const MAX_LETTERS = 105;
/** Before these words a sentence may be taken apart. */
const JOINT =
  /^(and|or|with|until|towards?|from|below|in|on|as|und|oder|mit|bis|unter|von|zu[mr]?|in|auf|wie|damit)\b/i;
/** What a break anywhere else costs, in letters off the middle. */
const NO_JOINT = 9;

/**
 * A long instruction in parts that are shown one after the other: whole sentences, or up to a comma, or else halves.
 * @param {string} text
 * @param {number} room   How many letters there is room for.
 * @returns {string[]}
 */
export function partsOf(text, room) {
  const most = Math.min(MAX_LETTERS, room);
  if (text.length <= most) return [text];
  /** @type {string[]} */
  const parts = [];
  for (const piece of piecesOf(text, most, [/[^.!?]+(?:[.!?]+|$)\s*/g, /[^,;:]+(?:[,;:]|$)\s*/g])) {
    const longer = `${parts[parts.length - 1] ?? ""} ${piece}`.trim();
    if (parts.length && longer.length <= most) parts[parts.length - 1] = longer;
    else parts.push(piece);
  }
  return parts;
}

/** Fewer letters than these are no part of a sentence any more. */
const LEAST_ROOM = 14;

/**
 * An instruction in as few parts as can be read from the mat: taken apart further, and then long words too, until all fit.
 * @param {string} text
 * @param {number} room   How many letters there is about room for.
 * @param {(part: string) => boolean} fits
 * @param {(text: string) => string} hyphenated
 * @returns {string[]}
 */
export function partsThatFit(text, room, fits, hyphenated) {
  for (let most = room; most >= LEAST_ROOM; most = Math.floor(0.85 * most)) {
    const parts = partsOf(text, most);
    const broken = parts.map((part) => (fits(part) ? part : hyphenated(part)));
    if (broken.every(fits)) return broken;
  }
  return partsOf(text, room).map(hyphenated);
}

/**
 * Takes a text apart until no piece has more letters than wanted.
 * @param {string} text
 * @param {number} most
 * @param {RegExp[]} ways   Tried one after the other.
 * @returns {string[]}
 */
function piecesOf(text, most, [way, ...others]) {
  if (text.length <= most) return [text];
  if (way) return (text.match(way) ?? [text]).flatMap((piece) => piecesOf(piece.trim(), most, others)).filter(Boolean);
  const at = middleOf(text);
  return at ? [text.slice(0, at), text.slice(at + 1)].flatMap((half) => piecesOf(half, most, [])) : [text];
}

/**
 * The space next to the middle, rather one before a word that joins.
 * @param {string} text
 */
function middleOf(text) {
  let [best, least] = [0, Infinity];
  for (let at = text.indexOf(" "); at > 0; at = text.indexOf(" ", at + 1)) {
    const cost = Math.abs(at - text.length / 2) + (JOINT.test(text.slice(at + 1)) ? 0 : NO_JOINT);
    if (cost < least) [best, least] = [at, cost];
  }
  return best;
}

/** What the large button of a screen that waits says; empty where there is none. @param {Screen} screen */
export function readyWord(screen) {
  if (screen.state === "camera_check") return t("Go on anyway");
  return layoutOf(screen) === "teach" && screen.actions?.includes("confirm") ? t("I am ready") : "";
}

/** What a raised hand does now. @param {Screen} screen */
export function handWord(screen) {
  const { hand_means: means } = screen;
  return means === "yes" ? t("Yes") : means === "resume" ? t("Go on") : means === "pause" ? t("Pause") : "";
}

/** From this part of the way on a raised hand is meant, and heard; an arm that only passes is not. */
const HEARD = 0.25;

/**
 * What is heard of a raised hand: that it is seen, and that it has meant something.
 * @param {number} before   How far it was, 0 to 1.
 * @param {number} now
 * @returns {"hand"|"taken"|null}
 */
export function chimeOf(before, now) {
  if (before > 0 && before < 1 && now >= 1) return "taken";
  return before < HEARD && now >= HEARD && now < 1 ? "hand" : null;
}

/** Whether the movement can be shown once more. @param {Screen} screen */
export function canShowAgain(screen) {
  return screen.actions?.includes("show") ?? false;
}

/**
 * What the space bar does: the word on a button and what is asked for are one answer.
 * @param {Screen|null} screen
 * @returns {"resume"|"confirm"|"pause"}
 */
export function spaceOf(screen) {
  if (screen?.state === "paused") return "resume";
  if (screen?.state === "camera_check") return "confirm";
  return screen?.source === "none" ? "confirm" : "pause";
}
