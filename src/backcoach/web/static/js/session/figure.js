/**
 * The figure: the person who shows how it is done, and the simulated person of the demonstration. Its outlines are made
 * on the server, once for all places where it is seen (`backcoach.figure`); here they are painted.
 */

/**
 * @typedef {import("./types.js").Leg} Leg
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
 */

/** The width of lines and of the way, in thousandths of a metre. */
const EDGE = 5.5;
const WAY = 20;
const WAY_OPACITY = 0.4;
const MAT_EDGE = 30;
const MARGIN = 40;
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

/** Films that are kept: both sides of an exercise, and of the next. */
const KEPT = 6;

/**
 * A film ready to be painted.
 * @typedef {{acting: Acting, frames: Float32Array[][], mat: Float32Array, ways: Float32Array[], box: Box}} Film
 * @typedef {[number, number, number, number]} Box   Left, top, width, height.
 */

/**
 * Where a film should stand.
 * @param {Leg} leg
 * @param {number} now_s   Session time.
 */
export function filmTime(leg, now_s) {
  if (leg.lasts_s <= 0) return leg.to_s;
  const part = Math.min(1, Math.max(0, (now_s - leg.begins_s) / leg.lasts_s));
  return leg.from_s + part * (leg.to_s - leg.from_s);
}

/** @param {Leg} leg */
function addressOf(leg) {
  return `/figures/${encodeURIComponent(leg.exercise)}.json${leg.side ? `?side=${leg.side}` : ""}`;
}

/**
 * The smallest box round all lines, with a margin: the place of a figure may have any shape.
 * @param {Float32Array[]} lines
 * @returns {Box}
 */
function boxOf(lines) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      [left, right] = [Math.min(left, line[i]), Math.max(right, line[i])];
      [top, bottom] = [Math.min(top, line[i + 1]), Math.max(bottom, line[i + 1])];
    }
  }
  return [left - MARGIN, top - MARGIN, right - left + 2 * MARGIN, bottom - top + 2 * MARGIN];
}

/**
 * @param {string} address
 * @returns {Promise<Film|null>}
 */
async function fetchFilm(address) {
  try {
    const answer = await fetch(address);
    if (!answer.ok) return null;
    const acting = /** @type {Acting} */ (await answer.json());
    const frames = acting.frames.map((frame) => frame.map(pointsOf));
    const [mat, ways] = [pointsOf(acting.mat), acting.ways.map((way) => pointsOf(way.line))];
    return { acting, frames, mat, ways, box: boxOf([mat, ...ways, ...frames.flat()]) };
  } catch {
    return null;
  }
}

/** The theme that the person has chosen, or else that of the computer. @returns {"light"|"dark"} */
function themeNow() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/**
 * Shows the movement, in step with what is done, on a canvas of its own: a film of one repetition, played by hand. The
 * coach says from where to where in the film, and from when to when; between its messages the page's clock goes on.
 */
