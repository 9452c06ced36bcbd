// "/" and a word, pinyin or initials finds a phrase; arrows choose, Enter or Tab takes it, filled for this shopper.
import { fragment } from "./net.js";

const BLANK = /【[^【】]+】/g;
const LONGEST = 60;
const SLASH = /^[/／、]/; // Chinese punctuation makes another character of the same key

/** The first 【…】 from a place on, as [start, end]; null when there is none. */
export function blankAfter(text, from) {
  BLANK.lastIndex = from;
  const found = BLANK.exec(text.value);
  return found && [found.index, found.index + found[0].length];
}

export function blankBefore(text) {
  const found = [...text.value.slice(0, text.selectionStart).matchAll(BLANK)].at(-1);
  return found ? [found.index, found.index + found[0].length] : null;
}

export function attachPhrases(form) {
  const text = form.elements.text, box = form.querySelector("#phrases");
  let place = null; // where a phrase goes that was asked for by Ctrl+/; null: it replaces the "/…"
  let search = null; // the box of its own for that
  let pending = Promise.resolve(), sequence = 0, dismissed = null;

  const open = () => !box.hidden;
  const options = () => [...box.querySelectorAll('[role="option"]')];
  const chosen = () => box.querySelector('[aria-selected="true"]');

  function close() {
    box.hidden = true;
    box.replaceChildren();
    sequence += 1;
    place = search = null;
    text.removeAttribute("aria-activedescendant");
  }

  function select(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (!option) return;
    (search || text).setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function find(words) {
    const mine = ++sequence;
    box.hidden = false;
    pending = fragment(`/desk/tickets/${form.dataset.ticket}/phrases?q=${encodeURIComponent(words)}`).then((found) => {
      if (mine !== sequence) return;
      box.querySelector("ul")?.remove();
      box.append(found);
      select(options()[0]);
    }).catch(() => {});
  }

  function take(option) {
    if (!option) return;
    const words = option.dataset.text, at = place;
    const start = at ? at[0] : 0;
    close();
    if (at) text.setRangeText(words, at[0], at[1], "end"); else text.value = words;
    text.dispatchEvent(new Event("input"));
    text.focus();
    const blank = blankAfter(text, start);
    if (blank) text.setSelectionRange(...blank);
  }

  const typed = () => (SLASH.test(text.value) && !text.value.includes("\n") && text.value.length <= LONGEST ? text.value.slice(1) : null);

  text.addEventListener("input", () => {
    if (search) return;
    const words = typed();
    if (words === null || text.value === dismissed) { if (open()) close(); return; }
    dismissed = null;
    find(words);
  });

  async function key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "/" && event.ctrlKey) { event.preventDefault(); openHere(); return; }
    if (!open()) return;
    const all = options(), at = all.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      select(all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      await pending; // what was typed last decides, however slow the line
      take(chosen());
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      dismissed = text.value;
      close();
      text.focus();
    }
  }

  /** For a phrase in the middle of a text: a search box of its own. */
  function openHere() {
    if (open()) { close(); text.focus(); return; }
    if (!text.value) { text.focus(); text.value = "/"; text.dispatchEvent(new Event("input")); return; }
    place = [text.selectionStart, text.selectionEnd];
    search = document.createElement("input");
    Object.assign(search, { type: "text", maxLength: LONGEST, placeholder: "找话术：词、拼音或首字母" });
    search.setAttribute("aria-label", "找话术");
    search.setAttribute("aria-controls", "phrase-list");
    search.addEventListener("input", () => find(search.value));
    search.addEventListener("keydown", key);
    box.replaceChildren(search);
    find("");
    search.focus();
  }

  text.addEventListener("keydown", key);
  box.addEventListener("mousedown", (event) => { if (event.target !== search) event.preventDefault(); }); // keeps the focus in the box
  box.addEventListener("click", (event) => take(event.target.closest('[role="option"]')));
  form.querySelector("#open-phrases").addEventListener("click", openHere);
  text.addEventListener("said", close);
  return { open };
}

/** "/" pressed anywhere on the page. */
export function startPhrase(text) {
  text.focus();
  if (text.value) return;
  text.value = "/";
  text.dispatchEvent(new Event("input"));
}
