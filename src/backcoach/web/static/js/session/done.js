/** The end of a session: keeps how it was as soon as it is told, and shows what that changes. */

import { loadTexts, t } from "./texts.js";

const page = /** @type {HTMLElement} */ (document.querySelector(".done"));
const form = /** @type {HTMLFormElement|null} */ (page.querySelector(".after"));
const saved = /** @type {HTMLElement} */ (page.querySelector(".saved"));
const changes = /** @type {HTMLElement} */ (page.querySelector(".changes"));
const session = encodeURIComponent(String(page.dataset.session));

/** @param {Event} event */
async function keep(event) {
  const { name, value } = /** @type {HTMLInputElement} */ (event.target);
  try {
    const answer = await fetch(`/api/sessions/${session}/after`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ [name]: Number(value) }),
    });
    saved.textContent = answer.ok ? t("Saved on this computer.") : t("It could not be saved. Try again.");
    if (answer.ok) await showChanges();
  } catch {
    saved.textContent = t("The server does not answer. Start it again and choose once more.");
  }
}

async function showChanges() {
  const answer = await fetch(`/done/${session}/next`);
  if (!answer.ok) return;
  /** @type {{assuming?: string|null, changes: string[], stays?: string[]}} */
  const { assuming, changes: moved, stays = [] } = await answer.json();
  const told = moved.length ? moved : stays.length ? stays : [t("Nothing changes: the same again.")];
  const sentences = assuming ? [assuming, ...told] : told;
  changes.replaceChildren(
    ...sentences.map((sentence) => {
      const line = document.createElement("li");
      line.textContent = sentence;
      return line;
    }),
  );
}

await loadTexts(String(page.dataset.language));
if (form) {
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => event.preventDefault());
  if (form.querySelector(":checked")) showChanges();
}
