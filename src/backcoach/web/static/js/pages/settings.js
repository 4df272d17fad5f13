/** The settings page: each change is saved at once. */

import "./delete.js";
import { listCameras } from "./cameras.js";
import { watchPeople } from "./people.js";
import { collect } from "./preferences.js";
import { watchOrder } from "./routine.js";
import { send } from "./send.js";
import { listVoices } from "./voices.js";
import { watchWords } from "./words.js";

const WAIT_MS = 400;

const form = /** @type {HTMLFormElement} */ (document.getElementById("settings"));
const saved = /** @type {HTMLElement} */ (document.getElementById("saved"));

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

function change() {
  clearTimeout(timer);
  timer = setTimeout(save, WAIT_MS);
}

async function save() {
  if (!form.checkValidity()) {
    form.reportValidity();
    tell("wrong");
    return;
  }
  tell("saving");
  const preferences = collect(form);
  const answer = await send("POST", form.action, preferences);
  if (!answer.ok) {
    saved.textContent = answer.error;
    saved.className = "saved problem";
    return;
  }
  tell("saved");
  if ((preferences.language ?? "") !== (form.dataset.language ?? "")) window.location.reload();
  document.documentElement.dataset.theme = preferences.theme;
}

/** @param {"saved" | "saving" | "wrong"} what */
function tell(what) {
  saved.textContent = saved.dataset[what] ?? "";
  saved.className = what === "wrong" ? "saved problem" : "saved";
}

form.dataset.language = collect(form).language ?? "";
form.addEventListener("change", change);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
document.getElementById("hear-again")?.addEventListener("click", async (event) => {
  const told = document.getElementById("hear-told");
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  const answer = await send("DELETE", "/api/speech/heard");
  if (told) told.textContent = answer.ok ? (button.dataset.done ?? "") : answer.error;
});
watchOrder(change);
watchPeople();
listVoices();
watchWords();
listCameras();
