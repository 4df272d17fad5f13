/** Key D: how many pictures a second are understood, and how long it takes from the camera to the page. */

import { t } from "./texts.js";

const REMEMBERED = 600;
const WINDOW_MS = 3000;

/**
 * The value below which a part of all values lies; NaN without values.
 * @param {number[]} values
 * @param {number} part   From 0 to 1.
 */
export function quantile(values, part) {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? NaN;
}

export class Panel {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** When the last frames were answered. @type {number[]} */
    this.answers = [];
    /** Milliseconds from capture to the drawn skeleton. @type {number[]} */
    this.poses = [];
    /** Milliseconds from capture to the number on the page. @type {number[]} */
    this.counts = [];
    setInterval(() => this.show(), 500);
  }

  /** @param {number|undefined} capturedMs  When the frame that was answered just now was captured. */
  answered(capturedMs) {
    const now = performance.now();
    this.answers.push(now);
    while (this.answers[0] < now - WINDOW_MS) this.answers.shift();
    if (capturedMs !== undefined) note(this.poses, now - capturedMs);
  }

  /** @param {number} capturedMs  When the frame that changed the number on the page was captured. */
  counted(capturedMs) {
    requestAnimationFrame((now) => note(this.counts, Math.max(now, performance.now()) - capturedMs));
  }

  get framesPerSecond() {
    const past = this.answers.filter((time) => time >= performance.now() - WINDOW_MS);
    return past.length / (WINDOW_MS / 1000);
  }

  toggle() {
    this.element.hidden = !this.element.hidden;
    this.show();
  }

  /** What it knows, for programs that measure. */
  get figures() {
    return { fps: this.framesPerSecond, pose_ms: [...this.poses], count_ms: [...this.counts] };
  }

  show() {
    if (this.element.hidden) return;
    const ms = (/** @type {number[]} */ values, /** @type {number} */ part) =>
      values.length ? `${Math.round(quantile(values, part))} ms` : "–";
    this.element.textContent = [
      t("{fps} frames a second", { fps: this.framesPerSecond.toFixed(1) }),
      t("camera to skeleton: half below {half}, 95 % below {most}", {
        half: ms(this.poses, 0.5),
        most: ms(this.poses, 0.95),
      }),
      t("camera to number: half below {half}, 95 % below {most}", {
        half: ms(this.counts, 0.5),
        most: ms(this.counts, 0.95),
      }),
    ].join("\n");
  }
}

/**
 * @param {number[]} values
 * @param {number} value
 */
function note(values, value) {
  values.push(value);
  if (values.length > REMEMBERED) values.shift();
}
