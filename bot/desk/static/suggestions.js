// Replies to begin with, fetched after the conversation is there. Taken, they are a draft like any other; what they were is kept beside.
import { fragment } from "./net.js";
import { onHeard } from "./work.js";
import { blankAfter } from "./phrases.js";

let asked = 0;

async function load() {
  const slot = document.getElementById("suggestions");
  if (!slot) return;
  const mine = ++asked;
  try {
    const found = await fragment(slot.dataset.address);
    if (mine === asked && slot.isConnected) slot.replaceChildren(found);
  } catch { /* the agent can always type */ }
}

/** Takes the suggestion number `n`, counted from 0. Whether there is one. */
export function takeSuggestion(n) {
  const form = document.getElementById("reply"), found = document.querySelectorAll("#suggestions .suggestion")[n];
  if (!form || !found) return false;
  const { text, suggested } = form.elements;
  text.value = suggested.value = found.dataset.text;
  text.dispatchEvent(new Event("input"));
  text.focus();
  const blank = blankAfter(text, 0);
  if (blank) text.setSelectionRange(...blank); else text.setSelectionRange(text.value.length, text.value.length);
  return true;
}

export function attachSuggestions(form) {
  const text = form.elements.text, slot = document.getElementById("suggestions");
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || event.altKey || event.ctrlKey || event.isComposing || text.value) return;
    if (takeSuggestion(0)) event.preventDefault();
  });
  text.addEventListener("said", () => slot.replaceChildren());
  slot.addEventListener("click", (event) => {
    const button = event.target.closest(".suggestion");
    if (button) takeSuggestion([...slot.querySelectorAll(".suggestion")].indexOf(button));
  });
  load();
}

onHeard(load);
