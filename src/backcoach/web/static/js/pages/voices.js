/** The browser's own voices for the page's language; some browsers know them only after a moment. */

export function listVoices() {
  const list = document.getElementById("voice-name");
  const none = document.getElementById("no-voices");
  if (!(list instanceof HTMLSelectElement)) return;
  const speech = window.speechSynthesis;
  list.addEventListener("change", () => (list.dataset.chosen = ""));
  document.getElementById("try-voice")?.addEventListener("click", () => listen(list));
  if (!speech) {
    if (none) none.hidden = false;
    return;
  }
  const show = () => {
    fill(list, speech.getVoices());
    if (none) none.hidden = speech.getVoices().length > 0;
  };
  speech.addEventListener?.("voiceschanged", show);
  show();
}

/**
 * @param {HTMLSelectElement} list
 * @param {SpeechSynthesisVoice[]} voices
 */
function fill(list, voices) {
  const language = document.documentElement.lang;
  const ours = voices.filter((voice) => voice.lang.toLowerCase().startsWith(language));
  const wanted = list.dataset.chosen || list.value;
  list.length = 1;
  for (const voice of ours) list.add(new Option(voice.name, voice.name));
  if (ours.some((voice) => voice.name === wanted)) {
    list.value = wanted;
    list.dataset.chosen = "";
  }
}

/** @param {HTMLSelectElement} list */
function listen(list) {
  const speech = window.speechSynthesis;
  const button = document.getElementById("try-voice");
  const rate = document.getElementById("voice-rate");
  if (!speech || !button) return;
  const words = new SpeechSynthesisUtterance(button.dataset.say);
  words.lang = document.documentElement.lang;
  words.voice = speech.getVoices().find((voice) => voice.name === list.value) ?? null;
  words.rate = rate instanceof HTMLInputElement ? Number(rate.value) : 1;
  speech.cancel();
  speech.speak(words);
}
