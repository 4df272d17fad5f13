/** Puts a screen of the session onto the page. Every text has its place: nothing moves when words change. */

import { Instructor } from "./figure.js";
import { fit, fitAll, fitsAt, leastPx, roomOf } from "./fit.js";
import { hyphenated } from "./hyphens.js";
import { t } from "./texts.js";
import {
  canShowAgain,
  dialOf,
  figureOf,
  handWord,
  holdWord,
  layoutOf,
  partsThatFit,
  readyWord,
  spaceOf,
  wordsOf,
} from "./words.js";

/** @typedef {import("./types.js").Screen} Screen */

/** How long a part of a long instruction is shown: about as long as it is spoken. */
const [PART_MS, LETTER_MS] = [1200, 75];
/** How long a word that was understood is shown. */
const HEARD_MS = 2500;
const FIGURES = [".figure", ".half", ".inset"];

export class View {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {Screen|null} */
    this.screen = null;
    this.count = 0;
    this.hand = 0;
    this.noticeTimer = 0;
    this.heardTimer = 0;
    this.partTimer = 0;
    /** @type {string[]} The instruction, in parts that take turns. */
    this.parts = [];
    this.told = "";
    this.instructor = new Instructor();
    /** @type {Map<string, HTMLElement>} */
    this.found = new Map();
    fitAll(root);
    addEventListener("resize", () => {
      fitAll(root);
      const told = this.told;
      this.told = "";
      this.instruct(told);
    });
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
   * Writes a text where it is not yet written, as large as fits where its place is marked for that.
   * @param {string} selector
   * @param {string} text
   */
  write(selector, text) {
    const element = this.part(selector);
    if (element.textContent === text) return;
    element.textContent = text;
    const place = /** @type {HTMLElement|null} */ (element.closest("[data-fit]"));
    if (place) fit(place);
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
    const asks = before?.question?.id !== screen.question?.id;
    const another = before?.state !== screen.state || before.source !== screen.source || asks;
    this.screen = screen;
    this.root.dataset.state = screen.state;
    this.root.dataset.layout = layoutOf(screen);
    this.root.dataset.source = screen.source;
    this.tell("state", screen.state);
    if (screen.name) this.tell("exercise", screen.name);
    if (another) this.showButtons(screen);
    this.showQuestion(screen.question ?? null);
    this.showNumbers(screen);
    this.showWords(screen);
    this.showFigure(screen);
    this.showNext(screen);
    this.showChecks(screen.checks ?? []);
    this.showSets(screen);
    this.showHand(screen);
    if (another) fitAll(this.root);
  }

  /**
   * Shows what a question can be answered with; its words stand where an instruction stands.
   * @param {Screen["question"]} question
   */
  showQuestion(question) {
    this.root.classList.toggle("asked", Boolean(question));
    this.tell("question", question?.text ?? "");
    this.part(".replies").hidden = !question;
    this.part(".numbers").hidden = !question?.answers.includes("number");
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
    this.write(".hold-now", holdWord(screen));
    this.write(
      ".hold-planned",
      screen.hold_planned_s ? t("of {seconds} s", { seconds: Math.round(screen.hold_planned_s) }) : "",
    );
    this.tell("side", screen.side === "left" ? t("left") : screen.side === "right" ? t("right") : "");
    this.write(".limb", screen.side_text ?? "");
    this.part(".tile-side").classList.toggle("unused", !screen.side);
    this.part(".tile-hold").classList.toggle("unused", holdWord(screen) === "–");
    if (screen.count > this.count) this.pulse();
    this.count = screen.count;
  }

  /** @param {number} part */
  showRing(part) {
    const { style } = this.part(".ring-fill");
    style.strokeDashoffset = String(100 * (1 - part));
    style.opacity = part > 0 ? "1" : "0";
  }

  /**
   * A raised hand: a ring that fills over everything, and what it is about to do. That is written when it begins, for when
   * it is full a hand means the next thing already.
   * @param {Screen} screen
   */
  showHand(screen) {
    const part = screen.hand ?? 0;
    if (part > 0 && !this.hand) this.write(".hand-word", handWord(screen));
    if (part > 0) this.part(".hand-fill").style.strokeDashoffset = String(100 * (1 - part));
    this.root.classList.toggle("handed", part > 0);
    this.root.classList.toggle("taken", part >= 1);
    this.hand = part;
  }

