/**
 * The figure: the person who shows how it is done, and the simulated person of the demonstration. Its outlines are made
 * on the server, once for all places where it is seen (`backcoach.figure`); here they are painted.
 */

/**
 * @typedef {[string, string|null]} Colours   Fill and line.
 * @typedef {{name: string, edge: number, light: Colours, dark: Colours}} Layer
 * @typedef {{line: number[], over: boolean}} Way
 * @typedef {object} Acting    See `backcoach.figure.acting.acting`.
 * @property {[number, number, number, number]} box
 * @property {number[]} mat
 * @property {Way[]} ways
 * @property {Record<"light"|"dark", {mat: string, way: string}>} colours
 * @property {Layer[]} layers
 * @property {number[]} times_s
 * @property {number[][][]} frames
 *
 * @typedef {object} Leg   One movement of the figure, see `backcoach.coaching.guide.Leg`.
 * @property {string} exercise
 * @property {"left"|"right"|null} side
 * @property {number} from_s      Where in the film it begins and ends.
 * @property {number} to_s
 * @property {number} begins_s    When it begins, in session time, and how long it takes.
 * @property {number} lasts_s
 */

/** The width of lines and of the way, in thousandths of a metre. */
const EDGE = 5.5;
const WAY = 20;
const WAY_OPACITY = 0.4;
const MAT_EDGE = 30;
/** In so many milliseconds the figure goes most of the way to where it should be: jumps are never seen. */
const GLIDE_MS = 60;
const THERE_S = 0.004;

/**
 * Steps to points: x, y, x, y, ...
 * @param {number[]} steps
 * @returns {Float32Array}
 */
export function pointsOf(steps) {
  const points = Float32Array.from(steps);
  for (let i = 2; i < points.length; i += 1) points[i] += points[i - 2];
  return points;
}

/**
 * Paints one layer: `part` of the way from one outline to another one with as many points.
 * @param {CanvasRenderingContext2D} pen
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @param {number} part
 * @param {Colours} colours
 * @param {number} edge    The part of the outline that has a line.
 * @param {number} width   Of the line.
 */
export function paintLayer(pen, from, to, part, [fill, line], edge, width) {
  const x = (/** @type {number} */ i) => from[i] + part * (to[i] - from[i]);
  pen.beginPath();
  pen.moveTo(x(0), x(1));
  let length = 0;
  for (let i = 2; i < from.length; i += 2) {
    pen.lineTo(x(i), x(i + 1));
    if (edge < 1) length += Math.hypot(x(i) - x(i - 2), x(i + 1) - x(i - 1));
  }
  pen.closePath();
  pen.fillStyle = fill;
  pen.fill();
  if (!line) return;
  pen.strokeStyle = line;
  pen.lineWidth = width;
  if (edge < 1) length += Math.hypot(x(0) - x(from.length - 2), x(1) - x(from.length - 1));
  pen.setLineDash(edge < 1 ? [edge * length, length] : []);
  pen.stroke();
}

/** Shows any moment of a movement on a canvas of its own. */
export class Instructor {
  /**
   * @param {HTMLCanvasElement} canvas    Its size on the page is given by the style sheet.
   * @param {"light"|"dark"|null} [theme] Null: as the person likes it.
   */
  constructor(canvas, theme = null) {
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.theme = theme;
    /** @type {Acting|null} */
    this.film = null;
    /** @type {Float32Array[][]} */
    this.frames = [];
    /** @type {Leg|null} */
    this.leg = null;
    /** When the leg began, by the clock of the page. */
    this.began = 0;
    /** Where in the film it stands. */
    this.at = 0;
    this.url = "";
    this.asked = false;
    this.before = 0;
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    this.darkness = matchMedia("(prefers-color-scheme: dark)");
    this.darkness.addEventListener("change", () => this.ask());
    new ResizeObserver(() => this.ask()).observe(canvas);
  }

  /**
   * Moves as a leg says; another exercise or side is fetched first, and what was shown stays until it is there.
   * @param {Leg} leg
   * @param {number} [now_s]   Session time now; without it the leg begins now.
   */
  play(leg, now_s = leg.begins_s) {
    this.leg = leg;
    this.began = performance.now() - 1000 * (now_s - leg.begins_s);
    this.load(leg.exercise, leg.side);
    this.ask();
  }

