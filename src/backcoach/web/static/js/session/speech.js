/**
 * The coach's voice: a voice file of the person's or a voice of the browser, else espeak-ng through the server, else clear
 * tones. One thing at a time; what waits belongs to the state that it was made for, and dies with it. What is urgent lowers
 * what is being said and follows, but a number is always finished.
 */

import { Player } from "./player.js";
import { OF_COMPUTER, Sounds } from "./sounds.js";
import { playTone } from "./tones.js";

/** @typedef {import("./types.js").SayMessage} SayMessage */
/** @typedef {"voice"|"server"|"tones"} Way */

/** Voices may arrive late; after this long without one there is none. */
const VOICES_MS = 1500;
/** A number or a breath that could not be said for so long is not true any more. */
const FRESH_MS = 1200;
/** A woman's voice of espeak-ng, higher than its usual one. */
const OTHER_VOICE = "espeak+f3";
const SHORT_LIVED = new Set(["count", "hold", "breath"]);
/** Some browsers forget to tell that a sentence is over: after this long it is. */
const SLOWEST_MS_PER_LETTER = 160;
const LONGEST_START_MS = 3000;

/**
 * The best voice of this computer. Voices that the browser fetches from elsewhere are never used: they would send every
 * sentence to somebody.
 * @param {SpeechSynthesisVoice[]} voices
 * @param {string} language
 * @param {string|null} wanted
 */
export function chooseVoice(voices, language, wanted) {
  const own = voices.filter((voice) => voice.localService);
  const fitting = own.filter((voice) => voice.lang.toLowerCase().replace("_", "-").startsWith(language));
  return own.find((voice) => voice.name === wanted) ?? fitting.find((voice) => voice.default) ?? fitting[0] ?? null;
}

export class Speech {
  /**
   * @param {import("./types.js").Setup} setup
   * @param {object} handlers
   * @param {(way: Way) => void} handlers.way       How it speaks, once that is known.
   * @param {() => void} handlers.blocked           The browser wants a touch or a key before any sound.
   * @param {(trouble: import("./sounds.js").Trouble) => void} handlers.trouble   It is not the voice that it should be.
   * @param {(text: string|null) => void} handlers.speaking   What is being said from now on; null: nothing.
   */
  constructor(setup, handlers) {
    this.setup = setup;
    this.handlers = handlers;
    this.muted = !setup.sound;
    /** @type {Way|null} */
    this.way = null;
    /** @type {SpeechSynthesisVoice|null} */
    this.voice = null;
    this.sounds = new Sounds(setup, handlers.trouble);
    this.player = new Player(() => this.context());
    /** Kept, or the browser may forget what it is saying. @type {SpeechSynthesisUtterance|null} */
    this.utterance = null;
    /** What is to be said next, in order. @type {{say: SayMessage, at: number}[]} */
    this.waiting = [];
    /** What will be said, in order. @type {string[]} */
    this.coming = [];
    /** What is being said. @type {SayMessage|null} */
    this.now = null;
    this.watchdog = 0;
  }

  /** Finds out how to speak. */
  async prepare() {
    const [voice, hasFile] = await Promise.all([this.findVoice(), this.sounds.hasVoiceFile()]);
    const wanted = this.setup.voice;
    const ofComputer = wanted?.startsWith(OF_COMPUTER) || (hasFile && voice?.name !== wanted);
    if (ofComputer && (await this.hasSounds())) this.way = "server";
    else if (voice) this.way = "voice";
    else this.way = (await this.hasSounds()) ? "server" : "tones";
    this.voice = voice;
    if (this.setup.loudness) this.soundLike(this.setup.loudness);
    this.handlers.way(this.way);
    this.prepareFor(this.coming);
  }

  /**
   * The person did not hear it.
   * @param {"usual"|"louder"|"other_voice"|"tones"} step
   */
  soundLike(step) {
    if (step === "usual" || !this.way) return;
    this.player.louder();
    if (step === "tones") this.way = "tones";
    else if (step === "other_voice") this.otherVoice();
  }

  /** From a browser's voice to the computer's, and from that to one that sounds different. */
  async otherVoice() {
    const before = this.way;
    this.sounds.change(before === "voice" ? "espeak" : OTHER_VOICE);
    const isThere = await this.hasSounds();
    this.way = isThere ? "server" : before;
    this.prepareFor(this.coming);
  }

  /** Whether the computer itself can speak. */
  async hasSounds() {
    return this.sounds.get("1").then(
      () => true,
      () => false,
    );
  }

