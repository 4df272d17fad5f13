/** The two windows: "It hurts", and a question with a few answers. */

/** @typedef {Omit<import("./types.js").HurtMessage, "type">} HurtAnswer */

/** Windows that wait for an answer. @type {WeakSet<HTMLDialogElement>} */
const waiting = new WeakSet();

/**
 * Opens a window that only an answer closes: a second Escape, or the back gesture of a phone, would close it anyway.
 * @param {HTMLDialogElement} dialog
 */
function keepOpen(dialog) {
  waiting.add(dialog);
  dialog.oncancel = (event) => event.preventDefault();
  dialog.onclose = () => waiting.has(dialog) && dialog.showModal();
  if (!dialog.open) dialog.showModal();
}

/** @param {HTMLDialogElement} dialog */
function shut(dialog) {
  waiting.delete(dialog);
  dialog.close();
}

/**
 * "It hurts": asks where and how much, and what now. Escape does not close it: an answer does.
 * @param {(hurt: HurtAnswer) => void} answered
 */
export function hurtDialog(answered) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("hurt"));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  dialog.addEventListener("keydown", (event) => {
    if (/^[0-9]$/.test(event.key)) choosePain(form, event.key);
  });
  form.addEventListener("change", () => allow(form));
  for (const button of dialog.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      const given = new FormData(form);
      const pain = given.get("pain");
      shut(dialog);
      answered({
        where: /** @type {string|null} */ (given.get("where")),
        pain: pain === null ? null : Number(pain),
        then: /** @type {HurtAnswer["then"]} */ (button.value),
      });
    });
  }
  return {
    open() {
      if (dialog.open) return;
      form.reset();
      allow(form);
      keepOpen(dialog);
      /** @type {HTMLElement|null} */ (form.querySelector("input"))?.focus();
    },
    close() {
      if (dialog.open) shut(dialog);
    },
  };
}

/**
 * After a warning sign only the end is offered; in much pain the exercise is not gone on with.
 * @param {HTMLFormElement} form
 */
function allow(form) {
  const sign = form.querySelector("[data-stop]:checked") !== null;
  form.classList.toggle("warned", sign);
  const much = form.querySelector("[data-much]:checked") !== null;
  for (const button of form.querySelectorAll("button")) {
    button.disabled = button.value !== "stop" && (sign || (much && button.value !== "skip"));
  }
}

/**
 * A digit chooses the pain; 0 after 1 makes 10.
 * @param {HTMLFormElement} form
 * @param {string} digit
 */
function choosePain(form, digit) {
  const chosen = new FormData(form).get("pain");
  const pain = digit === "0" && chosen === "1" ? "10" : digit;
  const field = /** @type {HTMLInputElement|null} */ (form.querySelector(`[name="pain"][value="${pain}"]`));
  if (!field) return;
  field.checked = true;
  field.focus();
  allow(form);
}

/**
 * Asks a question, with big buttons; the first answer is that of Space and Enter.
 * @param {string} title
 * @param {string} text
 * @param {[string, string][]} answers   Value and label of each.
 * @returns {Promise<string>}            The value of the chosen one.
 */
export function ask(title, text, answers) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("question"));
  /** @type {HTMLElement} */ (dialog.querySelector("h2")).textContent = title;
  /** @type {HTMLElement} */ (dialog.querySelector(".question-text")).textContent = text;
  const row = /** @type {HTMLElement} */ (dialog.querySelector(".answers"));
  return new Promise((resolve) => {
    row.replaceChildren(
      ...answers.map(([value, label]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "answer";
        button.value = value;
        button.textContent = label;
        button.addEventListener("click", () => {
          shut(dialog);
          resolve(value);
        });
        return button;
      }),
    );
    keepOpen(dialog);
    /** @type {HTMLElement|null} */ (row.firstElementChild)?.focus();
  });
}

/** Takes the question back: it has answered itself. */
export function unask() {
  shut(/** @type {HTMLDialogElement} */ (document.getElementById("question")));
}
