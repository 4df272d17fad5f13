/**
 * Requests to this server: JSON both ways, and an answer that never throws.
 *
 * @typedef {{ ok: boolean, error: string, data: any }} Answer
 */

/**
 * @param {"POST" | "DELETE" | "PUT"} method
 * @param {string} address
 * @param {unknown} [body]
 * @returns {Promise<Answer>}
 */
export async function send(method, address, body) {
  /** @type {RequestInit} */
  const request = { method, headers: { accept: "application/json" } };
  if (body !== undefined) {
    request.headers = { accept: "application/json", "content-type": "application/json" };
    request.body = JSON.stringify(body);
  }
  try {
    const response = await fetch(address, request);
    const data = await response.json().catch(() => null);
    return { ok: response.ok, error: told(data), data };
  } catch {
    return { ok: false, error: document.body.dataset.offline ?? "", data: null };
  }
}

/**
 * @param {any} data
 * @returns {string}
 */
function told(data) {
  if (data?.error) return String(data.error);
  if (Array.isArray(data?.problems))
    return data.problems.map((/** @type {any} */ p) => `${p.where}: ${p.allowed}`).join("\n");
  return "";
}
