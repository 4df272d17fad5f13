/** The live session: brings the camera, the coach, the picture, the voice and the keys together. */

import { closingOf, waysOf } from "./closings.js";
import { ask, hurtDialog, unask } from "./dialogs.js";
import { Panel } from "./panel.js";
import { Live } from "./socket.js";
import { Speech } from "./speech.js";
import { loadTexts, t } from "./texts.js";
import { View } from "./view.js";
import { stayAwake, toggleFullScreen } from "./wake.js";
import { chimeOf, spaceOf } from "./words.js";

/** @typedef {import("./types.js").ScreenMessage} ScreenMessage */
/** @typedef {import("./types.js").SayMessage} SayMessage */
/** @typedef {import("./types.js").PoseMessage} PoseMessage */
/** @typedef {import("./types.js").OfferedWay} OfferedWay */
/** @typedef {import("./types.js").Hello} Hello */
/** @typedef {import("./types.js").Pressed["action"]} Press */

const DEMO_ASPECT = 16 / 9;
const SPEEDS = [1, 2, 4, 8];
/** How long the last words may take before the summary is shown. */
const LAST_WORDS_MS = 6000;
const NOTICE_MS = 8000;
const MEANS_GO_ON = new Set(["space", "tap", "confirm", "pause"]);

export class Coach {
  /**
   * @param {HTMLElement} root
   * @param {import("./types.js").Setup} setup
   * @param {object} senses   How it sees: one of both, and what it draws of it; and how it hears, where it does.
   * @param {typeof import("./sight.js").Sight} [senses.Own]                 By this page's own camera.
   * @param {typeof import("./distant.js").DistantSight} [senses.Distant]    By another one.
   * @param {typeof import("./draw.js").Drawing} [senses.Drawing]
   * @param {typeof import("./hearing.js").hearingFor} [senses.hearingFor]
   */
  constructor(root, setup, { Own, Distant, Drawing, hearingFor }) {
    this.root = root;
    this.setup = setup;
    this.source = setup.source;
    this.speed = setup.speed;
    this.view = new View(root);
    this.drawing = Drawing && new Drawing(/** @type {HTMLCanvasElement} */ (this.view.part("canvas")), setup);
    this.panel = new Panel(this.view.part(".panel"));
    this.live = new Live({
      message: (message) => this.receive(message),
      connection: (state, code) => this.connection(state, code),
      picture: (bytes) => this.distant?.see(bytes),
    });
    this.distant = Distant && new Distant(this.view, this.drawing);
    this.sight = this.distant ?? this.ownSight(/** @type {NonNullable<typeof Own>} */ (Own));
    this.hearing = hearingFor?.(
      (piece) => this.live.sendBytes(piece),
      (words) => this.view.notice(words, NOTICE_MS),
    );
    this.speech = new Speech(setup, {
      way: (way) => this.tellWay(way),
      blocked: () => this.tellBlocked(),
      trouble: (trouble) => this.tellTrouble(trouble),
      speaking: (text) => setup.words && this.live.send({ type: "speaking", text }),
    });
    this.hurt = hurtDialog((hurt) => this.live.send({ type: "hurt", ...hurt }));
    /** @type {ScreenMessage|null} */
    this.screen = null;
    this.counted = "";
    this.captionTurn = 0;
    /** Why the coach ended the connection, and what leads on. @type {{reason: string, ways: OfferedWay[]}} */
    this.refusal = { reason: "", ways: [] };
    this.isGone = false;
    /** What was said of the voice already. @type {Set<string>} */
    this.troubles = new Set();
    /** The question of "It hurts" that is open, and whether somebody is at this page to answer in its window. */
    this.asked = "";
    this.isReached = false;
  }

  /**
   * This page's own camera.
   * @param {typeof import("./sight.js").Sight} Own
   */
  ownSight(Own) {
    return new Own(this.view, this.drawing, {
      wanted: this.setup.camera,
      send: (bytes) => this.live.sendBytes(bytes),
      changed: (working, reason) => this.cameraChanged(working, reason),
      elsewhere: () => this.chooseCamera(),
    });
  }

