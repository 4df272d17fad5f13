/** The live session: brings the camera, the coach, the picture, the voice and the keys together. */

import { ask, hurtDialog } from "./dialogs.js";
import { Drawing } from "./draw.js";
import { Panel } from "./panel.js";
import { Sight } from "./sight.js";
import { ANOTHER_TAB, Live } from "./socket.js";
import { Speech } from "./speech.js";
import { loadTexts, t } from "./texts.js";
import { View } from "./view.js";
import { canShowAgain, spaceOf } from "./words.js";
import { stayAwake, toggleFullScreen } from "./wake.js";

/** @typedef {import("./types.js").Screen} Screen */
/** @typedef {import("./types.js").Say} Say */
/** @typedef {import("./types.js").Pose} Pose */

const DEMO_ASPECT = 16 / 9;
const SPEEDS = [1, 2, 4, 8];
/** How long the last words may take before the summary is shown. */
const LAST_WORDS_MS = 6000;
const NOTICE_MS = 8000;

export class Coach {
  /**
   * @param {HTMLElement} root
   * @param {import("./types.js").Setup} setup
   */
  constructor(root, setup) {
    this.root = root;
    this.setup = setup;
    this.source = setup.source;
    this.speed = setup.speed;
    this.view = new View(root);
    this.drawing = new Drawing(/** @type {HTMLCanvasElement} */ (this.view.part("canvas")), setup);
    this.panel = new Panel(this.view.part(".panel"));
    this.live = new Live({
      message: (message) => this.receive(message),
      connection: (state, code) => this.connection(state, code),
    });
    this.sight = new Sight(this.view, this.drawing, {
      wanted: setup.camera,
      send: (bytes) => this.live.sendBytes(bytes),
      changed: (working, reason) => this.cameraChanged(working, reason),
    });
    this.speech = new Speech(setup, { way: (way) => this.tellWay(way), blocked: () => this.tellBlocked() });
    this.hurt = hurtDialog((hurt) => this.live.send({ type: "hurt", ...hurt }));
    /** @type {Screen|null} */
    this.screen = null;
    this.counted = "";
    this.refusal = "";
  }

  async start() {
    await loadTexts(this.setup.language);
    this.applySetup();
    this.view.veil(t("One moment"), t("The coach is getting ready."));
    stayAwake();
    this.speech.prepare();
    if (this.source === "camera" && !(await this.sight.ask())) this.source = "none";
    this.connect({ resume: this.setup.resume });
  }

  applySetup() {
    this.root.classList.toggle("mirrored", this.setup.mirror && this.source !== "demo");
    this.root.classList.toggle("no-captions", !this.setup.captions);
    this.view.press("captions", this.setup.captions);
    this.view.press("mute", !this.setup.sound);
    this.drawing.shape(DEMO_ASPECT);
  }

