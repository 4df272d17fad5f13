/** Draws over the picture: the skeleton, the line of the back, the part that is not right, where to be. */

import { BONES, EARS, HIDDEN, JOINTS, NOSE, NUMBER } from "./body.js";
import { SimulatedPerson } from "./figure.js";

/** @typedef {import("./types.js").PoseMessage} PoseMessage */
/** @typedef {import("./types.js").Outline} Outline */

const BONE = "rgba(245, 247, 250, .92)";
const SHADOW = "rgba(8, 16, 18, .55)";
const BACK = "#4fd1a5";
const FAULTY = "#ff6b57";
const TARGET = "#ffd27a";
const FITS = "#4fd1a5";
const CLOSER = 1.8;
/** The height in the picture that stays where it is. */
const FOCUS = 0.75;
/** What stands out beyond the landmarks, and the air round it, in picture heights. */
const AIR = 0.09;
/** How much of the way to a nearer or wider view each picture goes. */
const GLIDE = 0.15;

export class Drawing {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{skeleton: boolean}} wishes
   */
  constructor(canvas, wishes) {
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.wishes = wishes;
    /** @type {PoseMessage|null} */
    this.pose = null;
    /** @type {Outline|null} */
    this.outline = null;
    this.person = new SimulatedPerson();
    this.waiting = false;
    this.zoom = 0;
  }

  /**
   * Gives the drawing the shape of the picture that it lies over.
   * @param {number} aspect
   */
  shape(aspect) {
    const width = Math.round(this.canvas.height * aspect);
    if (this.canvas.width !== width) this.canvas.width = width;
  }

  /** @param {PoseMessage|null} pose */
  show(pose) {
    this.pose = pose;
    if (pose?.figure) this.person.take(pose.figure);
    this.refresh();
  }

  /** @param {Outline|null} outline */
  aim(outline) {
    this.outline = outline;
    this.refresh();
  }

  refresh() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.paint();
    });
  }

  paint() {
    const { pen, canvas, pose } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (pose?.demo) this.comeCloser(pose.points ?? []);
    if (this.outline) this.target(this.outline);
    if (!pose?.seen || !pose.points) return;
    const where = this.placing(pose.points);
    const visible = pose.points.filter((_, index) => index % 3 === 2).map(Number);
    const back = this.line(pose.back ?? []);
    if (pose.demo) this.person.paint(pen, canvas.height);
    if (this.wishes.skeleton) this.skeleton(where, visible, back, new Set(pose.marked));
  }

  /**
   * Landmark to pixels; null where it was not seen.
   * @param {(number|null)[]} points
   */
  placing(points) {
    const height = this.canvas.height;
    return (/** @type {number} */ index) => {
      const [x, y] = [points[3 * index], points[3 * index + 1]];
      return x == null || y == null ? null : /** @type {[number, number]} */ ([x * height, y * height]);
    };
  }

  /**
   * @param {(number|null)[]} flat
   * @returns {[number, number][]}
   */
  line(flat) {
    /** @type {[number, number][]} */
    const points = [];
    for (let i = 0; i + 1 < flat.length; i += 2) {
      const [x, y] = [flat[i], flat[i + 1]];
      if (x != null && y != null) points.push([x * this.canvas.height, y * this.canvas.height]);
    }
    return points;
  }

  /**
   * @param {(index: number) => [number, number]|null} where
   * @param {number[]} visible
   * @param {[number, number][]} back
   * @param {Set<number>} marked
   */
  skeleton(where, visible, back, marked) {
    const thick = this.canvas.height / 110;
    const seen = (/** @type {number} */ index) => visible[index] >= HIDDEN;
    /** @type {[number, number][][]} */
    const right = [];
    /** @type {[number, number][][]} */
    const faulty = [];
    for (const [a, b] of BONES) {
      const [from, to] = [where(a), where(b)];
      if (from && to && seen(a) && seen(b)) (marked.has(a) && marked.has(b) ? faulty : right).push([from, to]);
    }
    this.stroke(right, thick, BONE);
    this.stroke(faulty, 2.4 * thick, FAULTY);
    if (back.length > 1) this.stroke([back], 1.5 * thick, BACK);
    const joints = (/** @type {boolean} */ wrong) =>
      JOINTS.filter((index) => seen(index) && marked.has(index) === wrong)
        .map(where)
        .filter((point) => point !== null);
    this.dots(joints(false), 1.1 * thick, BONE);
    this.dots(joints(true), 2.2 * thick, FAULTY);
  }

  /**
   * Draws lines in one go: each stroke costs the browser as much as many lines.
   * @param {[number, number][][]} lines
   * @param {number} width
   * @param {string} colour
   */
  stroke(lines, width, colour) {
    const { pen } = this;
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    for (const [first, ...others] of lines) {
      pen.moveTo(...first);
      for (const point of others) pen.lineTo(...point);
    }
    for (const [style, extra] of /** @type {[string, number][]} */ ([
      [SHADOW, 1.6],
      [colour, 1],
    ])) {
      pen.strokeStyle = style;
      pen.lineWidth = width * extra;
      pen.stroke();
    }
  }

  /**
   * @param {[number, number][]} points
   * @param {number} radius
   * @param {string} colour
   */
  dots(points, radius, colour) {
    const { pen } = this;
    pen.fillStyle = colour;
    pen.beginPath();
    for (const [x, y] of points) {
      pen.moveTo(x + radius, y);
      pen.arc(x, y, radius, 0, 2 * Math.PI);
    }
    pen.fill();
  }

  /**
   * Where the body should be: a broad, soft figure to fill.
   * @param {Outline} outline
   */
  target(outline) {
    const { pen, canvas } = this;
    /** @type {(number|null)[]} */
    const flat = [];
    for (const [name, [x, y]] of Object.entries(outline.points)) {
      const index = NUMBER[name];
      if (index === undefined) continue;
      flat[3 * index] = x;
      flat[3 * index + 1] = y;
    }
    const where = this.placing(flat);
    pen.save();
    pen.globalAlpha = outline.fits ? 0.55 : 0.4;
    pen.strokeStyle = outline.fits ? FITS : TARGET;
    pen.lineCap = pen.lineJoin = "round";
    pen.lineWidth = canvas.height / 14;
    pen.beginPath();
    for (const [a, b] of BONES) {
      const [from, to] = [where(a), where(b)];
      if (!from || !to) continue;
      pen.moveTo(...from);
      pen.lineTo(...to);
    }
    const head = where(NOSE) ?? where(EARS[0]);
    if (head) {
      pen.moveTo(head[0] + canvas.height / 50, head[1]);
      pen.arc(head[0], head[1], canvas.height / 50, 0, 2 * Math.PI);
    }
    pen.stroke();
    pen.restore();
  }

  /**
   * The simulated person stands far from its camera, as people do; on the page it may be larger, as long as its head fits.
   * @param {(number|null)[]} points
   */
  comeCloser(points) {
    const { width, height } = this.canvas;
    const wanted = closerFor(points, width / height);
    this.zoom += this.zoom ? GLIDE * (wanted - this.zoom) : wanted;
    this.pen.setTransform(this.zoom, 0, 0, this.zoom, (width * (1 - this.zoom)) / 2, height * FOCUS * (1 - this.zoom));
  }
}

/**
 * How much larger the simulated person may be drawn, so that all of it stays in the picture.
 * @param {(number|null)[]} points   Across, down and visibility of each landmark, in picture heights.
 * @param {number} aspect
 */
export function closerFor(points, aspect) {
  const [across, down] = [0, 1].map((k) => points.filter((value, i) => i % 3 === k && value != null).map(Number));
  const above = AIR + FOCUS - Math.min(FOCUS, ...down);
  const beside = AIR + Math.max(0, ...across.map((x) => Math.abs(x - aspect / 2)));
  return Math.max(1, Math.min(CLOSER, FOCUS / above, aspect / 2 / beside));
}
