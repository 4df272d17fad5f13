/** The microphone: its sound goes to the coach, who understands a few words. Nothing of it is kept here or there. */

import { t } from "./texts.js";

const RATE = 16000;
/** Before each piece: "BCA1", its number, its time in seconds. */
const HEAD = 16;

/** @typedef {"insecure"|"refused"|"missing"|"busy"|"gone"|"failed"} Deafness */

/** @type {Record<string, Deafness>} */
const REASONS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

/**
 * Opens the microphone. The browser takes out of it what the loudspeakers play.
 * @returns {Promise<MediaStream>}
 */
export function openMicrophone() {
  if (!navigator.mediaDevices?.getUserMedia) return Promise.reject(new DOMException("", "SecurityError"));
  return navigator.mediaDevices.getUserMedia({
    video: false,
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  });
}

/**
 * @param {unknown} error
 * @returns {Deafness}
 */
export function deafness(error) {
  return REASONS[/** @type {Error} */ (error).name] ?? "failed";
}

/** What went wrong with the microphone, in words, and what to do. @param {Deafness} reason */
function microphoneTrouble(reason) {
  switch (reason) {
    case "refused":
      return t("The browser refused the microphone: allow it beside the address. Keys and buttons work as ever.");
    case "missing":
      return t("There is no microphone: plug one in. Keys and buttons work as ever.");
    case "busy":
      return t("Another program has the microphone: close calls and other tabs. Keys and buttons work as ever.");
    case "gone":
      return t("The microphone is gone: words are not understood. Keys and buttons work as ever.");
    default:
      return t("The microphone cannot be opened. Keys and buttons work as ever.");
  }
}

/**
 * A piece of sound as it travels.
 * @param {number} seq
 * @param {number} time_s
 * @param {ArrayBuffer} pcm
 */
function packSound(seq, time_s, pcm) {
  const bytes = new Uint8Array(HEAD + pcm.byteLength);
  const head = new DataView(bytes.buffer);
  bytes.set([0x42, 0x43, 0x41, 0x31]);
  head.setUint32(4, seq, true);
  head.setFloat64(8, time_s, true);
  bytes.set(new Uint8Array(pcm), HEAD);
  return bytes.buffer;
}

/**
 * Hears for a session.
 * @param {(piece: ArrayBuffer) => void} send   Gets each piece of sound as it travels.
 * @param {(words: string) => void} tell   Gets what is wrong with the microphone, and what to do.
 */
export function hearingFor(send, tell) {
  let pieces = 0;
  return new Hearing(
    (pcm) => send(packSound(++pieces, performance.now() / 1000, pcm)),
    (why) => tell(microphoneTrouble(why)),
  );
}

export class Hearing {
  /**
   * @param {(pcm: ArrayBuffer) => void} take   Gets a tenth of a second at a time.
   * @param {(why: Deafness) => void} failed   Gets what is wrong with the microphone.
   */
  constructor(take, failed) {
    this.take = take;
    this.failed = failed;
    /** @type {MediaStream|null} */
    this.stream = null;
    /** @type {AudioContext|null} */
    this.audio = null;
  }

  /** Begins to listen; harmless when it does already. */
  async start() {
    if (this.stream) return;
    try {
      this.stream = await openMicrophone();
      const audio = new AudioContext({ sampleRate: RATE });
      this.audio = audio;
      await audio.audioWorklet.addModule(new URL("./pcm.js", import.meta.url));
      const pieces = new AudioWorkletNode(audio, "pcm", { numberOfOutputs: 0, channelCount: 1 });
      pieces.port.onmessage = (event) => this.take(event.data);
      audio.createMediaStreamSource(this.stream).connect(pieces);
      this.stream.getAudioTracks()[0].onended = () => this.fail("gone");
    } catch (error) {
      this.fail(deafness(error));
    }
  }

  /** At a touch or a key: from then on browsers allow sound. */
  touched() {
    if (this.audio?.state === "suspended") this.audio.resume();
  }

  /** @param {Deafness} reason */
  fail(reason) {
    this.close();
    this.failed(reason);
  }

  close() {
    for (const track of this.stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.stream = null;
    this.audio?.close();
    this.audio = null;
  }
}
