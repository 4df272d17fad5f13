/** The coach's voice: a voice of this computer, else espeak-ng through the server, else clear tones. */

import { playTone } from "./tones.js";

/** @typedef {import("./types.js").Say} Say */
/** @typedef {"voice"|"server"|"tones"} Way */

/** Voices may arrive late; after this long without one there is none. */
const VOICES_MS = 1500;
const KEPT_SOUNDS = 120;

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
    this.turn = 0;
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

  /** @param {Say} say */
  say(say) {
    if (this.muted || !this.way) return;
    if (say.interrupts) this.hush();
    if (this.way === "voice") this.speak(say);
    else if (this.way === "server") this.playSentence(say);
    else this.tone(say.kind);
  }

  /** Stops what is being said. */
  hush() {
    this.turn += 1;
    window.speechSynthesis?.cancel();
    this.playing?.stop();
    this.playing = null;
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    if (muted) this.hush();
  }

  /** Whether something is being said. */
  get speaking() {
    return Boolean(window.speechSynthesis?.speaking || this.playing);
  }

  /** To be called at a touch or a key: from then on browsers allow sound. */
  touched() {
    if (this.audio?.state === "suspended") this.audio.resume();
  }

  /** @param {Say} say */
  speak(say) {
    const utterance = new SpeechSynthesisUtterance(say.text);
    utterance.voice = this.voice;
    utterance.lang = say.language || this.setup.language;
    utterance.rate = this.setup.rate;
    utterance.onerror = (event) => {
      if (event.error === "not-allowed") this.handlers.blocked();
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

  /** @param {string} kind */
  tone(kind) {
    playTone(this.context(), kind);
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

  /** @param {Say} say */
  async playSentence(say) {
    this.turn += 1;
    const turn = this.turn;
    const sound = await this.fetchSound(say.text).catch(() => null);
    if (turn !== this.turn || this.muted) return;
    if (!sound) {
      this.tone(say.kind);
      return;
    }
    this.playing?.stop();
    const source = this.context().createBufferSource();
    source.buffer = sound;
    source.connect(this.context().destination);
    source.onended = () => {
      if (this.playing === source) this.playing = null;
    };
    this.playing = source;
    source.start();
  }
}
