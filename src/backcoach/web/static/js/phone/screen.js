/** What the phone shows of a session: a number, words, and what its three buttons do now. Nothing is drawn here. */

import { t } from "../session/texts.js";

/**
 * @typedef {object} PhoneScreen   See `SHOWN` in backcoach/web/phone/saying.py.
 * @property {string} state
 * @property {string} headline
 * @property {string|null} detail
 * @property {string|null} name
 * @property {number} count
 * @property {number} planned
 * @property {string|null} side_text
 * @property {number} hold_s
 * @property {number} hold_planned_s
 * @property {number} clock_s
 * @property {number} clock_planned_s
 * @property {string|null} phase
 * @property {string|null} cue
 * @property {"cue"|"praise"|null} cue_kind
 * @property {number|null} of_seq
 * @property {{text: string}|null} [question]
 *
 * @typedef {{label: string, what: string}} Button
 */

/** The large number, and of how many. @param {PhoneScreen} screen */
export function numberOf(screen) {
  if (screen.clock_planned_s > 0) return { big: String(Math.ceil(screen.clock_s)), of: "" };
  if (screen.state === "camera_check" || screen.state === "finished") return { big: "", of: "" };
  if (screen.hold_planned_s > 0 && screen.hold_s > 0) {
    const left = Math.max(0, Math.ceil(screen.hold_planned_s - screen.hold_s - 1e-6));
    return { big: String(left), of: t("of {seconds} s", { seconds: Math.round(screen.hold_planned_s) }) };
  }
  return { big: String(screen.count), of: screen.planned ? t("of {count}", { count: screen.planned }) : "" };
}

/** The one line to read. @param {PhoneScreen} screen */
export function wordOf(screen) {
  const headline = screen.headline === screen.name ? screen.detail : screen.headline;
  return screen.cue ?? screen.phase ?? headline ?? "";
}

/** What the three buttons do now: a question is answered, the red one stays what it is. @param {PhoneScreen|null} screen @returns {Button[]} */
export function buttonsOf(screen) {
  if (screen?.question) {
    const hurts = screen.state === "hurt";
    return [
      { label: t("Yes"), what: "yes" },
      { label: hurts ? t("End the session") : t("It hurts"), what: hurts ? "stop" : "hurt" },
      { label: t("No"), what: "no" },
    ];
  }
  if (screen?.state === "hurt") {
    return [
      { label: t("It is fine, go on"), what: "go_on" },
      { label: t("End the session"), what: "stop" },
      { label: t("Skip this exercise"), what: "leave_out" },
    ];
  }
  const paused = screen?.state === "paused";
  return [
    { label: paused ? t("Go on") : t("Pause"), what: paused ? "resume" : "pause" },
    { label: t("It hurts"), what: "hurt" },
    { label: t("Next exercise"), what: "skip" },
  ];
}
