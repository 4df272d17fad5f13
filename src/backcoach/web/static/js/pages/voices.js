/**
 * The voices for the page's language: those of the browser, which some browsers know only after a moment, and those of this
 * computer.
 */

import { OF_COMPUTER } from "../session/sounds.js";

/** The names of the computer's voices, as they are kept. @type {{name: string, label: string}[]} */
let own = [];

export function listVoices() {
  const list = document.getElementById("voice-name");
  const none = document.getElementById("no-voices");
  if (!(list instanceof HTMLSelectElement)) return;
  const speech = window.speechSynthesis;
  list.addEventListener("change", () => (list.dataset.chosen = ""));
  document.getElementById("try-voice")?.addEventListener("click", () => listen(list));
  const show = () => {
    const voices = speech?.getVoices() ?? [];
    fill(list, voices);
    if (none) none.hidden = voices.length > 0 || own.length > 1;
  };
  speech?.addEventListener?.("voiceschanged", show);
  show();
  listOwn(list).then(show);
}

/** Asks for the person's voice files, and tells which of them cannot be used. @param {HTMLSelectElement} list */
async function listOwn(list) {
  const answer = await fetch(`/api/speech/voices?language=${document.documentElement.lang}`).catch(() => null);
  /** @type {{name: string, problem: string}[]} */
  const voices = answer?.ok ? (await answer.json()).voices : [];
  own = voices
    .filter((voice) => !voice.problem)
    .map((voice) => ({ name: OF_COMPUTER + voice.name, label: `${voice.name} (Piper)` }));
  own.push({ name: `${OF_COMPUTER}espeak`, label: list.dataset.plain ?? "espeak-ng" });
  const trouble = document.getElementById("voice-trouble");
  const wrong = voices.filter((voice) => voice.problem).map((voice) => voice.problem);
  if (trouble) {
    trouble.hidden = wrong.length === 0;
    trouble.textContent = `${trouble.dataset.text} ${wrong.join("; ")}`;
  }
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
  for (const voice of own) list.add(new Option(voice.label, voice.name));
  if ([...ours, ...own].some((voice) => voice.name === wanted)) {
    list.value = wanted;
    list.dataset.chosen = "";
  }
}

/** @param {HTMLSelectElement} list */
function listen(list) {
  const speech = window.speechSynthesis;
  const button = document.getElementById("try-voice");
  const rate = document.getElementById("voice-rate");
  if (!button) return;
  if (list.value.startsWith(OF_COMPUTER)) {
    const speed = rate instanceof HTMLInputElement ? rate.value : "1";
    const [text, language] = [button.dataset.say ?? "", document.documentElement.lang];
    const voice = list.value.slice(OF_COMPUTER.length);
    new Audio(`/api/speech?${new URLSearchParams({ text, language, rate: speed, voice })}`).play();
    return;
  }
  if (!speech) return;
  const words = new SpeechSynthesisUtterance(button.dataset.say);
  words.lang = document.documentElement.lang;
  words.voice = speech.getVoices().find((voice) => voice.name === list.value) ?? null;
  words.rate = rate instanceof HTMLInputElement ? Number(rate.value) : 1;
  speech.cancel();
  speech.speak(words);
}
