/** The computer's own voice as sounds: asked for once, decoded, and there before they are needed. */

/** So many seconds of sound are kept; what was not needed for longest goes first. */
const KEPT_S = 300;
/** A sentence whose sound was not made in this time will not come. */
const LOST_MS = 20000;
/** A voice of the computer, in the place of a browser's voice. */
export const OF_COMPUTER = "computer:";

/** @typedef {"voice file"|"started again"|"lost"} Trouble */

export class Sounds {
  /**
   * @param {import("./types.js").Setup} setup
   * @param {(trouble: Trouble) => void} trouble   It is not the voice that it should be.
   */
  constructor(setup, trouble) {
    this.setup = setup;
    this.trouble = trouble;
    /** @type {string|null} */
    this.voice = setup.voice?.startsWith(OF_COMPUTER) ? setup.voice.slice(OF_COMPUTER.length) : null;
    /** @type {AudioContext|null} */
    this.audio = null;
    /** In the order in which they were needed. @type {Map<string, AudioBuffer>} */
    this.made = new Map();
    /** @type {Map<string, Promise<AudioBuffer>>} */
    this.coming = new Map();
    /** @type {string[]} */
    this.soon = [];
    this.preparing = false;
  }

  /** The sound of the page. */
  context() {
    this.audio ??= new AudioContext({ latencyHint: "interactive" });
    return this.audio;
  }

  /** Whether the person has given this computer a voice of that language. */
  async hasVoiceFile() {
    const query = new URLSearchParams({ language: this.setup.language });
    const answer = await fetch(`/api/speech/voices?${query}`).catch(() => null);
    return answer?.ok ? (await answer.json()).voices.length > 0 : false;
  }

  /** Uses another voice from now on. @param {string} voice */
  change(voice) {
    this.voice = voice;
    this.made.clear();
    this.coming.clear();
  }

  /**
   * @param {string} text
   * @returns {Promise<AudioBuffer>}
   */
  get(text) {
    const made = this.made.get(text);
    if (made) {
      this.made.delete(text);
      this.made.set(text, made);
      return Promise.resolve(made);
    }
    const coming = this.coming.get(text) ?? this.ask(text).finally(() => this.coming.delete(text));
    this.coming.set(text, coming);
    return coming;
  }

  /** The sound, where it is there already. @param {string} text */
  ready(text) {
    return this.made.get(text) ?? null;
  }

  /**
   * Asks for what will be said, one after the other: what is needed meanwhile waits for one of them at most.
   * @param {string[]} texts   The first ones are needed first.
   */
  async prepare(texts) {
    this.soon = texts;
    if (this.preparing) return;
    this.preparing = true;
    while (this.soon.length) {
      const text = /** @type {string} */ (this.soon.shift());
      if (!this.made.has(text)) await this.get(text).catch(() => null);
    }
    this.preparing = false;
  }

  /** @param {string} text */
  async ask(text) {
    const { language, rate } = this.setup;
    const query = new URLSearchParams({ text, language, rate: String(rate), voice: this.voice ?? "" });
    const answer = await fetch(`/api/speech?${query}`, { signal: AbortSignal.timeout(LOST_MS) });
    const trouble = answer.status === 503 ? "lost" : answer.headers.get("Backcoach-Trouble");
    if (trouble) this.trouble(/** @type {Trouble} */ (trouble));
    if (!answer.ok) throw new Error(`no sound: ${answer.status}`);
    const sound = await this.context().decodeAudioData(await answer.arrayBuffer());
    this.keep(text, sound);
    return sound;
  }

  /**
   * @param {string} text
   * @param {AudioBuffer} sound
   */
  keep(text, sound) {
    this.made.set(text, sound);
    let seconds = 0;
    for (const made of this.made.values()) seconds += made.duration;
    for (const [oldest, made] of this.made) {
      if (seconds <= KEPT_S) break;
      seconds -= made.duration;
      this.made.delete(oldest);
    }
  }
}