  /**
   * @param {string} exercise
   * @param {"left"|"right"|null} side
   */
  async load(exercise, side) {
    const url = `/figures/${encodeURIComponent(exercise)}.json?reel=1${side ? `&side=${side}` : ""}`;
    if (url === this.url) return;
    this.url = url;
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(answer.statusText);
      const film = /** @type {Acting} */ (await answer.json());
      if (url === this.url) this.take(film);
    } catch {
      // The next leg tries again.
      if (url === this.url) this.url = "";
    }
  }

  /** @param {Acting} film */
  take(film) {
    this.film = film;
    this.frames = film.frames.map((frame) => frame.map(pointsOf));
    this.at = this.wanted(performance.now());
    this.ask();
  }

  /**
   * Where in the film it should stand.
   * @param {number} now
   */
  wanted(now) {
    if (!this.leg) return this.at;
    const { from_s, to_s, lasts_s } = this.leg;
    // Who does not like movement sees where it leads, and nothing in between.
    if (this.stillness.matches || lasts_s <= 0) return to_s;
    return from_s + Math.max(0, Math.min(1, (now - this.began) / 1000 / lasts_s)) * (to_s - from_s);
  }

  ask() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame((now) => {
      this.asked = false;
      this.step(now);
    });
  }

  /** @param {number} now */
  step(now) {
    const wanted = this.wanted(now);
    const part = this.stillness.matches ? 1 : 1 - Math.exp(-Math.min(now - this.before, 50) / GLIDE_MS);
    this.before = now;
    this.at += part * (wanted - this.at);
    if (Math.abs(this.at - wanted) < THERE_S) this.at = wanted;
    this.paint();
    const { leg } = this;
    const moves = leg && leg.from_s !== leg.to_s && !this.stillness.matches && now < this.began + 1000 * leg.lasts_s;
    if (moves || this.at !== wanted) this.ask();
  }

  paint() {
    const { canvas, pen, film } = this;
    const dense = Math.min(devicePixelRatio || 1, 2);
    const [width, height] = [Math.round(canvas.clientWidth * dense), Math.round(canvas.clientHeight * dense)];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    if (!film || !width || !height) return;
    const theme = this.theme ?? (this.darkness.matches ? "dark" : "light");
    const [left, top, wide, high] = film.box;
    const scale = Math.min(width / wide, height / high);
    pen.setTransform(scale, 0, 0, scale, width / 2 - scale * (left + wide / 2), height / 2 - scale * (top + high / 2));
    pen.lineJoin = pen.lineCap = "round";
    const mat = pointsOf(film.mat);
    const flat = film.colours[theme].mat;
    paintLayer(pen, mat, mat, 0, [flat, flat], 1, MAT_EDGE);
    this.paintWays(film, theme, false);
    const [before, part] = this.moment(film.times_s);
    const [from, to] = [this.frames[before], this.frames[Math.min(before + 1, this.frames.length - 1)]];
    film.layers.forEach((layer, k) => paintLayer(pen, from[k], to[k], part, layer[theme], layer.edge, EDGE));
    this.paintWays(film, theme, true);
  }

  /**
   * The frame before this moment, and how much of the way to the next one is done.
   * @param {number[]} times
   * @returns {[number, number]}
   */
  moment(times) {
    const last = times.length - 1;
    if (this.at >= times[last]) return [last, 0];
    const before = Math.max(0, times.findIndex((time) => time > this.at) - 1);
    return [before, Math.max(0, (this.at - times[before]) / (times[before + 1] - times[before]))];
  }

  /**
   * @param {Acting} film
   * @param {"light"|"dark"} theme
   * @param {boolean} over
   */
  paintWays(film, theme, over) {
    const { pen } = this;
    pen.save();
    pen.globalAlpha = WAY_OPACITY;
    pen.strokeStyle = pen.fillStyle = film.colours[theme].way;
    pen.lineWidth = WAY;
    pen.setLineDash([]);
    for (const way of film.ways.filter((one) => one.over === over)) {
      const line = pointsOf(way.line);
      pen.beginPath();
      for (let i = 0; i < line.length; i += 2) pen.lineTo(line[i], line[i + 1]);
      pen.stroke();
      pen.beginPath();
      pen.arc(line[line.length - 2], line[line.length - 1], WAY, 0, 2 * Math.PI);
      pen.fill();
    }
    pen.restore();
  }
}

/** Outlines of the demonstration are parts of this many of the picture's height. */
const UNITS = 2000;
/** So long it takes until the next picture of the person arrives. */
const BETWEEN_MS = 90;

/** The simulated person: between two pictures from the server it moves in straight lines. */
export class SimulatedPerson {
  constructor() {
    /** @type {import("./types.js").DrawnLayer[]} */
    this.layers = [];
    /** @type {Map<string, Float32Array>} */
    this.from = new Map();
    /** @type {Map<string, Float32Array>} */
    this.to = new Map();
    this.arrived = 0;
  }

  /** @param {import("./types.js").DrawnLayer[]} layers */
  take(layers) {
    const part = this.part();
    this.from = new Map([...this.to].map(([name, to]) => [name, between(this.from.get(name), to, part)]));
    this.to = new Map(layers.map(({ name, outline, edge }) => [name, edge < 1 ? pointsOf(outline) : aligned(pointsOf(outline), this.from.get(name))]));
    this.layers = layers;
    this.arrived = performance.now();
  }

  part() {
    return Math.min(1, (performance.now() - this.arrived) / BETWEEN_MS);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} height   Of the picture, in pixels.
   */
  paint(pen, height) {
    const part = this.part();
    pen.save();
    pen.scale(height / UNITS, height / UNITS);
    pen.lineJoin = pen.lineCap = "round";
    for (const layer of this.layers) {
      const to = /** @type {Float32Array} */ (this.to.get(layer.name));
      const from = this.from.get(layer.name) ?? to;
      paintLayer(pen, from.length === to.length ? from : to, to, part, layer.dark, layer.edge, 3);
    }
    pen.restore();
  }
}

/**
 * @param {Float32Array|undefined} from
 * @param {Float32Array} to
 * @param {number} part
 */
function between(from, to, part) {
  return from?.length === to.length ? to.map((value, i) => from[i] + part * (value - from[i])) : to;
}

/**
 * The same closed outline, begun where it fits the one before best.
 * @param {Float32Array} points
 * @param {Float32Array|undefined} before
 */
function aligned(points, before) {
  if (before?.length !== points.length) return points;
  const n = points.length;
  let [best, least] = [0, Infinity];
  for (let shift = 0; shift < n; shift += 2) {
    let off = 0;
    for (let i = 0; i < n && off < least; i += 2) {
      const j = (i + shift) % n;
      off += (points[j] - before[i]) ** 2 + (points[j + 1] - before[i + 1]) ** 2;
    }
    if (off < least) [best, least] = [shift, off];
  }
  return best ? points.map((_, i) => points[(i + best) % n]) : points;
}
