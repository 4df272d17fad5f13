/** Plays one sound at a time. What has to make room is lowered, and fades under what follows. */

/** So soon it is low enough for something else to begin. */
const DUCK_S = 0.06;
const LOW = 0.15;
const FADE_S = 0.25;
/** Louder than a voice was made: a limiter keeps it from breaking. */
const LOUD = 2.5;

export class Player {
  /** @param {() => AudioContext} context */
  constructor(context) {
    this.context = context;
    /** @type {{source: AudioBufferSourceNode, gain: GainNode}|null} */
    this.playing = null;
    this.free_s = 0;
    /** @type {GainNode|null} */
    this.out = null;
  }

  /** Speaks louder from now on. */
  louder() {
    this.output().gain.value = LOUD;
  }

  /** Where everything that is played goes: through a limiter, which does nothing to what is not loud. */
  output() {
    if (this.out) return this.out;
    const audio = this.context();
    const limiter = new DynamicsCompressorNode(audio, {
      threshold: -1,
      knee: 0,
      ratio: 20,
      attack: 0.001,
      release: 0.05,
    });
    this.out = audio.createGain();
    this.out.connect(limiter).connect(audio.destination);
    return this.out;
  }

  /**
   * @param {AudioBuffer} sound
   * @param {() => void} over
   */
  play(sound, over) {
    const audio = this.context();
    const [source, gain] = [audio.createBufferSource(), audio.createGain()];
    source.buffer = sound;
    source.connect(gain).connect(this.output());
    const playing = { source, gain };
    source.onended = () => {
      if (this.playing === playing) this.playing = null;
      over();
    };
    this.playing = playing;
    source.start(Math.max(audio.currentTime, this.free_s));
  }

  /** Lowers what is being said, and lets it fade; what follows begins as soon as it is low. */
  duck() {
    if (!this.playing) return;
    const { source, gain } = this.playing;
    const now_s = this.context().currentTime;
    source.onended = null;
    gain.gain.setValueAtTime(gain.gain.value, now_s);
    gain.gain.linearRampToValueAtTime(LOW, now_s + DUCK_S);
    gain.gain.linearRampToValueAtTime(0, now_s + FADE_S);
    source.stop(now_s + FADE_S);
    this.free_s = now_s + DUCK_S;
    this.playing = null;
  }
}
