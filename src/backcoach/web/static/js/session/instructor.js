/**
 * The figure that shows the movement, in step with what is done: a film of one repetition, played by hand. The coach says
 * from where to where in the film, and from when to when; between its messages the film runs by this page's clock.
 */

/** @typedef {import("./types.js").Leg} Leg */

/** Films that are kept: both sides of an exercise, and of the next. */
const KEPT = 6;

/**
 * Where a film stands.
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
  const side = leg.side ? `&side=${leg.side}` : "";
  return `/figures/${encodeURIComponent(leg.exercise)}.svg?reel=1${side}`;
}

export class Instructor {
  constructor() {
    /** Films by their address, the newest last. @type {Map<string, Promise<HTMLElement|null>>} */
    this.films = new Map();
    /** @type {Leg|null} */
    this.leg = null;
    /** @type {HTMLElement|null} */
    this.place = null;
    this.shown = "";
    /** Session time at a moment of this page's clock, and how fast it runs. */
    this.clock = { at_s: 0, ms: performance.now(), speed: 1 };
    requestAnimationFrame(() => this.draw());
  }

  /**
   * Sets the clock to the session's time.
   * @param {number} at_s
   * @param {number} speed
   */
  setClock(at_s, speed) {
    this.clock = { at_s, ms: performance.now(), speed };
  }

  /** The session's time. */
  get now_s() {
    return this.clock.at_s + ((performance.now() - this.clock.ms) / 1000) * this.clock.speed;
  }

  /**
   * Shows a leg of a film in a place of the page.
   * @param {Leg|null} leg
   * @param {HTMLElement|null} place
   */
  async show(leg, place) {
    this.leg = leg;
    if (!leg || !place) return;
    const address = addressOf(leg);
    const film = await this.film(address);
    if (!film || this.leg === null || addressOf(this.leg) !== address) return;
    if (this.shown === address && film.parentElement === place) return;
    this.shown = address;
    place.replaceChildren(film);
    const svg = svgOf(film);
    svg?.pauseAnimations();
    this.place = place;
    if (leg.side) this.film(addressOf({ ...leg, side: leg.side === "left" ? "right" : "left" }));
  }

  /** Moves the film on with every picture that the screen draws. */
  draw() {
    const film = this.place?.firstElementChild;
    if (this.leg && film) svgOf(/** @type {HTMLElement} */ (film))?.setCurrentTime(filmTime(this.leg, this.now_s));
    requestAnimationFrame(() => this.draw());
  }

  /** What it shows now, for programs that look. */
  get figures() {
    const film = this.place?.firstElementChild;
    const shown_s = film ? svgOf(/** @type {HTMLElement} */ (film))?.getCurrentTime() : undefined;
    return { leg: this.leg, now_s: this.now_s, shown_s: shown_s ?? null };
  }

  /**
   * @param {string} address
   * @returns {Promise<HTMLElement|null>}
   */
  film(address) {
    const known = this.films.get(address) ?? fetchFilm(address);
    this.films.delete(address);
    this.films.set(address, known);
    for (const old of [...this.films.keys()].slice(0, -KEPT)) this.films.delete(old);
    known.then((film) => film ?? this.films.delete(address));
    return known;
  }
}

/**
 * @param {HTMLElement} film
 * @returns {SVGSVGElement|null}
 */
function svgOf(film) {
  return film.shadowRoot?.querySelector("svg") ?? null;
}

/**
 * Fetches a film. Its colours are a sheet of its own: the page allows no styles within documents, and needs none of these.
 * @param {string} address
 * @returns {Promise<HTMLElement|null>}
 */
async function fetchFilm(address) {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return null;
  /** @type {string[]} */
  const rules = [];
  const bare = (await answer.text()).replace(/<style>([^]*?)<\/style>/g, (_, text) => {
    rules.push(text);
    return "";
  });
  const svg = document.importNode(new DOMParser().parseFromString(bare, "image/svg+xml").documentElement, true);
  if (!(svg instanceof SVGSVGElement)) return null;
  const sheet = new CSSStyleSheet();
  const own = "svg { display: block; width: 100%; height: 100%; }";
  sheet.replaceSync(own + rules.map(forTheme).join(""));
  const film = document.createElement("div");
  film.className = "film";
  const shadow = film.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(svg);
  return film;
}

/**
 * The page's theme may be chosen, whatever the computer's is.
 * @param {string} rules
 */
function forTheme(rules) {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "dark") return rules.replaceAll("(prefers-color-scheme:dark)", "all");
  return chosen === "light" ? rules.replaceAll("(prefers-color-scheme:dark)", "not all") : rules;
}
