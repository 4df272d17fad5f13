/** On every page: lets the figures that are in view move, each as soon as its film is there; until then it stands still. */

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/** @param {HTMLImageElement} image */
async function play(image) {
  const { film } = image.dataset;
  if (!film || film === image.getAttribute("src") || stillness.matches) return;
  const moving = new Image();
  moving.src = film;
  try {
    await moving.decode();
    image.src = film;
  } catch {
    // It stays as it is.
  }
}

/** @param {HTMLImageElement} image */
function playWhenDrawn(image) {
  if (image.complete && image.naturalWidth) play(image);
  else image.addEventListener("load", () => play(image), { once: true });
}

for (const image of document.querySelectorAll("img[data-film]")) playWhenDrawn(/** @type {HTMLImageElement} */ (image));
