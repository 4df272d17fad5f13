/**
 * Your data: files are sent as they are, and each form says what came of it.
 *
 * A form with `data-file` sends a file; with `data-preview` first to see what it would change. A form with `data-send`
 * sends its fields as JSON, after the question `data-ask` if there is one. `data-then` is the page that follows.
 */

const SHOWN_MS = 1200;

/** @typedef {{ ok: boolean, data: any }} Answer */

/**
 * @param {"POST" | "DELETE"} method
 * @param {string} address
 * @param {BodyInit | null} body
 * @param {string} type
 * @returns {Promise<Answer>}
 */
async function ask(method, address, body = null, type = "application/json") {
  /** @type {Record<string, string>} */
  const headers = { accept: "application/json" };
  if (body !== null) headers["content-type"] = type;
  try {
    const response = await fetch(address, { method, headers, body });
    const text = await response.text();
    return { ok: response.ok, data: parsed(text) };
  } catch {
    return { ok: false, data: { error: document.body.dataset.offline ?? "" } };
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { error: text };
  }
}

/**
 * @param {Element} inside
 * @param {Answer} answer
 */
function tell(inside, answer) {
  const place = inside.querySelector(".answer");
  if (!(place instanceof HTMLElement)) return;
  const problems = answer.data?.problems ?? [];
  place.textContent = [answer.data?.error ?? answer.data?.said ?? "", ...problems].join("\n");
  place.className = answer.ok ? "answer good" : "answer problem";
}

/** @param {string | undefined} page */
function goOn(page) {
  setTimeout(() => (page ? window.location.assign(page) : window.location.reload()), SHOWN_MS);
}

/** @param {HTMLFormElement} form */
function watchFields(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { send = "", ask: question, then } = form.dataset;
    if (question && !window.confirm(question)) return;
    const answer = await ask("POST", send, JSON.stringify(Object.fromEntries(new FormData(form))));
    tell(form, answer);
    if (answer.ok) goOn(then);
  });
}

/** @param {HTMLFormElement} form */
function watchFile(form) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
  const { file: address = "", type = "application/toml", preview } = form.dataset;
  const confirmation = /** @type {HTMLElement | null} */ (form.querySelector("[data-confirm]"));
  let digest = "";

  input.addEventListener("change", () => show(form, []));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = input.files?.[0];
    if (!file) return;
    const answer = await ask("POST", address, file, type);
    tell(form, answer);
    if (preview === undefined) return;
    digest = answer.data?.digest ?? "";
    show(form, digest ? (answer.data?.differences ?? []) : []);
  });
  confirmation?.querySelector("button")?.addEventListener("click", async () => {
    const file = input.files?.[0];
    if (!file || !digest) return;
    const answer = await ask("POST", `${address}?confirm=${digest}`, file, type);
    tell(form, answer);
    digest = answer.data?.digest ?? "";
    show(form, digest ? (answer.data?.differences ?? []) : []);
    if (answer.ok && !digest) goOn(undefined);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string[][]} differences
 */
function show(form, differences) {
  const box = /** @type {HTMLElement | null} */ (form.querySelector(".table-box"));
  const confirmation = /** @type {HTMLElement | null} */ (form.querySelector("[data-confirm]"));
  if (!box || !confirmation) return;
  box.hidden = confirmation.hidden = differences.length === 0;
  box.querySelector("tbody")?.replaceChildren(...differences.map(rowOf));
}

/** @param {string[]} cells */
function rowOf(cells) {
  const row = document.createElement("tr");
  row.className = cells[1] === cells[2] ? "" : "changed";
  row.append(
    ...cells.map((text, i) => {
      const cell = document.createElement(i ? "td" : "th");
      if (!i) cell.scope = "row";
      cell.textContent = text;
      return cell;
    }),
  );
  return row;
}

/** @param {HTMLButtonElement} button */
function watchUndo(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const answer = await ask("DELETE", button.dataset.undo ?? "");
    tell(/** @type {Element} */ (button.closest("div")), answer);
    if (answer.ok) goOn(undefined);
  });
}

document.querySelectorAll("form[data-send]").forEach((form) => watchFields(/** @type {HTMLFormElement} */ (form)));
document.querySelectorAll("form[data-file]").forEach((form) => watchFile(/** @type {HTMLFormElement} */ (form)));
document.querySelectorAll("[data-undo]").forEach((button) => watchUndo(/** @type {HTMLButtonElement} */ (button)));
