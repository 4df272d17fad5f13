/** The simulated person of the demonstration, as a filled and friendly figure drawn from landmarks. */

import { COLOURS, EARS, HIPS, LIMBS, NOSE, SHOULDERS } from "./body.js";

/** @typedef {[number, number]} Point */
/** @typedef {(index: number) => Point|null} Where */

/**
 * @param {Point|null} a
 * @param {Point|null} b
 * @returns {Point|null}
 */
function middle(a, b) {
  return a && b ? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] : (a ?? b);
}

/**
 * Two circles and what lies between them.
 * @param {CanvasRenderingContext2D} pen
 * @param {Point} a
 * @param {Point} b
 * @param {number} thickA
 * @param {number} thickB
 */
function capsule(pen, a, b, thickA, thickB) {
  const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
  const lean = Math.acos(Math.max(-1, Math.min(1, (thickA - thickB) / (Math.hypot(b[0] - a[0], b[1] - a[1]) || 1))));
  pen.beginPath();
  pen.arc(a[0], a[1], thickA, angle + lean, angle - lean);
  pen.arc(b[0], b[1], thickB, angle - lean, angle + lean);
  pen.closePath();
  pen.fill();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Where} where        Landmark to pixels.
 * @param {Point[]} back       The back line in pixels, from the hips to the shoulders; may be empty.
 * @param {number[]} visible   Visibility of each landmark.
 */
export function drawFigure(pen, where, back, visible) {
  const hip = middle(where(HIPS[0]), where(HIPS[1]));
  const shoulder = middle(where(SHOULDERS[0]), where(SHOULDERS[1]));
  if (!hip || !shoulder) return;
  const nearRight = side(visible, 1) > side(visible, 0) ? 1 : 0;
  const trunk = Math.max(trunkLength(where, hip, shoulder), 1);
  pen.save();
  drawSide(pen, where, trunk, 1 - nearRight, 1);
  drawTrunk(pen, where, back, trunk, hip, shoulder);
  drawHead(pen, where, trunk, shoulder);
  drawSide(pen, where, trunk, nearRight, 0);
  pen.restore();
}

/**
 * A body that points at the camera has a short trunk in the picture: the thighs then tell its size.
 * @param {Where} where
 * @param {Point} hip
 * @param {Point} shoulder
 */
function trunkLength(where, hip, shoulder) {
  const lengths = [Math.hypot(hip[0] - shoulder[0], hip[1] - shoulder[1])];
  for (const [from, to] of [[23, 25], [24, 26], [25, 27], [26, 28]]) {
    const [a, b] = [where(from), where(to)];
    if (a && b) lengths.push(1.2 * Math.hypot(a[0] - b[0], a[1] - b[1]));
  }
  return Math.max(...lengths);
}

/**
 * @param {number[]} visible
 * @param {number} right
 */
function side(visible, right) {
  return [11, 13, 23, 25, 27].reduce((sum, index) => sum + (visible[index + right] || 0), 0);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Where} where
 * @param {number} trunk
 * @param {number} right
 * @param {number} shade   0 near, 1 far.
 */
function drawSide(pen, where, trunk, right, shade) {
  // Legs first, then the arm over them.
  for (const limb of [...LIMBS.slice(3), ...LIMBS.slice(0, 3)]) {
    const [a, b] = [where(limb.from + right), where(limb.to + right)];
    if (!a || !b) continue;
    pen.fillStyle = COLOURS[limb.wears][shade];
    capsule(pen, a, b, limb.thick[0] * trunk, limb.thick[1] * trunk);
  }
}

/**
 * The trunk: the outline of the back on one side, the belly on the other.
 * @param {CanvasRenderingContext2D} pen
 * @param {Where} where
 * @param {Point[]} back
 * @param {number} trunk
 * @param {Point} hip
 * @param {Point} shoulder
 */
function drawTrunk(pen, where, back, trunk, hip, shoulder) {
  pen.fillStyle = COLOURS.shirt[0];
  const corners = [SHOULDERS[0], SHOULDERS[1], HIPS[1], HIPS[0]].map(where);
  pen.strokeStyle = pen.fillStyle;
  pen.lineWidth = 0.22 * trunk;
  pen.lineJoin = "round";
  pen.beginPath();
  for (const corner of corners) if (corner) pen.lineTo(corner[0], corner[1]);
  pen.closePath();
  pen.fill();
  pen.stroke();
  if (back.length < 3) {
    capsule(pen, shoulder, hip, 0.19 * trunk, 0.18 * trunk);
    return;
  }
  // What lies between the back line and its mirror image on the belly's side.
  pen.lineWidth = 0.06 * trunk;
  pen.beginPath();
  for (const [x, y] of back) pen.lineTo(x, y);
  for (let i = back.length - 1; i >= 0; i -= 1) {
    const part = i / (back.length - 1);
    const axis = [hip[0] + part * (shoulder[0] - hip[0]), hip[1] + part * (shoulder[1] - hip[1])];
    pen.lineTo(1.65 * axis[0] - 0.65 * back[i][0], 1.65 * axis[1] - 0.65 * back[i][1]);
  }
  pen.closePath();
  pen.fill();
  pen.stroke();
  pen.fillStyle = COLOURS.trousers[0];
  pen.beginPath();
  pen.arc(hip[0], hip[1], 0.17 * trunk, 0, 2 * Math.PI);
  pen.fill();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Where} where
 * @param {number} trunk
 * @param {Point} shoulder
 */
function drawHead(pen, where, trunk, shoulder) {
  const ears = middle(where(EARS[0]), where(EARS[1]));
  const nose = where(NOSE);
  if (!ears) return;
  pen.fillStyle = COLOURS.skin[0];
  capsule(pen, shoulder, ears, 0.085 * trunk, 0.08 * trunk);
  const face = nose ?? ears;
  const centre = /** @type {Point} */ ([ears[0] + 0.35 * (face[0] - ears[0]), ears[1] + 0.35 * (face[1] - ears[1])]);
  pen.fillStyle = COLOURS.hair[0];
  const away = Math.atan2(ears[1] - face[1], ears[0] - face[0]);
  pen.beginPath();
  pen.arc(centre[0] + 0.05 * trunk * Math.cos(away), centre[1] + 0.05 * trunk * Math.sin(away), 0.205 * trunk, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = COLOURS.skin[0];
  pen.beginPath();
  pen.arc(centre[0], centre[1], 0.185 * trunk, away + 1.15, away - 1.15);
  pen.closePath();
  pen.fill();
  pen.beginPath();
  pen.arc(face[0], face[1], 0.035 * trunk, 0, 2 * Math.PI);
  pen.fill();
}
