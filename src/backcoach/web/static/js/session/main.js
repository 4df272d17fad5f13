/** Starts the session page, and listens to keys, buttons and touches. */

import { Coach } from "./coach.js";
import { listenToKeys } from "./keys.js";

const root = /** @type {HTMLElement} */ (document.getElementById("session"));
/** @type {import("./types.js").Setup} */
const setup = JSON.parse(String(root.dataset.setup));
// Only the senses that this session needs are loaded.
const own = setup.eye === "page" ? await import("./sight.js") : null;
const distant = own ? null : await import("./distant.js");
const drawn = setup.source === "none" ? null : await import("./draw.js");
const { hearingFor } = setup.words ? await import("./hearing.js") : { hearingFor: undefined };
const coach = new Coach(root, setup, {
  Own: own?.Sight,
  Distant: distant?.DistantSight,
  Drawing: drawn?.Drawing,
  hearingFor,
});

listenToKeys((what) => coach.act(what));
root.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const button = /** @type {HTMLElement|null} */ (target.closest("[data-do]"));
  // A button that was clicked gives the focus back: the next Space is the session's, not the button's.
  if (button && event.detail > 0) button.blur();
  if (button) event.preventDefault();
  if (button) coach.act(String(button.dataset.do));
  else if (target.closest(".stage")) coach.act("tap");
});
for (const kind of ["pointerdown", "keydown"]) {
  document.addEventListener(
    kind,
    () => {
      coach.speech.touched();
      coach.hearing?.touched();
    },
    { capture: true },
  );
}
addEventListener("pagehide", () => {
  coach.speech.hush();
  coach.hearing?.close();
});

/** For programs that measure this page; see docs/session-page.md. */
Object.assign(window, {
  backcoach: { figures: () => coach.panel.figures, instructor: () => coach.view.instructor.figures },
});
coach.start();