  /** Goes to the page of cameras, and from there back into this session. */
  chooseCamera() {
    location.assign(`/camera?then=${encodeURIComponent(location.pathname + location.search)}`);
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
    this.drawing?.shape(DEMO_ASPECT);
  }

  /** @param {Partial<Hello>} how */
  connect(how) {
    const { practice, free, pain, language, confirmed, length, eye, words } = this.setup;
    this.live.open({
      source: this.source,
      practice,
      free,
      pain,
      confirmed,
      length,
      speed: this.speed,
      language,
      eye,
      words,
      ...how,
    });
  }

  // ---- what arrives

  /** @param {import("./types.js").ToPage} message */
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
        if (message.kind === "camera") this.distant?.changed(message.text);
        break;
      case "hush":
        this.hush();
        break;
      case "heard":
        this.view.heard(message.text, message.press !== null);
        break;
      case "sound":
        this.speech.soundLike(message.step);
        break;
      case "soon":
        this.speech.prepareFor(message.texts);
        break;
      case "error":
        this.refusal = { reason: message.reason, ways: message.ways };
        break;
      case "end":
        this.end(message.summary_url);
        break;
    }
  }

  /** @param {import("./types.js").Ready} message */
  ready(message) {
    this.isGone = false;
    unask();
    this.view.notice("");
    this.view.veil("", "");
    this.rememberSession(message.session);
    this.hearing?.start();
    if (this.source !== "camera") return;
    if (message.pose) this.sight.start();
    else this.view.notice(t("The pose model cannot be loaded: we go on without the camera."));
    if (!this.sight.working && this.setup.eye === "page") this.cameraChanged(false, "unplugged");
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

  /** @param {PoseMessage} pose */
  seePose(pose) {
    if (this.source === "demo") this.drawing?.shape(pose.aspect ?? DEMO_ASPECT);
    if (!pose.dropped) this.drawing?.show(pose);
    this.panel.answered(this.sight.eye.captured.get(pose.seq));
    this.sight.eye.answered(pose.seq);
  }

  /** @param {ScreenMessage} screen */
  seeScreen(screen) {
    const chime = chimeOf(this.screen?.hand ?? 0, screen.hand ?? 0);
    if (chime) this.speech.chime(chime);
    this.screen = screen;
    this.speech.turn(screen.turn);
    if (this.captionTurn < screen.turn) this.view.caption("");
    this.view.instructor.setClock(screen.at, this.source === "demo" ? this.speed : 1);
    this.view.show(screen);
    this.drawing?.aim(screen.outline);
    this.offerHurtWindow(screen);
    const count = `${screen.position} ${screen.side} ${screen.count}`;
    const captured = screen.of_seq === null ? undefined : this.sight.eye.captured.get(screen.of_seq);
    if (count !== this.counted && captured !== undefined) this.panel.counted(captured);
    this.counted = count;
  }

  /**
   * The window of "It hurts" is for those who can reach it: it opens where it was asked for at this page, and gives way
   * to the spoken questions as soon as one of them is answered.
   * @param {ScreenMessage} screen
   */
  offerHurtWindow(screen) {
    const hurts = screen.state === "hurt";
    const asked = hurts ? (screen.question?.id ?? "") : "";
    if (this.asked && asked !== this.asked) this.isReached = false;
    this.asked = asked;
    if (hurts && (this.isReached || !asked)) this.hurt.open();
    else this.hurt.close();
  }

  /** @param {SayMessage} say */
  say(say) {
    this.view.caption(say.text);
    this.captionTurn = say.stays ? Infinity : say.turn;
    this.speech.say(say);
  }

  /** What was being said belongs to a state that is over. */
  hush() {
    this.speech.hush();
    this.view.caption("");
  }

  /**
   * Shows the summary when the last words are said.
   * @param {string|null} address   None where nothing could be remembered.
   */
  async end(address) {
    this.sight.close();
    this.hearing?.close();
    this.live.close();
    if (!address) return;
    const latest = performance.now() + LAST_WORDS_MS;
    await pause(this.speed > 2 ? 300 : 1500);
    while (this.speech.speaking && performance.now() < latest) await pause(100);
    location.assign(address);
  }

  /**
   * @param {"open"|"broken"|"gone"|"closed"} state
   * @param {number} code
   */
  connection(state, code) {
    if (state === "open") return;
    this.sight.stop();
    if (state === "broken") {
      this.view.notice(t("The coach does not answer. Nothing you have done is lost; trying again …"));
    } else if (state === "gone") this.tellGone();
    else if (!this.live.ended) this.offerWays(code);
  }

  /** The coach has not answered for long: says so once, and goes on by itself as soon as it does. */
  async tellGone() {
    this.view.notice("");
    if (this.isGone) return;
    this.isGone = true;
    const answers = /** @type {[string, string][]} */ ([
      ["again", t("Try again")],
      ["today", t("Back to Today")],
    ]);
    const answer = await ask(
      t("The coach is not there any more"),
      t(
        "Start Backcoach again on this computer. This page then goes on where you were, by itself; nothing you have done is lost.",
      ),
      answers,
    );
    this.isGone = false;
    if (answer === "today") location.assign("/");
    else this.live.hurry();
  }

  /**
   * Says why the coach ended the connection, and offers what leads on.
   * @param {number} code
   */
  async offerWays(code) {
    this.view.notice("");
    const closing = closingOf(code);
    const { reason, ways } = this.refusal;
    this.refusal = { reason: "", ways: [] };
    /** @type {[string, string][]} */
    const offered = ways.map((way, i) => [`way ${i}`, way.text]);
    const answer = await ask(closing.title(), reason || closing.text(), [...offered, ...waysOf(code)]);
    const chosen = ways[Number(answer.replace("way ", ""))];
    if (chosen?.href) location.assign(chosen.href);
    else if (chosen) this.live.open({ ...this.live.hello, ...chosen.hello });
    else if (answer === "today") location.assign("/");
    else if (answer === "anew") this.connect({ resume: null });
    else this.live.open({ ...this.live.hello, ...(answer === "take" ? { takeover: true } : {}) });
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

  /** @param {import("./sounds.js").Trouble} trouble */
  tellTrouble(trouble) {
    const told = {
      "voice file": t(
        "The voice file cannot be used, so the computer's plain voice speaks. The doctor says what is wrong.",
      ),
      "started again": t("The computer's voice was gone for a moment, and is back."),
      lost: t("The computer's voice is gone: you hear tones until it is back."),
    }[trouble];
    if (this.troubles.has(trouble)) return;
    this.troubles.add(trouble);
    this.view.notice(told, NOTICE_MS);
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
      elsewhere: () => this.chooseCamera(),
      leave: () => this.leave(),
    };
    const [kind, number] = what.split(" ");
    // While it hurts no key goes on by chance: the window with all answers opens instead.
    if (this.screen?.state === "hurt" && MEANS_GO_ON.has(what)) this.itHurts();
    else if (own[what]) own[what]();
    else if (kind === "number") this.live.send({ type: "number", value: Number(number) });
    else this.action(/** @type {Press} */ (what));
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
    const answer = await ask(
      t("Leave the session?"),
      t("What you have done is kept. You can go on later, from Today."),
      [
        ["stay", t("Go on now")],
        ["later", t("Go on later")],
        ["end", t("End it here")],
      ],
    );
    if (answer === "later") location.assign("/");
    else if (answer === "end") this.action("stop");
    else if (!paused) this.action("resume");
  }

  /** @param {Press} action */
  action(action) {
    this.live.send({ type: "action", action });
  }

  itHurts() {
    this.isReached = true;
    if (this.screen?.state === "hurt") return this.hurt.open();
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
