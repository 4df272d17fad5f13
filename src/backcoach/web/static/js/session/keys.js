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
  y: "yes",
  j: "yes",
  n: "no",
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
  const digit = numberKeys((number) => act(`number ${number}`));
  document.addEventListener("keydown", (event) => {
    if (/^[0-9]$/.test(event.key) && !event.repeat && !document.querySelector("dialog[open]")) digit(event.key);
    const what = KEYS[event.key.toLowerCase()];
    if (!what || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (document.querySelector("dialog[open]")) return;
    if ((what === "space" || what === "confirm") && document.activeElement?.closest("button, a")) return;
    event.preventDefault();
    act(what);
  });
}

/** A 1 may become a 10 for so long. */
const TEN_MS = 700;

/**
 * Returns what takes digits, and tells the number, 0 to 10.
 * @param {(number: number) => void} tell
 */
function numberKeys(tell) {
  let waiting = 0;
  return (/** @type {string} */ digit) => {
    const ten = waiting && digit === "0";
    if (waiting && !ten) tell(1);
    clearTimeout(waiting);
    waiting = 0;
    if (ten) tell(10);
    else if (digit !== "1") tell(Number(digit));
    else
      waiting = setTimeout(() => {
        waiting = 0;
        tell(1);
      }, TEN_MS);
  };
}