  /** Lets the number swell for a moment: it is felt from afar that it counted. */
  pulse() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.part(".dial-face").animate([{ transform: "scale(1.14)" }, { transform: "none" }], {
      duration: 350,
      easing: "ease-out",
    });
  }

  /** @param {Screen} screen */
  showWords(screen) {
    const words = wordsOf(screen);
    // First how large each place is, then what stands in it.
    this.root.classList.toggle("detailed", Boolean(words.detail));
    this.root.classList.toggle("cued", Boolean(words.cue));
    this.root.classList.toggle("praised", screen.cue_kind === "praise");
    this.root.classList.toggle("clocked", screen.clock_planned_s > 0);
    this.write(".word", words.word);
    this.tell("cue", words.cue);
    this.write(".headline", words.headline);
    this.write(".detail", words.detail);
    this.write(
      ".kicker-clock",
      screen.clock_planned_s > 0 ? t("{seconds} s", { seconds: Math.ceil(screen.clock_s) }) : "",
    );
    this.write(".kicker-words", words.kicker);
    this.instruct(words.instruction);
    this.veil(words.veil, words.hint);
  }

  /**
   * Writes what to do, a long text in parts that take turns.
   * @param {string} text
   */
  instruct(text) {
    if (this.told === text) return;
    this.told = text;
    const place = this.part(".instruction");
    const { lang } = document.documentElement;
    const fitting = (/** @type {string} */ part) => fitsAt(place, part, leastPx());
    this.parts = partsThatFit(text, roomOf(place), fitting, (part) => hyphenated(part, lang));
    this.takeTurns(0);
  }

  /** @param {number} turn */
  takeTurns(turn) {
    clearTimeout(this.partTimer);
    const part = this.parts[turn % this.parts.length];
    this.write(".instruction", part);
    if (this.parts.length > 1) {
      this.partTimer = setTimeout(() => this.takeTurns(turn + 1), PART_MS + LETTER_MS * part.length);
    }
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
    const { id, place } = figureOf(screen);
    for (const figure of FIGURES) this.part(figure).hidden = !id || figure !== place;
    this.instructor.show(screen.figure ?? null, id && place ? this.part(place) : null);
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
      const line = /** @type {HTMLElement} */ (list.children[index] ?? list.appendChild(document.createElement("li")));
      line.className = ok ? "right" : "open";
      if (line.textContent === text) return;
      line.dataset.fit = "";
      line.textContent = text;
      fit(line);
    });
  }

  /** @param {Screen} screen */
  showSets(screen) {
    const list = this.part(".sets");
    const sets = screen.sets ?? [];
    while (list.children.length > sets.length) list.lastElementChild?.remove();
    sets.forEach((set, index) => {
      const item = /** @type {HTMLElement} */ (list.children[index] ?? list.appendChild(newSet()));
      const part = set.outcome === "done" || !set.planned ? 1 : Math.min(1, set.done / set.planned);
      /** @type {HTMLElement} */ (item.firstElementChild).style.transform = `scaleX(${part})`;
      item.dataset.outcome = index === screen.position && set.outcome === "planned" ? "running" : set.outcome;
      const label = set.planned
        ? t("{name}: {done} of {planned}", { name: set.name, done: set.done, planned: set.planned })
        : t("{name}: {done}", { name: set.name, done: set.done });
      if (item.title !== label) {
        item.title = label;
        item.setAttribute("aria-label", label);
      }
    });
  }

  /**
   * Names the buttons: what Space does is written on the one that does the same.
   * @param {Screen} screen
   */
  showButtons(screen) {
    const paused = screen.state === "paused";
    const space = spaceOf(screen);
    const ready = readyWord(screen);
    const pause = paused ? t("Go on") : t("Pause");
    this.write(".pause-word", pause);
    this.part(".pause").title = `${pause} (${space === "confirm" ? "P" : t("Space")})`;
    this.part(".pause").setAttribute("aria-keyshortcuts", space === "confirm" ? "P" : "Space P");
    this.write(".confirm-word", screen.state === "work" ? t("Done") : t("Go on"));
    this.part(".confirm").hidden =
      Boolean(ready || screen.question) || screen.state === "finished" || space === "pause";
    this.write(".way-word", ready);
    this.write(".way-key", space === "confirm" ? t("Space") : t("Enter"));
    this.part(".way.show").hidden = !canShowAgain(screen);
    this.part(".way.main").hidden = !ready;
  }

  /** @param {string} text */
  caption(text) {
    this.tell("caption", text);
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
    this.part(".notice").hidden = !text;
    this.write(".notice", text);
    if (forMs) this.noticeTimer = setTimeout(() => this.notice(""), forMs);
  }

  /**
   * A word that the coach has understood, for a moment.
   * @param {string} word
   * @param {boolean} does   Whether it does something now.
   */
  heard(word, does) {
    clearTimeout(this.heardTimer);
    const place = this.part(".heard");
    place.hidden = false;
    place.classList.toggle("idle", !does);
    this.write(".heard", does ? t("“{word}”", { word }) : t("“{word}”: not possible now", { word }));
    this.heardTimer = setTimeout(() => {
      place.hidden = true;
    }, HEARD_MS);
  }
}

function newSet() {
  const item = document.createElement("li");
  item.append(document.createElement("span"));
  return item;
}
