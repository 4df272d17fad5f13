/** The live session: brings the camera, the coach, the picture, the voice and the keys together. */

import { CameraError, closeCamera, Eye, openCamera } from "./camera.js";
import { ask, hurtDialog } from "./dialogs.js";
import { Drawing } from "./draw.js";
import { listenToKeys } from "./keys.js";
import { Panel } from "./panel.js";
import { ANOTHER_TAB, Live } from "./socket.js";
import { Speech } from "./speech.js";
import { loadTexts, t } from "./texts.js";
import { cameraTrouble } from "./troubles.js";
import { View } from "./view.js";
import { stayAwake, toggleFullScreen } from "./wake.js";

/** @typedef {import("./types.js").Setup} Setup */
/** @typedef {import("./types.js").Screen} Screen */
/** @typedef {import("./types.js").Say} Say */
/** @typedef {import("./types.js").Pose} Pose */
/** @typedef {import("./camera.js").Reason} Reason */

const DEMO_ASPECT = 16 / 9;
const SPEEDS = [1, 2, 4, 8];
/** How long the last words may take before the summary is shown. */
const LAST_WORDS_MS = 6000;

class Coach {
  /**
   * @param {HTMLElement} root
   * @param {Setup} setup
   */
  constructor(root, setup) {
    this.root = root;
    this.setup = setup;
    this.source = setup.source;
    this.speed = setup.speed;
    this.view = new View(root);
    this.video = /** @type {HTMLVideoElement} */ (this.view.part("video"));
    this.question = /** @type {HTMLDialogElement} */ (document.getElementById("question"));
    this.drawing = new Drawing(/** @type {HTMLCanvasElement} */ (this.view.part("canvas")), setup);
    this.live = new Live({ message: (message) => this.receive(message), connection: (state, code) => this.connection(state, code) });
    this.eye = new Eye(this.video, (bytes) => this.live.sendBytes(bytes));
    this.panel = new Panel(this.view.part(".panel"));
    this.speech = new Speech(setup, { way: (way) => this.tellWay(way), blocked: () => this.tellBlocked() });
    this.hurt = hurtDialog(/** @type {HTMLDialogElement} */ (document.getElementById("hurt")), (hurt) => {
      this.live.send({ type: "hurt", ...hurt });
    });
    /** @type {Screen|null} */
    this.screen = null;
    this.lastCount = "";
    this.working = false;
  }

  async start() {
    await loadTexts(this.setup.language);
    this.applySetup();
    this.listen();
    this.view.veil(t("One moment"), t("The coach is getting ready."));
    stayAwake();
    this.speech.prepare();
    if (this.source === "camera") await this.askForCamera();
    this.connect();
  }

  applySetup() {
    this.root.classList.toggle("mirrored", this.setup.mirror && this.source !== "demo");
    this.root.classList.toggle("no-captions", !this.setup.captions);
    this.view.part('[data-do="captions"]').setAttribute("aria-pressed", String(this.setup.captions));
    this.view.part('[data-do="mute"]').setAttribute("aria-pressed", String(!this.setup.sound));
    this.view.part('[data-do="speed"]').hidden = this.source !== "demo";
    this.showSpeed();
    this.drawing.shape(DEMO_ASPECT);
  }

  connect() {
    this.live.open({
      source: this.source,
      practice: this.setup.practice,
      resume: this.live.hello.resume ?? this.setup.resume,
      speed: this.speed,
      language: this.setup.language,
    });
  }

  // ---- what arrives

  /** @param {any} message */
  receive(message) {
    switch (message.type) {
      case "warming":
        this.view.veil(t("One moment"), t("The coach is getting ready."));
        break;
      case "ready":
        this.ready(message);
        break;
      case "pose":
        this.seePose(message);
        break;
      case "screen":
        this.seeScreen(message);
        break;
      case "say":
        this.say(message);
        break;
      case "end":
        this.end(message.summary_url);
        break;
      case "error":
        this.fail(message.reason);
        break;
    }
  }

