/** Keeps the screen awake, and fills it. */

/** Asks that the screen stays on, again whenever the page comes back to the front. */
export function stayAwake() {
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      await navigator.wakeLock?.request("screen");
    } catch {
      // The computer may refuse, on a low battery for instance; the session works without.
    }
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}

/** Full screen, or back. */
export async function toggleFullScreen() {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen?.({ navigationUI: "hide" });
  } catch {
    // A browser may refuse it; the page fills its window anyway.
  }
}