  /** @param {Record<string, any>} how */
  connect(how) {
    const { practice, pain, language, confirmed, length } = this.setup;
    this.live.open({ source: this.source, practice, pain, confirmed, length, speed: this.speed, language, ...how });
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
      case "notice":
        this.view.notice(message.text ?? "");
        break;
      case "error":
        this.refusal = message.reason;
        break;
      case "end":
        this.end(message.summary_url);
        break;
    }
  }

  /** @param {{session: string|null, pose: boolean}} message */
  ready(message) {
    this.view.notice("");
    this.view.veil("", "");
    this.rememberSession(message.session);
    if (this.source !== "camera") return;
    if (message.pose) this.sight.start();
    else this.view.notice(t("The pose model cannot be loaded: it goes on without the camera."));
    if (!this.sight.working) this.cameraChanged(false, "unplugged");
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
    if (this.source === "demo") this.drawing.shape(pose.aspect ?? DEMO_ASPECT);
    this.drawing.show(pose);
    this.panel.answered(this.sight.eye.captured.get(pose.seq));
    this.sight.eye.answered(pose.seq);
  }

  /** @param {Screen} screen */
  seeScreen(screen) {
    this.screen = screen;
    this.view.show(screen);
    this.drawing.aim(screen.outline ?? null);
    if (screen.state === "hurt") this.hurt.open();
    else this.hurt.close();
    const count = `${screen.position} ${screen.side} ${screen.count}`;
    const captured = screen.of_seq === undefined ? undefined : this.sight.eye.captured.get(screen.of_seq);
    if (count !== this.counted && captured !== undefined) this.panel.counted(captured);
    this.counted = count;
  }

  /** @param {Say} say */
  say(say) {
    this.view.caption(say.text);
    this.speech.say(say);
  }

  /**
   * Shows the summary when the last words are said.
   * @param {string|null} address   None where nothing could be remembered.
   */
  async end(address) {
    this.sight.close();
    this.live.close();
    if (!address) return;
    const latest = performance.now() + LAST_WORDS_MS;
    await pause(this.speed > 2 ? 300 : 1500);
    while (this.speech.speaking && performance.now() < latest) await pause(100);
    location.assign(address);
  }

  /**
   * @param {"open"|"broken"|"closed"} state
   * @param {number} code
   */
  connection(state, code) {
    if (state === "open") return;
    this.sight.stop();
    if (state === "broken") {
      this.view.notice(t("The coach does not answer. Nothing that is done is lost; trying again …"));
    } else if (code === ANOTHER_TAB) this.offerTakeover();
    else if (code !== 1000) this.offerAnew();
  }

  async offerTakeover() {
    this.view.notice("");
    await ask(t("The coach is at work in another tab"), this.refusal, [["take", t("Use this tab instead")]]);
    this.live.open({ ...this.live.hello, takeover: true });
  }

  async offerAnew() {
    this.view.notice("");
    const answers = /** @type {[string, string][]} */ ([["anew", t("Begin anew")], ["today", t("Back to Today")]]);
    const answer = await ask(t("It cannot go on like this"), this.refusal, answers);
    if (answer === "today") location.assign("/");
    else this.connect({ resume: null });
  }

  /**
   * @param {boolean} working
   * @param {string|null} reason
   */
  cameraChanged(working, reason) {
    this.live.send({ type: "camera", working, reason });
    this.root.classList.toggle("blind", !working);
  }

  // ---- sound

  /** @param {import("./speech.js").Way} way */
  tellWay(way) {
    this.root.dataset.voice = way;
    // What a voice says need not be read aloud a second time by a screen reader.
    this.view.part(".caption").setAttribute("aria-live", way === "tones" ? "polite" : "off");
    if (way === "voice") return;
    this.view.notice(
      way === "server"
        ? t("This browser has no voice of its own: the computer's plain voice speaks.")
        : t("This browser has no voice: you hear tones, and read what is said below."),
      NOTICE_MS,
    );
  }

  tellBlocked() {
    this.view.notice(t("Tap once or press any key, and you will hear the coach."), NOTICE_MS);
  }

  // ---- what the person does

  /** @param {string} what   Of a key (see keys.js) or a button's data-do. */
  act(what) {
    /** @type {Record<string, () => void>} */
    const own = {
      space: () => this.goOn(false),
      tap: () => this.goOn(true),
      pause: () => this.action(this.screen?.state === "paused" ? "resume" : "pause"),
      hurt: () => this.itHurts(),
      fullscreen: () => toggleFullScreen(),
      panel: () => this.panel.toggle(),
      mute: () => this.mute(),
      captions: () => this.captions(),
      speed: () => this.faster(),
      camera: () => this.sight.again(),
      leave: () => this.leave(),
      show: () => this.screen && canShowAgain(this.screen) && this.action("show"),
    };
    if (own[what]) own[what]();
    else this.action(what);
  }

  /**
   * Space and a tap do what the button says that names Space; a tap on the picture does not pause.
   * @param {boolean} tapped
   */
  goOn(tapped) {
    const asked = spaceOf(this.screen);
    if (!tapped || asked !== "pause") this.action(asked);
  }

  /** Asks before it leaves: what was begun can be gone on with. */
  async leave() {
    if (!this.screen || this.source === "demo") return location.assign("/");
    const paused = this.screen.state === "paused";
    if (!paused) this.action("pause");
    const answer = await ask(t("Leave the session?"), t("What you have done is kept. You can go on later, from Today."), [
      ["stay", t("Go on now")], ["later", t("Go on later")], ["end", t("End it here")],
    ]);
    if (answer === "later") location.assign("/");
    else if (answer === "end") this.action("stop");
    else if (!paused) this.action("resume");
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
    this.view.press("mute", this.speech.muted);
  }

  captions() {
    this.view.press("captions", !this.root.classList.toggle("no-captions"));
  }

  faster() {
    this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length];
    this.live.send({ type: "speed", factor: this.speed });
    this.view.write('[data-do="speed"]', `${this.speed}×`);
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
