/** Why the coach ended the connection: for each close code a sentence, and ways on. Nobody is left without one. */

import { t } from "./texts.js";

/**
 * @typedef {"again"|"take"|"anew"|"today"} Way
 * again: say hello again, and go on where it was; take: the same, away from another tab; anew: a new session.
 *
 * @typedef {object} Closing
 * @property {() => string} title
 * @property {() => string} text   For the case that the coach did not say why.
 * @property {Way[]} ways          The first is that of Space and Enter.
 */

/** Whatever has no sentence of its own. @type {Closing} */
export const UNKNOWN = {
  title: () => t("The coach ended the connection"),
  text: () => t("What you have done is kept. Go on where you were, or go back to Today."),
  ways: ["again", "today"],
};

/** The same codes as `CLOSINGS` in backcoach/web/live/refusal.py. @type {Record<number, Closing>} */
export const CLOSINGS = {
  4400: {
    title: () => t("Something does not fit"),
    text: () => t("The coach did not understand this page. Start over; what you have done is kept."),
    ways: ["anew", "today"],
  },
  4401: {
    title: () => t("The coach was started anew"),
    text: () => t("It opened a page of its own then. Go on here, or there; what you have done is kept."),
    ways: ["again", "today"],
  },
  4408: {
    title: () => t("This page was too slow"),
    text: () => t("The page did not keep up with the coach. Close other programs, and go on."),
    ways: ["again", "today"],
  },
  4409: {
    title: () => t("The coach is at work in another tab"),
    text: () => t("Go on here, and it ends there."),
    ways: ["take", "today"],
  },
  4413: {
    title: () => t("The picture was too large"),
    text: () => t("Choose another camera in the settings, or go on without it."),
    ways: ["again", "today"],
  },
  4423: {
    title: () => t("Not now"),
    text: () => t("The rules advise against exercise now. Today tells you why, and what to do next."),
    ways: ["today"],
  },
  4424: {
    title: () => t("That needs a camera"),
    text: () => t("Without a plan the coach has to see what you do."),
    ways: ["again", "today"],
  },
  4429: {
    title: () => t("Too much at once"),
    text: () => t("The page sent more than the coach could take. Go on; what you have done is kept."),
    ways: ["again", "today"],
  },
  4453: {
    title: () => t("The coach is busy"),
    text: () => t("Other programs ask much of it just now. Go on in a moment; what you have done is kept."),
    ways: ["again", "today"],
  },
};

/** Ends after which the page says hello again by itself: the network, or the program, was gone for a moment. */
const PASSING = new Set([1001, 1005, 1006, 1011, 1012, 1013, 1014]);

/**
 * Whether the page tries again by itself.
 * @param {number} code
 */
export const isPassing = (code) => PASSING.has(code);

/**
 * The sentence and the ways on for a code.
 * @param {number} code
 */
export const closingOf = (code) => CLOSINGS[code] ?? UNKNOWN;

/** @type {Record<Way, () => string>} */
const LABELS = {
  again: () => t("Go on"),
  take: () => t("Use this tab instead"),
  anew: () => t("Start over"),
  today: () => t("Back to Today"),
};

/**
 * The buttons for a code.
 * @param {number} code
 * @returns {[string, string][]}   Value and label of each.
 */
export const waysOf = (code) => closingOf(code).ways.map((way) => [way, LABELS[way]()]);
