/**
 * From the form to the JSON that the server knows as `Preferences`.
 *
 * @typedef {{ exercise: string, on: boolean, repetitions: number, hold_s: number, sets: number }} Choice
 * @typedef {{
 *   language: string | null, theme: string, voice: { on: boolean, name: string | null, rate: number },
 *   words: { on: boolean }, captions: boolean, mirror: boolean, skeleton: boolean, introductions: boolean, counts_aloud: boolean,
 *   breathing: boolean, raised_hand: boolean, rest: number, camera: string | null, weekdays: number[], routine: Choice[],
 * }} Preferences
 */

/**
 * @param {HTMLFormElement} form
 * @returns {Preferences}
 */
export function collect(form) {
  return {
    language: text(form, "language"),
    theme: text(form, "theme") ?? "system",
    voice: { on: box(form, "voice.on"), name: text(form, "voice.name"), rate: Number(text(form, "voice.rate")) },
    words: { on: box(form, "words.on") },
    captions: box(form, "captions"),
    mirror: box(form, "mirror"),
    skeleton: box(form, "skeleton"),
    introductions: box(form, "introductions"),
    counts_aloud: box(form, "counts_aloud"),
    breathing: box(form, "breathing"),
    raised_hand: box(form, "raised_hand"),
    rest: Number(text(form, "rest")),
    camera: text(form, "camera"),
    weekdays: [...form.querySelectorAll('input[name="weekdays"]:checked')].map((day) => Number(value(day))),
    routine: [...form.querySelectorAll("li[data-exercise]")].map((row) => choice(/** @type {HTMLElement} */ (row))),
  };
}

/**
 * @param {HTMLElement} row
 * @returns {Choice}
 */
function choice(row) {
  return {
    exercise: row.dataset.exercise ?? "",
    on: box(row, "on"),
    repetitions: Number(text(row, "repetitions")),
    hold_s: Number(text(row, "hold_s") ?? 0),
    sets: Number(text(row, "sets") ?? 1),
  };
}

/**
 * What stands in a field; null where it is empty or not there. A list that is still being filled knows its choice.
 *
 * @param {ParentNode} parent
 * @param {string} name
 */
function text(parent, name) {
  const field = parent.querySelector(`[name="${name}"]`);
  if (field instanceof HTMLSelectElement && field.dataset.chosen) return field.dataset.chosen;
  return field ? value(field) || null : null;
}

/**
 * @param {ParentNode} parent
 * @param {string} name
 */
function box(parent, name) {
  const field = parent.querySelector(`[name="${name}"]`);
  return field instanceof HTMLInputElement && field.checked;
}

/** @param {Element} field */
function value(field) {
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : "";
}
