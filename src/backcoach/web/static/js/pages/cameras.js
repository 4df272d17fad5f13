/** The cameras of this computer; browsers tell their names only after the camera was allowed once. */

export async function listCameras() {
  const list = document.getElementById("camera-name");
  if (!(list instanceof HTMLSelectElement) || !navigator.mediaDevices?.enumerateDevices) return;
  list.addEventListener("change", () => (list.dataset.chosen = ""));
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const cameras = devices.filter((device) => device.kind === "videoinput" && device.deviceId);
  cameras.forEach((camera, i) => {
    const name = camera.label || (list.dataset.unnamed ?? "").replace("{number}", String(i + 1));
    list.add(new Option(name, camera.deviceId));
  });
  const chosen = list.dataset.chosen;
  if (chosen && cameras.some((camera) => camera.deviceId === chosen)) {
    list.value = chosen;
    list.dataset.chosen = "";
  }
}
