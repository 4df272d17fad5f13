/** Puts a screen of the session onto the page. Every text has its place: nothing moves when words change. */

import { t } from "./texts.js";

/** @typedef {import("./types.js").Screen} Screen */

const VEILED = new Set(["connecting", "paused", "lost", "hurt", "finished"]);
const LARGE_FIGURE = new Set(["introduction", "rest"]);
const INSET_FIGURE = new Set(["position", "countdown", "switch_sides"]);
/** More letters than this are written smaller. */
const WORDY = 26;
const LONG = 90;
const WORD_STATES = new Set(["work", "countdown", "rest", "switch_sides"]);

/** The large number: what it is, what it says, and of how many. @param {Screen} screen */
export function dialOf(screen) {
  if (screen.clock_planned_s > 0) return { kind: "clock", big: String(Math.ceil(screen.clock_s)), of: "" };
  if (screen.state === "camera_check" || screen.state === "finished") return { kind: "none", big: "", of: "" };
  if (screen.hold_planned_s > 0 && screen.hold_s > 0) {
    return {
      kind: "hold",
      big: String(Math.floor(screen.hold_s)),
      of: t("of {seconds} s", { seconds: Math.round(screen.hold_planned_s) }),
    };
  }
  return { kind: "count", big: String(screen.count), of: screen.planned ? t("of {count}", { count: screen.planned }) : "" };
}

/** Which figure is shown on the stage, and how. @param {Screen} screen */
export function figureOf(screen) {
  const id = screen.state === "rest" ? screen.next_exercise ?? screen.exercise : screen.exercise;
  if (!id || screen.state === "finished") return { id: null, size: "none" };
  if (screen.source === "none" || LARGE_FIGURE.has(screen.state)) return { id, size: "large" };
  return INSET_FIGURE.has(screen.state) ? { id, size: "inset" } : { id: null, size: "none" };
}

/** The words beside the dial, and those of the banner. @param {Screen} screen */
export function wordsOf(screen) {
  // The name stands at the top already; while it is worked, it says nothing new.
  const said = WORD_STATES.has(screen.state) && screen.headline === screen.name ? "" : screen.headline;
  const word = screen.phase ?? (WORD_STATES.has(screen.state) ? said : "");
  const taken = Boolean(screen.cue) || VEILED.has(screen.state);
  const lines = taken ? [] : [word === said ? "" : said, screen.detail ?? ""].filter(Boolean);
  return { word, cue: screen.cue ?? "", headline: lines[0] ?? "", detail: lines[1] ?? "" };
}

