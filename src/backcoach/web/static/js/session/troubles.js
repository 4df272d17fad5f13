/** What went wrong with the camera, in words, and what to do. */

import { t } from "./texts.js";

/**
 * @param {import("./camera.js").Reason} reason
 * @returns {{title: string, text: string}}
 */
export function cameraTrouble(reason) {
  switch (reason) {
    case "insecure":
      return {
        title: t("This address may not use the camera"),
        text: t(
          "Browsers allow the camera only on this computer's own address. Open http://127.0.0.1 with the same port.",
        ),
      };
    case "refused":
      return {
        title: t("The browser refused the camera"),
        text: t(
          "Click the camera or lock sign beside the address, allow the camera, and try again. Pictures stay on this computer.",
        ),
      };
    case "missing":
      return {
        title: t("There is no camera"),
        text: t("Plug a camera in, or open its cover, and try again."),
      };
    case "hidden":
      return {
        title: t("The page is in the background"),
        text: t("Go back to it: the camera is off meanwhile."),
      };
    case "busy":
      return {
        title: t("The camera is in use"),
        text: t("Another program has the camera. Close video calls and other tabs that use it, and try again."),
      };
    case "unsuited":
      return {
        title: t("The chosen camera is not there"),
        text: t("Choose another camera in the settings, or try again."),
      };
    case "unplugged":
      return {
        title: t("The camera was unplugged"),
        text: t("We go on without the camera. Plug it in again and choose: Use the camera."),
      };
    case "muted":
      return {
        title: t("The camera gives no picture"),
        text: t(
          "Its cover may be closed, or a key of the computer may have switched it off. We go on without the camera until a picture comes.",
        ),
      };
    default:
      return {
        title: t("The camera cannot be opened"),
        text: t("Unplug it and plug it in again, or restart the browser, and try again."),
      };
  }
}
