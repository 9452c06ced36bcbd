// The reply box: drafts, Enter that never sends half a Chinese word, no reply lost and none said twice.
import { post, toast } from "./net.js";
import { draftOf, keepDraft } from "./drafts.js";
import { attachPhrases, blankAfter, blankBefore } from "./phrases.js";
import { attachSuggestions } from "./suggestions.js";
import { attachPictures } from "./pictures.js";
import { follow, main, onShown, refreshTalk } from "./work.js";
import { refreshQueue } from "./queue.js";

const TYPING_MS = 3000;
let typed = 0;
let failed = null; // {conversation, text, id}: sent again, it keeps its id, and the server knows it

const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
export const reply = () => document.getElementById("reply");

function restore(text, suggested, conversation) {
  const draft = draftOf(conversation);
  if (!text.value && draft) { text.value = draft.text; suggested.value = draft.suggested || ""; }
}

function ping(ticket) {
  if (Date.now() - typed < TYPING_MS) return;
  typed = Date.now();
  post(`/desk/tickets/${ticket}/typing`, {}).catch(() => {});
}

function count(form) {
  const { text } = form.elements, line = form.querySelector("#reply-count");
  line.textContent = text.value ? `${text.value.length}/${text.maxLength}` : "";
  line.classList.toggle("full", text.value.length >= text.maxLength);
}

/** How much of what is pasted or dropped does not fit: browsers cut it off without a word. */
function cutOff(text, words) {
  const room = text.maxLength - text.value.length + (text.selectionEnd - text.selectionStart);
  const over = words.replace(/\r\n/g, "\n").length - room;
  return over > 0 ? `一次最多 ${text.maxLength} 个字，粘贴内容的最后 ${over} 个字没有放进来。` : "";
}

async function send(form, conversation) {
  const { text, suggested } = form.elements, button = form.querySelector(".tools .primary"), hint = form.querySelector("#reply-hint");
  const said = text.value.trim();
  if (!said || text.readOnly) return;
  const blank = blankAfter(text, 0);
  if (blank) { hint.textContent = "还有没填的【…】，填好再发。"; text.setSelectionRange(...blank); return; }
  const id = failed && failed.conversation === conversation && failed.text === said ? failed.id : random();
  text.readOnly = button.disabled = true; // a second press must not say it twice
  hint.textContent = "";
  try {
    await post(form.action, { text: said, suggested: suggested.value, id });
    failed = null;
    typed = 0;
    keepDraft(conversation, "");
    text.value = suggested.value = "";
    text.dispatchEvent(new Event("said"));
    count(form);
    follow();
    refreshTalk();
    refreshQueue();
  } catch (error) {
    failed = { conversation, text: said, id };
    if (form.isConnected) hint.textContent = error.message; else toast(error.message, true);
  } finally {
    text.readOnly = button.disabled = false;
  }
}

function attach() {
  const form = reply(), conversation = main()?.dataset.subject;
  if (!form) {
    const kept = document.getElementById("kept-draft");
    if (kept) kept.hidden = !draftOf(conversation);
    return;
  }
  const { text, suggested } = form.elements;
  restore(text, suggested, conversation);
  let cut = "";
  for (const kind of ["paste", "drop"]) {
    text.addEventListener(kind, (event) => {
      cut = cutOff(text, (event.clipboardData || event.dataTransfer).getData("text/plain"));
      if (cut) setTimeout(() => { form.querySelector("#reply-hint").textContent = cut || form.querySelector("#reply-hint").textContent; cut = ""; });
    });
  }
  text.addEventListener("input", () => {
    if (!text.value) suggested.value = "";
    keepDraft(conversation, text.value, suggested.value);
    form.querySelector("#reply-hint").textContent = cut;
    cut = "";
    count(form);
    if (text.value && !/^[/／、]/.test(text.value)) ping(form.dataset.ticket);
  });
  const phrases = attachPhrases(form); // hears keys first
  attachSuggestions(form);
  attachPictures(form);
  text.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return; // 229 is how Safari says "composing"
    if (event.key === "Tab" && !event.altKey && !event.ctrlKey) {
      const blank = event.shiftKey ? blankBefore(text) : blankAfter(text, text.selectionEnd);
      if (blank) { event.preventDefault(); text.setSelectionRange(...blank); }
      return;
    }
    if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!phrases.open()) send(form, conversation);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form, conversation); });
  count(form);
  text.focus({ preventScroll: true });
  text.setSelectionRange(text.value.length, text.value.length);
}

onShown(attach);
