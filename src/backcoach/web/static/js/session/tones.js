/** Clear tones for a browser that cannot speak: each kind of message has its own. */

/** Notes in hertz, one after the other, and how long each one lasts in seconds. @type {Record<string, [number[], number]>} */
const TONES = {
  count: [[880], 0.12],
  hold: [[660], 0.09],
  breath: [[392, 440], 0.25],
  cue: [[587, 392], 0.18],
  praise: [[523, 659, 784], 0.12],
  instruction: [[523, 523], 0.15],
  notice: [[440, 330, 440], 0.15],
  hand: [[523], 0.09],
  taken: [[784, 1047], 0.12],
};
const LOUDNESS = 0.25;
const EDGE_S = 0.015;

/**
 * @param {AudioContext} audio
 * @param {string} kind
 */
export function playTone(audio, kind) {
  const [notes, length_s] = TONES[kind] ?? TONES.notice;
  notes.forEach((hertz, index) => playNote(audio, hertz, audio.currentTime + index * length_s, length_s));
}

/**
 * @param {AudioContext} audio
 * @param {number} hertz
 * @param {number} start_s
 * @param {number} length_s
 */
function playNote(audio, hertz, start_s, length_s) {
  const source = audio.createOscillator();
  const loudness = audio.createGain();
  source.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, start_s);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, start_s + EDGE_S);
  loudness.gain.setValueAtTime(LOUDNESS, start_s + length_s - EDGE_S);
  loudness.gain.linearRampToValueAtTime(0, start_s + length_s);
  source.connect(loudness).connect(audio.destination);
  source.start(start_s);
  source.stop(start_s + length_s);
}
