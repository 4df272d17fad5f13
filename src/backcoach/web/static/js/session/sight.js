/** The camera during a session: asking for it, telling what is wrong with it, going on without it and with it again. */

import { CameraError, closeCamera, Eye, openCamera } from "./camera.js";
import { ask } from "./dialogs.js";
import { t } from "./texts.js";
import { cameraTrouble } from "./troubles.js";

/** @typedef {import("./camera.js").Reason} Reason */

export class Sight {
  /**
   * @param {import("./view.js").View} view
   * @param {import("./draw.js").Drawing|undefined} drawing
   * @param {object} links
   * @param {string|null} links.wanted                            The chosen camera.
   * @param {(bytes: ArrayBuffer) => void} links.send
   * @param {(working: boolean, reason: Reason|null) => void} links.changed   It failed, or is back.
   * @param {() => void} links.elsewhere                          Another camera is wanted.
   */
  constructor(view, drawing, links) {
    this.view = view;
    this.drawing = drawing;
    this.links = links;
    this.video = /** @type {HTMLVideoElement} */ (view.part("video"));
    this.eye = new Eye(this.video, links.send);
    this.working = false;
  }

  /**
   * Asks until there is a camera or the person goes on without one.
   * @returns {Promise<boolean>}   Whether there is a camera.
   */
  async ask() {
    for (;;) {
      this.view.veil(t("Allow the camera"), t("The browser asks. Pictures stay here."));
      const reason = await this.tryToOpen();
      if (reason === null) return true;
      const { title, text } = cameraTrouble(reason);
      const answer = await ask(title, text, [
        ["without", t("Go on without camera")],
        ["again", t("Try again")],
        ["elsewhere", t("Use a phone or another camera")],
      ]);
      if (answer === "without") return false;
      if (answer === "elsewhere") this.links.elsewhere();
    }
  }

  /** @returns {Promise<Reason|null>}  Why the camera cannot be opened. */
  async tryToOpen() {
    try {
      await openCamera(this.video, this.links.wanted, (reason) => this.changed(reason));
    } catch (error) {
      if (error instanceof CameraError) return error.reason;
      throw error;
    }
    this.working = true;
    this.followShape();
    return null;
  }

  /** Keeps the drawing in the shape of the picture. */
  followShape() {
    const follow = () => {
      if (this.video.videoWidth) this.drawing?.shape(this.video.videoWidth / this.video.videoHeight);
    };
    this.video.onresize = follow;
    follow();
  }

  /** @param {Reason|null} reason  Why there is no picture any more; null when it is back. */
  changed(reason) {
    this.working = reason === null;
    this.links.changed(this.working, reason);
    if (reason === null) {
      this.view.notice("");
      this.eye.start();
      return;
    }
    this.eye.stop();
    this.drawing?.show(null);
    const { title, text } = cameraTrouble(reason);
    this.view.notice(`${title}. ${text}`);
  }

  /** Tries to go on with the camera. */
  async again() {
    const reason = await this.tryToOpen();
    if (reason === null) this.changed(null);
    else this.view.notice(cameraTrouble(reason).title);
  }

  start() {
    if (this.working) this.eye.start();
  }

  stop() {
    this.eye.stop();
  }

  close() {
    this.eye.stop();
    closeCamera(this.video);
  }
}
