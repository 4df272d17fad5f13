/** Runs beside the page, in the thread of sound: gathers what the microphone hears into pieces of a tenth of a second. */

/** What only that thread has: the types of pages know nothing of it. */
const { AudioWorkletProcessor, registerProcessor } = /** @type {any} */ (globalThis);

const PIECE = 1600;

class Pcm extends AudioWorkletProcessor {
  constructor() {
    super();
    this.piece = new Int16Array(PIECE);
    this.filled = 0;
  }

  /** @param {Float32Array[][]} inputs */
  process(inputs) {
    for (const value of inputs[0]?.[0] ?? []) {
      this.piece[this.filled] = Math.round(32767 * Math.max(-1, Math.min(1, value)));
      this.filled += 1;
      if (this.filled === PIECE) {
        this.port.postMessage(this.piece.buffer, [this.piece.buffer]);
        this.piece = new Int16Array(PIECE);
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor("pcm", Pcm);