  /** @param {{session: string|null, pose: boolean}} message */
  ready(message) {
    this.view.notice("");
    this.view.veil("", "");
    this.rememberSession(message.session);
    if (this.source === "camera" && !message.pose) this.view.notice(t("The pose model cannot be loaded: it goes on without the camera."));
    if (this.source === "camera" && this.working) this.eye.start();
  }

  /**
   * Puts the session into the address, so that a reload goes on with it. Nothing is stored in the browser.
   * @param {string|null} session
   */
  rememberSession(session) {
    if (!session) return;
    const address = new URL(location.href);
    address.searchParams.set("resume", session);
    history.replaceState(null, "", address);
  }

  /** @param {Pose} pose */
  seePose(pose) {
    if (pose.demo) this.drawing.shape(pose.aspect ?? DEMO_ASPECT);
    this.drawing.show(pose);
    if (!pose.demo) {
      this.panel.answered(this.eye.captured.get(pose.seq));
      this.eye.answered(pose.seq);
    } else this.panel.answered(undefined);
  }

  /** @param {Screen} screen */
  seeScreen(screen) {
    this.screen = screen;
    this.view.show(screen);
    this.drawing.aim(screen.outline ?? null);
    if (screen.state === "hurt") this.hurt.open();
    else this.hurt.close();
    const count = `${screen.position} ${screen.side} ${screen.count}`;
    const captured = screen.of_seq === undefined ? undefined : this.eye.captured.get(screen.of_seq);
    if (count !== this.lastCount && captured !== undefined) this.panel.counted(captured);
    this.lastCount = count;
  }

  /** @param {Say} say */
  say(say) {
    this.view.caption(say.text);
    this.speech.say(say);
  }

  /**
   * Shows the summary when the last words are said.
   * @param {string} address
   */
  async end(address) {
    this.eye.stop();
    closeCamera(this.video);
    this.live.close();
    const latest = performance.now() + LAST_WORDS_MS;
    await pause(this.speed > 2 ? 300 : 1500);
    while (this.speech.speaking && performance.now() < latest) await pause(100);
    location.assign(address);
  }

  /** @param {string} reason */
  fail(reason) {
    this.view.notice(reason);
  }

  /**
   * @param {"open"|"broken"|"closed"} state
   * @param {number} code
   */
  connection(state, code) {
    if (state === "open") return;
    this.eye.stop();
    if (state === "broken") this.view.notice(t("The coach does not answer. Nothing that is done is lost; trying again …"));
    else if (code === ANOTHER_TAB) this.offerTakeover();
  }

  async offerTakeover() {
    this.view.notice("");
    await ask(this.question, t("The session runs in another tab"), t("Only one tab at a time can be coached."), [
      ["take", t("Use this tab instead")],
    ]);
    this.live.hello.takeover = true;
    this.live.open({ ...this.live.hello, takeover: true });
  }

  // ---- the camera

  async askForCamera() {
    for (;;) {
      this.view.veil(t("May the coach see you?"), t("Allow the camera in the window of the browser. Pictures stay on this computer."));
      try {
        await openCamera(this.video, this.setup.camera, (reason) => this.cameraChanged(reason));
        this.working = true;
        this.followShape();
        return;
      } catch (error) {
        if (!(error instanceof CameraError)) throw error;
        if ((await this.askWithout(error.reason)) === "without") return;
      }
    }
  }

  /** @param {Reason} reason */
  async askWithout(reason) {
    const { title, text } = cameraTrouble(reason);
    const answer = await ask(this.question, title, text, [
      ["without", t("Go on without camera")],
      ["again", t("Try again")],
    ]);
    if (answer === "without") this.source = "none";
    return answer;
  }

  /** Keeps the drawing in the shape of the picture. */
  followShape() {
    const follow = () => {
      if (this.video.videoWidth) this.drawing.shape(this.video.videoWidth / this.video.videoHeight);
    };
    this.video.onresize = follow;
    follow();
  }

