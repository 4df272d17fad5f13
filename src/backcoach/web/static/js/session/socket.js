/** The connection to the coach: says hello, comes back when it breaks, tells what arrives. */

import { isPassing } from "./closings.js";

/** @typedef {import("./types.js").Hello} Hello */
/** @typedef {import("./types.js").ToPage} ToPage */
/** @typedef {import("./types.js").FromPage} FromPage */

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;
/** After this long without an answer the person is asked; it is tried on meanwhile. */
const GONE_AFTER_MS = 12000;

export class Live {
  /**
   * @param {object} handlers
   * @param {(message: ToPage) => void} handlers.message
   * @param {(state: "open"|"broken"|"gone"|"closed", code: number) => void} handlers.connection
   *     broken: it is tried again; gone: for so long that the person should know; closed: trying again mends nothing.
   * @param {(bytes: ArrayBuffer) => void} [handlers.picture]   What a camera sees that is not this page's.
   */
  constructor(handlers) {
    this.handlers = handlers;
    /** @type {WebSocket|null} */
    this.socket = null;
    /** @type {Hello} */
    this.hello = { type: "hello", protocol: 1 };
    this.waitMs = FIRST_WAIT_MS;
    this.ended = false;
    this.timer = 0;
    /** Since when nobody answers; 0 while somebody does. */
    this.brokenAt = 0;
  }

  /**
   * Connects, and stays connected until `close`.
   * @param {Partial<Hello>} hello
   */
  open(hello) {
    this.hello = { type: "hello", protocol: 1, ...hello };
    this.ended = false;
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/live`);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => {
      socket.send(JSON.stringify(this.hello));
      this.handlers.connection("open", 0);
    };
    socket.onmessage = (event) => {
      if (this.socket !== socket) return;
      if (typeof event.data === "string") this.receive(JSON.parse(event.data));
      else this.handlers.picture?.(event.data);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.lost(event.code);
    };
  }

  /** @param {ToPage} message */
  receive(message) {
    if (message.type === "ready") {
      this.waitMs = FIRST_WAIT_MS;
      this.brokenAt = 0;
      if (message.session) this.hello.resume = message.session;
      delete this.hello.takeover;
    }
    if (message.type === "end") this.ended = true;
    this.handlers.message(message);
  }

  /** @param {number} code */
  lost(code) {
    this.socket = null;
    if (this.ended || !isPassing(code)) {
      this.handlers.connection("closed", code);
      return;
    }
    this.brokenAt ||= performance.now();
    const gone = performance.now() - this.brokenAt >= GONE_AFTER_MS;
    this.handlers.connection(gone ? "gone" : "broken", code);
    this.timer = setTimeout(() => this.connect(), this.waitMs);
    this.waitMs = Math.min(this.waitMs * 1.7, LONGEST_WAIT_MS);
  }

  /** Tries at once, without waiting for the next time. */
  hurry() {
    if (this.socket || this.ended) return;
    this.waitMs = FIRST_WAIT_MS;
    this.connect();
  }

  /** Whether something can be sent now. */
  get connected() {
    return this.socket !== null && this.socket.readyState === WebSocket.OPEN;
  }

  /** @param {FromPage} message */
  send(message) {
    if (this.connected) this.socket?.send(JSON.stringify(message));
  }

  /** @param {ArrayBuffer} bytes */
  sendBytes(bytes) {
    if (this.connected) this.socket?.send(bytes);
  }

  close() {
    this.ended = true;
    clearTimeout(this.timer);
    this.socket?.close(1000);
  }
}
