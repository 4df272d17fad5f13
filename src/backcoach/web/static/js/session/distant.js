/** A camera that is not this page's, in the place of `Sight`: its pictures come over the socket. */

const PREVIEW = "BCP1";

export class DistantSight {
  /**
   * @param {import("./view.js").View} view
   * @param {import("./draw.js").Drawing|undefined} drawing
   */
  constructor(view, drawing) {
    this.view = view;
    this.drawing = drawing;
    this.picture = /** @type {HTMLImageElement} */ (view.part(".distant"));
    this.working = true;
    this.url = "";
    /** This page captures nothing itself, so it can tell nothing of when that was. */
    this.eye = { captured: new Map(), answered: () => {} };
    this.picture.addEventListener("load", () => {
      this.drawing?.shape(this.picture.naturalWidth / this.picture.naturalHeight);
    });
  }

  /** @returns {Promise<boolean>}   The camera needs no leave of the browser. */
  async ask() {
    return true;
  }

  /**
   * Shows what the camera sees.
   * @param {ArrayBuffer} bytes
   */
  see(bytes) {
    const head = new TextDecoder().decode(new Uint8Array(bytes, 0, PREVIEW.length));
    if (head !== PREVIEW) return;
    const before = this.url;
    this.url = URL.createObjectURL(new Blob([new Uint8Array(bytes, PREVIEW.length)], { type: "image/jpeg" }));
    this.picture.src = this.url;
    URL.revokeObjectURL(before);
  }

  /**
   * Why there is no picture; null when it is back.
   * @param {string|null} why
   */
  changed(why) {
    this.working = why === null;
    this.view.root.classList.toggle("blind", why !== null);
    if (why !== null) this.drawing?.show(null);
  }

  /** It is tried again by the coach, all the time. */
  async again() {}

  start() {}

  stop() {
    this.drawing?.show(null);
  }

  close() {
    URL.revokeObjectURL(this.url);
  }
}