  /** @param {Reason|null} reason  Why there is no picture any more; null when it is back. */
  cameraChanged(reason) {
    this.working = reason === null;
    this.live.send({ type: "camera", working: this.working, reason });
    this.root.classList.toggle("blind", !this.working);
    if (reason === null) {
      this.view.notice("");
      this.eye.start();
      return;
    }
    this.eye.stop();
    this.drawing.show(null);
    const { title, text } = cameraTrouble(reason);
    this.view.notice(`${title}. ${text}`);
  }

  async cameraAgain() {
    try {
      await openCamera(this.video, this.setup.camera, (reason) => this.cameraChanged(reason));
      this.followShape();
      this.source = "camera";
      this.cameraChanged(null);
    } catch (error) {
      if (error instanceof CameraError) this.view.notice(cameraTrouble(error.reason).title);
    }
  }

  // ---- sound

  /** @param {import("./speech.js").Way} way */
  tellWay(way) {
    this.root.dataset.voice = way;
    this.view.part(".caption").setAttribute("aria-live", way === "tones" ? "polite" : "off");
    if (way === "server") this.view.notice(t("This browser has no voice of its own: the computer's plain voice speaks."));
    if (way === "tones") this.view.notice(t("This browser has no voice: you hear tones, and read what is said below."));
    if (way !== "voice") setTimeout(() => this.view.notice(""), 8000);
  }

  tellBlocked() {
    this.view.notice(t("Tap once or press any key, and you will hear the coach."));
  }

  // ---- what the person does

  listen() {
    listenToKeys((what) => this.act(what));
    this.root.addEventListener("click", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      const button = /** @type {HTMLElement|null} */ (target.closest("[data-do]"));
      if (button && event.detail > 0) button.blur();
      if (button) this.act(String(button.dataset.do));
      else if (target.closest(".stage")) this.act("tap");
    });
    for (const kind of ["pointerdown", "keydown"]) {
      document.addEventListener(kind, () => this.speech.touched(), { capture: true });
    }
    addEventListener("pagehide", () => this.speech.hush());
  }

  /** @param {string} what */
  act(what) {
    const state = this.screen?.state;
    if (what === "space" || what === "tap") this.goOn(what === "tap");
    else if (what === "pause") this.action(state === "paused" ? "resume" : "pause");
    else if (what === "hurt") this.itHurts();
    else if (what === "fullscreen") toggleFullScreen();
    else if (what === "panel") this.panel.toggle();
    else if (what === "mute") this.mute();
    else if (what === "captions") this.captions();
    else if (what === "speed") this.faster();
    else if (what === "camera") this.cameraAgain();
    else this.action(what);
  }

  /**
   * Space and a tap: go on when paused, "done" without a camera, otherwise pause (a tap on the picture does not).
   * @param {boolean} tapped
   */
  goOn(tapped) {
    const state = this.screen?.state;
    if (state === "paused") this.action("resume");
    else if (this.screen?.source === "none") this.action("confirm");
    else if (!tapped) this.action("pause");
  }

  /** @param {string} action */
  action(action) {
    this.live.send({ type: "action", action });
  }

  itHurts() {
    this.speech.hush();
    this.action("hurt");
  }

  mute() {
    this.speech.mute(!this.speech.muted);
    this.view.part('[data-do="mute"]').setAttribute("aria-pressed", String(this.speech.muted));
  }

  captions() {
    const off = this.root.classList.toggle("no-captions");
    this.view.part('[data-do="captions"]').setAttribute("aria-pressed", String(!off));
  }

  faster() {
    this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length];
    this.live.send({ type: "speed", factor: this.speed });
    this.showSpeed();
  }

  showSpeed() {
    this.view.part('[data-do="speed"]').textContent = `${this.speed}×`;
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const root = /** @type {HTMLElement} */ (document.getElementById("session"));
const coach = new Coach(root, JSON.parse(String(root.dataset.setup)));
coach.start();
/** For programs that measure this page (see docs/session-page.md). */
Object.assign(window, { backcoach: { figures: () => coach.panel.figures } });