export class Instructor {
  constructor() {
    this.canvas = document.createElement("canvas");
    this.canvas.className = "film";
    this.pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    /** Films by their address, the newest last. @type {Map<string, Promise<Film|null>>} */
    this.films = new Map();
    /** @type {Film|null} */
    this.film = null;
    /** Address of what is shown. */
    this.shown = "";
    /** @type {Leg|null} */
    this.leg = null;
    /** Where in the film it stands. */
    this.at = 0;
    /** Session time at a moment of this page's clock, and how fast it runs. */
    this.clock = { at_s: 0, ms: performance.now(), speed: 1 };
    /** By so much it is not yet where it should be: a jump is never seen. */
    this.gap = 0;
    this.before = performance.now();
    this.asked = false;
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.ask());
    new ResizeObserver(() => this.ask()).observe(this.canvas);
  }

  /**
   * Sets the clock to the session's time.
   * @param {number} at_s
   * @param {number} speed
   */
  setClock(at_s, speed) {
    this.clock = { at_s, ms: performance.now(), speed };
    this.ask();
  }

  /** The session's time. */
  get now_s() {
    return this.clock.at_s + ((performance.now() - this.clock.ms) / 1000) * this.clock.speed;
  }

  /** What it shows now, for programs that look. */
  get figures() {
    return { leg: this.leg, now_s: this.now_s, shown_s: this.film && this.leg ? this.at : null };
  }

  /**
   * Shows a leg of a film in a place of the page; the other side is fetched beforehand.
   * @param {Leg|null} leg
   * @param {HTMLElement|null} place
   */
  async show(leg, place) {
    this.leg = leg;
    if (!leg || !place) return;
    if (this.canvas.parentElement !== place) place.replaceChildren(this.canvas);
    const address = addressOf(leg);
    this.gap = this.shown.split("?")[0] === address.split("?")[0] ? this.at - this.wanted() : 0;
    this.ask();
    if (this.shown === address) return;
    const film = await this.fetched(address);
    // Another one was asked for meanwhile.
    if (!this.leg || addressOf(this.leg) !== address) return;
    if (film) this.take(film, address);
    if (leg.side) this.fetched(addressOf({ ...leg, side: leg.side === "left" ? "right" : "left" }));
  }

  /**
   * @param {string} address
   * @returns {Promise<Film|null>}
   */
  fetched(address) {
    const known = this.films.get(address) ?? fetchFilm(address);
    this.films.delete(address);
    this.films.set(address, known);
    for (const old of [...this.films.keys()].slice(0, -KEPT)) this.films.delete(old);
    // The next leg tries again.
    known.then((film) => film ?? this.films.delete(address));
    return known;
  }

  /**
   * @param {Film} film
   * @param {string} address
   */
  take(film, address) {
    this.film = film;
    this.shown = address;
    this.ask();
  }

  /** Where in the film it should stand; who does not like movement sees where it leads, and nothing in between. */
  wanted() {
    if (!this.leg) return this.at;
    return this.stillness.matches ? this.leg.to_s : filmTime(this.leg, this.now_s);
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
    this.gap *= Math.exp(-(now - this.before) / GLIDE_MS);
    if (Math.abs(this.gap) < THERE_S || this.stillness.matches) this.gap = 0;
    this.before = now;
    this.at = this.wanted() + this.gap;
    this.paint();
    const { leg } = this;
    const moves = leg && leg.from_s !== leg.to_s && !this.stillness.matches && this.now_s < leg.begins_s + leg.lasts_s;
    if (moves || this.gap) this.ask();
  }

  paint() {
    const { canvas, pen, film } = this;
    const dense = Math.min(devicePixelRatio || 1, 2);
    const [width, height] = [Math.round(canvas.clientWidth * dense), Math.round(canvas.clientHeight * dense)];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    if (!film || !width || !height) return;
    const theme = themeNow();
    const { acting, frames, mat, box } = film;
    const [left, top, wide, high] = box;
    const scale = Math.min(width / wide, height / high);
    pen.setTransform(scale, 0, 0, scale, width / 2 - scale * (left + wide / 2), height / 2 - scale * (top + high / 2));
    pen.lineJoin = pen.lineCap = "round";
    const flat = acting.colours[theme].mat;
    paintLayer(pen, mat, mat, 0, [flat, flat], 1, MAT_EDGE);
    this.paintWays(film, theme, false);
    const [before, part] = this.moment(acting.times_s);
    const [from, to] = [frames[before], frames[Math.min(before + 1, frames.length - 1)]];
    acting.layers.forEach((layer, k) => paintLayer(pen, from[k], to[k], part, layer[theme], layer.edge, EDGE));
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
   * @param {Film} film
   * @param {"light"|"dark"} theme
   * @param {boolean} over
   */
  paintWays(film, theme, over) {
    const { pen } = this;
    pen.save();
    pen.globalAlpha = WAY_OPACITY;
    pen.strokeStyle = pen.fillStyle = film.acting.colours[theme].way;
    pen.lineWidth = WAY;
    pen.setLineDash([]);
    for (const line of film.ways.filter((_, k) => film.acting.ways[k].over === over)) {
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
    this.to = new Map(
      layers.map(({ name, outline, edge }) => [
        name,
        edge < 1 ? pointsOf(outline) : aligned(pointsOf(outline), this.from.get(name)),
      ]),
    );
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
