/** Words of any length, in any font, in a place of fixed size: made smaller until they fit, never cut. */

const STEPS = 9;
/** Words never get smaller than this part of the size that the style sheet asks for. */
const LEAST = 0.16;

/** What was found before, by place. @type {WeakMap<Element, Map<string, string>>} */
const known = new WeakMap();

/**
 * Whether all words of a place lie within it: beside its padding, and with all that a font has above and below its lines.
 * @param {Element} place
 */
export function fits(place) {
  const range = document.createRange();
  range.selectNodeContents(place);
  const [words, box, style] = [range.getBoundingClientRect(), place.getBoundingClientRect(), getComputedStyle(place)];
  const inner = (/** @type {string} */ side) => parseFloat(style.getPropertyValue(`padding-${side}`)) - 0.5;
  return (
    words.width === 0 ||
    (words.left >= box.left + inner("left") &&
      words.right <= box.right - inner("right") &&
      words.top >= box.top - 0.5 &&
      words.bottom <= box.bottom + 0.5)
  );
}

/**
 * Makes the words of a place as large as its style asks for, or else as large as fits.
 * @param {HTMLElement} place
 */
export function fit(place) {
  const { clientWidth, clientHeight, style, textContent } = place;
  if (!textContent || !clientWidth || !clientHeight) return;
  const found = known.get(place) ?? new Map();
  known.set(place, found);
  style.fontSize = "";
  const wanted = getComputedStyle(place).fontSize;
  const key = `${clientWidth} ${clientHeight} ${wanted} ${textContent}`;
  let size = found.get(key);
  if (size === undefined) {
    size = fits(place) ? "" : smaller(place, parseFloat(wanted));
    found.set(key, size);
  }
  style.fontSize = size;
}

/**
 * The largest size below a wanted one at which the words fit, halving the distance again and again.
 * @param {HTMLElement} place
 * @param {number} most   In pixels.
 */
function smaller(place, most) {
  let [least, above] = [LEAST * most, most];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (least + above) / 2;
    place.style.fontSize = `${middle}px`;
    if (fits(place)) least = middle;
    else above = middle;
  }
  return `${least}px`;
}

/**
 * Whether words fit into a place at a size; it is left as it was found.
 * @param {HTMLElement} place
 * @param {string} words
 * @param {number} size   In pixels.
 */
export function fitsAt(place, words, size) {
  const before = [place.textContent, place.style.fontSize];
  [place.textContent, place.style.fontSize] = [words, `${size}px`];
  const fitting = fits(place);
  [place.textContent, place.style.fontSize] = /** @type {[string, string]} */ (before);
  return fitting;
}

/** What is read from the mat is at least so large. */
export const leastPx = () => Math.ceil(innerHeight / 14);

/** Width and height of a letter with what is around it, in parts of the size; and how full lines become. */
const [LETTER, LINE, FULL] = [0.53, 1.06, 0.72];

/**
 * About how many letters fit into a place at a fourteenth of the window's height: what is read from the mat.
 * @param {HTMLElement} place
 */
export function roomOf({ clientWidth, clientHeight }) {
  const size = leastPx();
  const lines = Math.max(1, Math.floor(clientHeight / (LINE * size)));
  return Math.max(16, Math.floor((FULL * lines * clientWidth) / (LETTER * size)));
}

/**
 * Fits every place that is marked for it.
 * @param {ParentNode} root
 */
export function fitAll(root) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-fit]"))) fit(place);
}
