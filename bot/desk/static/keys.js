// The desk without a mouse. Letters by their place on the keyboard, so that Alt+N is the same key with every input method.
import { neighbour } from "./queue.js";
import { open } from "./work.js";
import { ask, press } from "./acting.js";
import { takeSuggestion } from "./suggestions.js";
import { startPhrase } from "./phrases.js";

const move = (by) => { const link = neighbour(by); if (link) open(link.getAttribute("href")); };
const WITH_ALT = {
  KeyN: () => press("#next"), KeyJ: () => move(1), KeyK: () => move(-1), KeyE: () => ask("end"), KeyT: () => ask("transfer"),
  KeyM: () => ask("note"), KeyG: () => ask("give-back"),
  Digit1: () => takeSuggestion(0), Digit2: () => takeSuggestion(1), Digit3: () => takeSuggestion(2),
};
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]")) return;
  if (event.altKey && !event.ctrlKey && !event.metaKey && WITH_ALT[event.code]) {
    event.preventDefault();
    WITH_ALT[event.code]();
    return;
  }
  if (typing(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
  const text = document.getElementById("reply")?.elements.text;
  if (event.key === "?" || event.key === "？") { event.preventDefault(); ask("help"); }
  if (event.code === "Slash" && !event.shiftKey && text) { event.preventDefault(); startPhrase(text); }
});
