/**
 * "None of these" and the single signs exclude each other; the server checks the same once more.
 */

for (const list of document.querySelectorAll(".tier")) {
  const none = /** @type {HTMLInputElement | null} */ (list.querySelector(".none input"));
  const signs = /** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll('input[name="yes"]'));
  if (!none) continue;
  none.addEventListener("change", () => {
    if (none.checked) signs.forEach((sign) => (sign.checked = false));
  });
  signs.forEach((sign) =>
    sign.addEventListener("change", () => {
      if (sign.checked) none.checked = false;
    }),
  );
}
