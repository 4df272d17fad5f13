/** Today: what a tap on the pain or on the length changes is asked of the server, and shown before the start. */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.start"));
let asked = 0;

/** Fetches the page as it is with what is chosen now, and puts its parts in place of those that are shown. */
async function show() {
  if (form === null) return;
  const chosen = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name === "pain" || name === "length") chosen.set(name, String(value));
  }
  const mine = ++asked;
  const go = form.querySelector("[data-part='go']");
  go?.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(`/?${chosen}`, { headers: { accept: "text/html" } });
    if (!response.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== asked) return;
    for (const part of document.querySelectorAll("[data-part]")) {
      const name = String(/** @type {HTMLElement} */ (part).dataset.part);
      const fresh = page.querySelector(`[data-part="${name}"]`);
      if (fresh !== null && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    }
    history.replaceState(null, "", `/?${chosen}`);
  } catch {
    // The server is gone: the page that the start leads to says so.
  } finally {
    if (mine === asked) go?.removeAttribute("aria-busy");
  }
}

form?.addEventListener("change", (event) => {
  const name = /** @type {HTMLInputElement} */ (event.target).name;
  if (name === "pain" || name === "length") void show();
});
