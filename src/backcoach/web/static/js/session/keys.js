/** What the keys do. */

/** @type {Record<string, string>} */
const KEYS = {
  " ": "space",
  enter: "confirm",
  a: "show",
  arrowleft: "back",
  arrowright: "skip",
  escape: "hurt",
  h: "hurt",
  p: "pause",
  f: "fullscreen",
  d: "panel",
  m: "mute",
  c: "captions",
};

/**
 * Calls `act` with what a key asks for. Keys that an open dialog or a button reached by Tab needs are left to them.
 * @param {(what: string) => void} act
 */
export function listenToKeys(act) {
  document.addEventListener("keydown", (event) => {
    const what = KEYS[event.key.toLowerCase()];
    if (!what || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (document.querySelector("dialog[open]")) return;
    if ((what === "space" || what === "confirm") && document.activeElement?.closest("button, a")) return;
    event.preventDefault();
    act(what);
  });
}
