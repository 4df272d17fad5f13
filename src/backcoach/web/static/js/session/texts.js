/** The texts of the page, in the language of the person. */

/** @type {Record<string, string>} */
let catalogue = {};

/** @type {Intl.PluralRules} */
let plurals = new Intl.PluralRules("en");

/**
 * Takes texts that the page brought with it.
 * @param {string} language
 * @param {Record<string, string>} texts
 */
export function useTexts(language, texts) {
  plurals = new Intl.PluralRules(language);
  catalogue = texts;
}

/**
 * Fetches the texts of a language; in English, and where there are none, the texts in the code are used.
 * @param {string} language
 */
export async function loadTexts(language) {
  plurals = new Intl.PluralRules(language);
  try {
    const answer = await fetch(`/texts/${encodeURIComponent(language)}.json`);
    if (answer.ok) catalogue = await answer.json();
  } catch {
    catalogue = {};
  }
}

/**
 * @param {string} template
 * @param {Record<string, string|number>} values
 */
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * A text in the person's language.
 * @param {string} text   In English; `{name}` stands for a value.
 * @param {Record<string, string|number>} [values]
 */
export function t(text, values = {}) {
  return fill(catalogue[text] || text, values);
}

/**
 * A text that depends on a number, `{count}`; both English forms are in the catalogue.
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Record<string, string|number>} [values]
 */
export function tn(one, many, count, values = {}) {
  return t(plurals.select(count) === "one" ? one : many, { count, ...values });
}
