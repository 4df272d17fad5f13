/** The webcam: opening it, saying why it cannot be opened, and giving out its pictures. */

/** @typedef {"hidden"|"insecure"|"refused"|"missing"|"busy"|"unsuited"|"unplugged"|"muted"|"failed"} Reason */

const LONG_SIDE_PX = 640;
const QUALITY = 0.8;
const MAX_BYTES = 400_000;
/** After this long without an answer the frame counts as lost, and the next one is sent. */
const ANSWER_MS = 3000;
/** Answers that are looked back on to tell the frame rate. */
const REMEMBERED = 400;

/** @type {Record<string, Reason>} */
const REASONS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
  OverconstrainedError: "unsuited",
};

export class CameraError extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * The identifier of the camera that has it, or whose label holds some words; undefined for the browser's own choice.
 * @param {string|null} wanted
 */
async function chosenDevice(wanted) {
  if (!wanted) return undefined;
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.find(
    (device) => device.kind === "videoinput" && (device.deviceId === wanted || device.label.includes(wanted)),
  )?.deviceId;
}

/**
 * Opens the camera and shows it in the video element.
 * @param {HTMLVideoElement} video
 * @param {string|null} wanted             Part of the label of the chosen camera.
 * @param {(reason: Reason|null) => void} changed  Called when the camera fails later, and with null when it is back.
 * @param {string} [facing]   The side of a phone whose camera is wanted: "environment" or "user".
 * @throws {CameraError}
 */
export async function openCamera(video, wanted, changed, facing) {
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraError("insecure");
  const size = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
  let stream;
  try {
    const deviceId = await chosenDevice(wanted);
    if (facing) closeCamera(video); // many phones give out one camera at a time
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { ...size, deviceId, facingMode: facing },
    });
    closeCamera(video);
    video.srcObject = stream;
    await video.play();
  } catch (error) {
    stream?.getTracks().forEach((track) => track.stop());
    throw new CameraError(REASONS[/** @type {Error} */ (error).name] ?? "failed");
  }
  const [track] = stream.getVideoTracks();
  track.onended = () => changed("unplugged");
  track.onmute = () => changed("muted");
  track.onunmute = () => changed(null);
}

/** @param {HTMLVideoElement} video */
export function closeCamera(video) {
  const stream = /** @type {MediaStream|null} */ (video.srcObject);
  for (const track of stream?.getTracks() ?? []) {
    track.onended = track.onmute = track.onunmute = null;
    track.stop();
  }
  video.srcObject = null;
}

/**
 * The frame as it travels: "BCF1", its number, its time in seconds, the JPEG.
 * @param {number} seq
 * @param {number} time_s
 * @param {ArrayBuffer} jpeg
 */
export function packFrame(seq, time_s, jpeg) {
  const bytes = new Uint8Array(16 + jpeg.byteLength);
  const header = new DataView(bytes.buffer);
  bytes.set([0x42, 0x43, 0x46, 0x31]);
  header.setUint32(4, seq, true);
  header.setFloat64(8, time_s, true);
  bytes.set(new Uint8Array(jpeg), 16);
  return bytes.buffer;
}

/** How quickly the expected times follow what was measured. */
const LEARN = 0.2;

/**
 * Gives out pictures: one is under way at a time, and the next is always the newest. So the rate is what the machine
 * can do, and nothing waits in a queue. The next picture is made into a JPEG shortly before the answer is expected:
 * the pose model then does not wait for the page.
 */
export class Eye {
  /**
   * @param {HTMLVideoElement} video
   * @param {(bytes: ArrayBuffer) => void} send
   */
  constructor(video, send) {
    this.video = video;
    this.send = send;
    this.canvas = new OffscreenCanvas(2, 2);
    this.pen = this.canvas.getContext("2d", { alpha: false });
    this.running = false;
    /** When the frame under way was sent; 0: none is. */
    this.busySince = 0;
    this.newest = 0;
    this.taken = 0;
    this.seq = 0;
    this.handle = 0;
    this.timer = 0;
    this.preparing = false;
    /** A picture that is ready to be sent, and when it was captured. @type {{ jpeg: ArrayBuffer, at: number }|null} */
    this.ready = null;
    /** What an answer and a JPEG take, in milliseconds. */
    this.answerMs = 80;
    this.jpegMs = 10;
    /** When each frame that was sent was captured, in milliseconds of the page's clock. @type {Map<number, number>} */
    this.captured = new Map();
  }

  start() {
    if (this.running) return;
    this.running = true;
    this.busySince = 0;
    this.ready = null;
    this.listen();
  }

  stop() {
    this.running = false;
    clearTimeout(this.timer);
    this.video.cancelVideoFrameCallback?.(this.handle);
  }

  listen() {
    this.handle = this.video.requestVideoFrameCallback((now, frame) => {
      this.newest = Math.max(this.newest, frame.captureTime ?? now);
      if (!this.running) return;
      this.listen();
      if (!this.waiting()) this.offer();
    });
  }

  /** Sends what is ready, or makes it ready. */
  offer() {
    if (this.ready) this.dispatch();
    else this.prepare();
  }

  /** Whether a frame is under way; one without an answer for long counts as lost. */
  waiting() {
    return this.busySince > 0 && performance.now() - this.busySince < ANSWER_MS;
  }

  /** @param {number} seq  The frame that was answered. */
  answered(seq) {
    if (seq !== this.seq) return;
    this.answerMs += LEARN * (performance.now() - this.busySince - this.answerMs);
    this.busySince = 0;
    this.offer();
  }

  /** Makes the newest picture ready, unless it was taken already; sends it if nothing is under way. */
  async prepare() {
    if (!this.running || this.preparing || this.ready || this.newest <= this.taken || !this.video.videoWidth) return;
    this.preparing = true;
    const at = this.newest;
    this.taken = at;
    const begun = performance.now();
    const jpeg = await this.picture();
    this.jpegMs += LEARN * (performance.now() - begun - this.jpegMs);
    this.preparing = false;
    if (!this.running || jpeg.byteLength > MAX_BYTES) return;
    this.ready = { jpeg, at };
    if (!this.waiting()) this.dispatch();
  }

  dispatch() {
    if (!this.ready) return;
    const { jpeg, at } = this.ready;
    this.ready = null;
    this.busySince = performance.now();
    this.seq += 1;
    this.captured.set(this.seq, at);
    this.captured.delete(this.seq - REMEMBERED);
    this.send(packFrame(this.seq, at / 1000, jpeg));
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.prepare(), Math.max(0, this.answerMs - this.jpegMs));
  }

  /** The video's present picture as a JPEG, its longer side at most 640 pixels. */
  async picture() {
    const { videoWidth, videoHeight } = this.video;
    const scale = Math.min(1, LONG_SIDE_PX / Math.max(videoWidth, videoHeight));
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    this.pen?.drawImage(this.video, 0, 0, width, height);
    const blob = await this.canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    return blob.arrayBuffer();
  }
}
