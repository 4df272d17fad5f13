/** The order of the routine: buttons that move an exercise up or down, and say where it is now. */

/** @param {() => void} changed Called after each move. */
export function watchOrder(changed) {
  const rows = document.getElementById("rows");
  const moved = document.getElementById("moved");
  rows?.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-move]");
    const row = button?.closest("li");
    if (!(button instanceof HTMLButtonElement) || !row) return;
    if (!move(row, Number(button.dataset.move))) return;
    button.focus();
    if (moved) moved.textContent = place(rows, row, moved.dataset.text ?? "");
    limit(rows);
    changed();
  });
  if (rows) limit(rows);
}

/**
 * @param {HTMLElement} row
 * @param {number} by -1 or 1
 * @returns {boolean} Whether there was room.
 */
function move(row, by) {
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return false;
  if (by < 0) other.before(row);
  else other.after(row);
  return true;
}

/**
 * @param {HTMLElement} rows
 * @param {HTMLElement} row
 * @param {string} text
 */
function place(rows, row, text) {
  const name = row.querySelector("legend")?.textContent ?? "";
  const number = [...rows.children].indexOf(row) + 1;
  return text
    .replace("{exercise}", name)
    .replace("{place}", String(number))
    .replace("{count}", String(rows.children.length));
}

/**
 * The first cannot go up, the last cannot go down. `aria-disabled` keeps the keyboard's place.
 *
 * @param {HTMLElement} rows
 */
function limit(rows) {
  for (const button of rows.querySelectorAll("[data-move]")) {
    const row = button.closest("li");
    const up = button instanceof HTMLElement && button.dataset.move === "-1";
    const end = up ? row === rows.firstElementChild : row === rows.lastElementChild;
    button.setAttribute("aria-disabled", String(end));
  }
}
