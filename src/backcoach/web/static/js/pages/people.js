/** The people of the household: choose who is here, add somebody. */

import { send } from "./send.js";

export function watchPeople() {
  for (const button of document.querySelectorAll("[data-choose]")) {
    if (!(button instanceof HTMLElement)) continue;
    button.addEventListener("click", () => go(send("POST", "/api/profile", { profile: button.dataset.choose })));
  }
  const form = document.getElementById("new-person");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = new FormData(/** @type {HTMLFormElement} */ (form)).get("name");
    go(send("POST", "/api/profiles", { name }));
  });
}

/** @param {Promise<import("./send.js").Answer>} request */
async function go(request) {
  const answer = await request;
  if (answer.ok) window.location.assign("/");
  else window.alert(answer.error);
}