export class View {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {Screen|null} */
    this.screen = null;
    this.count = 0;
    this.noticeTimer = 0;
    /** @type {Map<string, HTMLElement>} */
    this.found = new Map();
  }

  /**
   * The element that fits a selector, found once.
   * @param {string} selector
   */
  part(selector) {
    let element = this.found.get(selector);
    if (!element) {
      element = /** @type {HTMLElement} */ (this.root.querySelector(selector));
      this.found.set(selector, element);
    }
    return element;
  }

  /**
   * Writes a text where it is not yet written.
   * @param {string} selector
   * @param {string} text
   */
  write(selector, text) {
    const element = this.part(selector);
    if (element.textContent !== text) element.textContent = text;
  }

  /**
   * @param {string} id   The part that is marked `data-testid`.
   * @param {string} text
   */
  tell(id, text) {
    this.write(`[data-testid="${id}"]`, text);
  }

  /** @param {Screen} screen */
  show(screen) {
    const before = this.screen;
    this.screen = screen;
    this.root.dataset.state = screen.state;
    this.root.dataset.source = screen.source;
    this.tell("state", screen.state);
    if (screen.name) this.tell("exercise", screen.name);
    this.showNumbers(screen);
    this.showWords(screen);
    this.showFigure(screen);
    this.showNext(screen);
    this.showChecks(screen.checks ?? []);
    this.showSets(screen);
    if (before?.state !== screen.state) this.showPause(screen.state === "paused");
  }

  /** @param {Screen} screen */
  showNumbers(screen) {
    const dial = dialOf(screen);
    this.root.dataset.dial = dial.kind;
    this.root.dataset.digits = String(dial.big.length);
    this.write(".big", dial.big);
    this.write(".of", dial.of);
    this.showRing(Math.max(0, Math.min(1, screen.ring || 0)));
    this.tell("count", String(screen.count));
    this.write(".planned", screen.planned ? t("of {count}", { count: screen.planned }) : "");
    const unsure = screen.sets?.[screen.position]?.unsure ?? 0;
    this.tell("unsure", unsure ? t("{count} not sure", { count: unsure }) : "");
    this.tell("hold-seconds", String(Math.floor(10 * screen.hold_s + 1e-6) / 10));
    this.write(".hold-now", screen.hold_planned_s ? String(Math.floor(screen.hold_s)) : "–");
    this.write(".hold-planned", screen.hold_planned_s ? t("of {seconds} s", { seconds: Math.round(screen.hold_planned_s) }) : "");
    this.tell("side", screen.side === "left" ? t("left") : screen.side === "right" ? t("right") : "");
    this.part(".tile-side").classList.toggle("unused", !screen.side);
    this.part(".tile-hold").classList.toggle("unused", !screen.hold_planned_s);
    if (screen.count > this.count) this.pulse();
    this.count = screen.count;
  }

  /** @param {number} part */
  showRing(part) {
    const { style } = this.part(".ring-fill");
    style.strokeDashoffset = String(100 * (1 - part));
    style.opacity = part > 0 ? "1" : "0";
  }

  /** Lets the number swell for a moment: it is felt from afar that it counted. */
  pulse() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.part(".dial-face").animate([{ transform: "scale(1.14)" }, { transform: "none" }], { duration: 350, easing: "ease-out" });
  }

  /** @param {Screen} screen */
  showWords(screen) {
    const words = wordsOf(screen);
    this.write(".word", words.word);
    this.root.classList.toggle("wordy", words.word.length > WORDY);
    this.tell("cue", words.cue);
    this.write(".headline", words.headline);
    this.write(".detail", words.detail);
    this.root.classList.toggle("detailed", Boolean(words.detail));
    this.root.classList.toggle("cued", Boolean(words.cue));
    if (VEILED.has(screen.state)) this.veil(screen.headline, screen.detail ?? "");
    else this.veil("", "");
  }

  /**
   * Words over the darkened picture; without words the picture is clear.
   * @param {string} word
   * @param {string} hint
   */
  veil(word, hint) {
    this.write(".veil-word", word);
    this.write(".veil-hint", hint);
    this.root.classList.toggle("veiled", Boolean(word));
  }

  /** @param {Screen} screen */
  showFigure(screen) {
    const figure = figureOf(screen);
    this.picture(".figure", figure.size === "large" ? figure.id : null);
    this.picture(".inset", figure.size === "inset" ? figure.id : null);
  }

  /**
   * @param {string} selector
   * @param {string|null} exercise
   */
  picture(selector, exercise) {
    const image = /** @type {HTMLImageElement} */ (this.part(selector));
    image.hidden = !exercise;
    if (exercise && image.dataset.exercise !== exercise) {
      image.dataset.exercise = exercise;
      image.src = `/figures/${encodeURIComponent(exercise)}.svg`;
    }
  }

  /** @param {Screen} screen */
  showNext(screen) {
    this.tell("next", screen.next ?? "");
    this.part(".coming").classList.toggle("unused", !screen.next);
    this.picture(".coming-figure", screen.next ? screen.next_exercise : null);
  }

  /** @param {{text: string, ok: boolean}[]} checks */
  showChecks(checks) {
    const list = this.part(".checks");
    list.hidden = checks.length === 0;
    while (list.children.length > checks.length) list.lastElementChild?.remove();
    checks.forEach(({ text, ok }, index) => {
      const line = list.children[index] ?? list.appendChild(document.createElement("li"));
      if (line.textContent !== text) line.textContent = text;
      line.className = ok ? "right" : "open";
    });
  }

  /** @param {Screen} screen */
  showSets(screen) {
    const list = this.part(".sets");
    const sets = screen.sets ?? [];
    while (list.children.length > sets.length) list.lastElementChild?.remove();
    sets.forEach((set, index) => {
      const item = /** @type {HTMLElement} */ (list.children[index] ?? list.appendChild(newSet()));
      const part = set.outcome === "done" ? 1 : set.planned ? Math.min(1, set.done / set.planned) : 0;
      /** @type {HTMLElement} */ (item.firstElementChild).style.transform = `scaleX(${part})`;
      item.dataset.outcome = index === screen.position && set.outcome === "planned" ? "running" : set.outcome;
      const label = t("{name}: {done} of {planned}", { name: set.name, done: set.done, planned: set.planned });
      if (item.title !== label) {
        item.title = label;
        item.setAttribute("aria-label", label);
      }
    });
  }

  /** @param {boolean} paused */
  showPause(paused) {
    const button = this.part('[data-do="pause"]');
    const label = paused ? t("Go on") : t("Pause");
    button.setAttribute("aria-label", label);
    button.title = t("{what} (Space)", { what: label });
  }

  /** @param {string} text */
  caption(text) {
    this.tell("caption", text);
    this.part(".caption").classList.toggle("long", text.length > LONG);
  }

  /**
   * Shows whether a button is pressed.
   * @param {string} what
   * @param {boolean} on
   */
  press(what, on) {
    this.part(`[data-do="${what}"]`).setAttribute("aria-pressed", String(on));
  }

  /**
   * A line about the page itself: sound, camera, connection. An empty text takes it away.
   * @param {string} text
   * @param {number} [forMs]   After this time it goes by itself.
   */
  notice(text, forMs) {
    clearTimeout(this.noticeTimer);
    this.write(".notice", text);
    this.part(".notice").hidden = !text;
    if (forMs) this.noticeTimer = setTimeout(() => this.notice(""), forMs);
  }
}

function newSet() {
  const item = document.createElement("li");
  item.append(document.createElement("span"));
  return item;
}
