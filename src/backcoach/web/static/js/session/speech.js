/**
 * The coach's voice: a voice of this computer, else espeak-ng through the server, else clear tones. One thing at a time;
 * what waits belongs to the state that it was made for, and dies with it.
 */

import { playTone } from "./tones.js";

/** @typedef {import("./types.js").SayMessage} SayMessage */
/** @typedef {"voice"|"server"|"tones"} Way */

/** Voices may arrive late; after this long without one there is none. */
const VOICES_MS = 1500;
const KEPT_SOUNDS = 120;
/** A number or a breath that could not be said for so long is not true any more. */
const FRESH_MS = 1200;
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
    /** @type {AudioContext|null} */
    this.audio = null;
    /** @type {Map<string, AudioBuffer>} */
    this.sounds = new Map();
    /** @type {AudioBufferSourceNode|null} */
    this.playing = null;
    /** Kept, or the browser may forget what it is saying. @type {SpeechSynthesisUtterance|null} */
    this.utterance = null;
    /** What is to be said next, in order. @type {{say: SayMessage, at: number}[]} */
    this.waiting = [];
    /** What is being said. @type {SayMessage|null} */
    this.now = null;
    this.watchdog = 0;
  }

  /** Finds out how to speak. */
  async prepare() {
    this.voice = await this.findVoice();
    if (this.voice) this.way = "voice";
    else this.way = (await this.fetchSound("1").catch(() => null)) ? "server" : "tones";
    this.handlers.way(this.way);
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
      else if (this.way === "server") this.playSentence(say);
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

  /** Stops what is being said, and forgets what waits. */
  hush() {
    this.waiting = [];
    if (this.now) this.handlers.speaking(null);
    this.now = null;
    clearTimeout(this.watchdog);
    window.speechSynthesis?.cancel();
    this.playing?.stop();
    this.playing = null;
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    if (muted) this.hush();
  }

  /** Whether something is being said, or waits. */
  get speaking() {
    return this.now !== null || this.waiting.length > 0;
  }

  /** To be called at a touch or a key: from then on browsers allow sound. */
  touched() {
    if (this.audio?.state === "suspended") this.audio.resume();
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
    this.audio ??= new AudioContext();
    if (this.audio.state === "suspended") {
      this.audio.resume();
      this.handlers.blocked();
    }
    return this.audio;
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

  /** @param {string} text */
  async fetchSound(text) {
    const known = this.sounds.get(text);
    if (known) return known;
    const query = new URLSearchParams({ text, language: this.setup.language, rate: String(this.setup.rate) });
    const answer = await fetch(`/api/speech?${query}`);
    if (!answer.ok) throw new Error(`no sound: ${answer.status}`);
    this.audio ??= new AudioContext();
    const sound = await this.audio.decodeAudioData(await answer.arrayBuffer());
    if (this.sounds.size >= KEPT_SOUNDS) this.sounds.clear();
    this.sounds.set(text, sound);
    return sound;
  }

  /** @param {SayMessage} say */
  async playSentence(say) {
    const sound = await this.fetchSound(say.text).catch(() => null);
    if (this.now !== say) return;
    if (!sound) {
      this.sound(say);
      return;
    }
    const source = this.context().createBufferSource();
    source.buffer = sound;
    source.connect(this.context().destination);
    source.onended = () => {
      if (this.playing === source) this.playing = null;
      this.over(say);
    };
    this.playing = source;
    source.start();
  }
}