  /**
   * What will be said: its sounds are made and fetched meanwhile.
   * @param {string[]} texts
   */
  prepareFor(texts) {
    this.coming = texts;
    if (this.way === "server" && !this.muted) this.sounds.prepare([...texts]);
  }

  /** @returns {Promise<SpeechSynthesisVoice|null>} */
  async findVoice() {
    const synthesis = window.speechSynthesis;
    if (!synthesis) return null;
    const choose = () => chooseVoice(synthesis.getVoices(), this.setup.language, this.setup.voice);
    if (synthesis.getVoices().length === 0) {
      await new Promise((resolve) => {
        synthesis.addEventListener("voiceschanged", resolve, { once: true });
        setTimeout(resolve, VOICES_MS);
      });
    }
    return choose();
  }

  /** @param {SayMessage} say */
  say(say) {
    if (this.muted || !this.way) return;
    if (say.interrupts) this.hush();
    this.waiting.push({ say, at: performance.now() });
    this.next();
  }

  /** Begins with what waits, if nothing is being said. */
  next() {
    while (!this.now && this.waiting.length) {
      const { say, at } = /** @type {{say: SayMessage, at: number}} */ (this.waiting.shift());
      if (SHORT_LIVED.has(say.kind) && performance.now() - at > FRESH_MS) continue;
      this.now = say;
      if (this.way !== "tones") this.handlers.speaking(say.text);
      this.watchdog = window.setTimeout(
        () => this.over(say),
        LONGEST_START_MS + SLOWEST_MS_PER_LETTER * say.text.length,
      );
      if (this.way === "voice") this.speak(say);
      else if (this.way === "server") this.playSentence(say, at);
      else this.sound(say);
    }
  }

  /** @param {SayMessage} say   What has been said. */
  over(say) {
    if (this.now !== say) return;
    clearTimeout(this.watchdog);
    this.now = null;
    this.next();
    if (!this.now) this.handlers.speaking(null);
  }

  /**
   * Another state: what waits and was made for an earlier one is not said.
   * @param {number} turn
   */
  turn(turn) {
    this.waiting = this.waiting.filter(({ say }) => say.stays || say.turn >= turn);
  }

  /** What is being said makes room, and what waits is forgotten; a number is finished. */
  hush() {
    this.waiting = [];
    if (this.now && !isNumber(this.now)) this.stop();
  }

  /** Stops speaking: a sound fades, a browser's voice has no such way. */
  stop() {
    this.waiting = [];
    if (this.now) this.handlers.speaking(null);
    this.now = null;
    clearTimeout(this.watchdog);
    window.speechSynthesis?.cancel();
    this.player.duck();
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    if (muted) this.stop();
    else this.prepareFor(this.coming);
  }

  /** Whether something is being said, or waits. */
  get speaking() {
    return this.now !== null || this.waiting.length > 0;
  }

  /** To be called at a touch or a key: from then on browsers allow sound. */
  touched() {
    if (this.sounds.audio?.state === "suspended") this.sounds.audio.resume();
  }

  /** @param {SayMessage} say */
  speak(say) {
    const utterance = new SpeechSynthesisUtterance(say.text);
    utterance.voice = this.voice;
    utterance.lang = say.language || this.setup.language;
    utterance.rate = this.setup.rate;
    utterance.onend = () => this.over(say);
    utterance.onerror = (event) => {
      if (event.error === "not-allowed") this.handlers.blocked();
      this.over(say);
    };
    this.utterance = utterance;
    window.speechSynthesis.speak(utterance);
  }

  /** The sound of the page, asked for once. */
  context() {
    const audio = this.sounds.context();
    if (audio.state === "suspended") {
      audio.resume();
      this.handlers.blocked();
    }
    return audio;
  }

  /** A short tone beside what is said. @param {string} kind */
  chime(kind) {
    if (!this.muted) playTone(this.context(), kind);
  }

  /** @param {SayMessage} say */
  sound(say) {
    playTone(this.context(), say.kind);
    this.over(say);
  }

  /**
   * @param {SayMessage} say
   * @param {number} at   When it was asked for.
   */
  async playSentence(say, at) {
    const sound = this.sounds.ready(say.text) ?? (await this.sounds.get(say.text).catch(() => null));
    if (this.now !== say) return;
    if (SHORT_LIVED.has(say.kind) && performance.now() - at > FRESH_MS) this.over(say);
    else if (sound) this.player.play(sound, () => this.over(say));
    else this.sound(say);
  }
}

/** As short as a number, and true only now. @param {SayMessage} say */
export function isNumber(say) {
  return say.kind === "count" || /^\d+$/.test(say.text);
}
