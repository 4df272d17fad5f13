/**
 * Where long words of instructions may be taken apart, for a narrow screen that is read from the mat. Browsers know it for
 * few languages only, and not in every installation. A test finds words that are missing here.
 */

/** @type {Record<string, string>} */
const WORDS = {
  en: `breath-ing chang-ing com-fort-able fin-ger-tips fore-arms fore-head op-po-site shoul-der shoul-ders some-thing
    to-geth-er your-self`,
  de: `an-ge-nehm An-stren-gung ar-bei-ten ar-bei-tet Aus-at-men bei-ein-an-der Bo-den-hö-he Ell-bo-gen Eng-an-lie-gen-des
    Fin-ger-spit-zen flie-ßend ge-beug-te ge-streck-te ge-streck-ten gleich-mä-ßig her-un-ter hin-über-geht hoch-geht
    hüft-breit Knie-hö-he Ober-schen-kel Rück-sei-te Schul-ter Schul-tern seit-lich Stre-cken Tisch-hö-he Un-ter-ar-me
    Vier-füß-ler-stand Vor-der-sei-te Wie-der-ho-lung zu-sam-men zwi-schen`,
};
const SOFT = "\u00ad";

/** By language and by word in small letters. @type {Map<string, Map<string, string>>} */
const known = new Map(
  Object.entries(WORDS).map(([language, words]) => [
    language,
    new Map(words.split(/\s+/).map((word) => [word.replaceAll("-", "").toLowerCase(), word])),
  ]),
);

/**
 * A text with all places marked at which its long words may be taken apart.
 * @param {string} text
 * @param {string} language
 */
export function hyphenated(text, language) {
  const words = known.get(language);
  if (!words) return text;
  return text.replace(/\p{L}+/gu, (word) => {
    const pieces = words.get(word.toLowerCase())?.split("-") ?? [word];
    const ends = pieces.map((_, k) => pieces.slice(0, k + 1).join("").length);
    return ends.map((end, k) => word.slice(k ? ends[k - 1] : 0, end)).join(SOFT);
  });
}
