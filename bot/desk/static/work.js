// The middle and right panes: opening a conversation without leaving the page, and keeping it fresh.
import { coalesced, fragment, toast } from "./net.js";
import { morph } from "./morph.js";
import { mark } from "./queue.js";

const work = document.getElementById("work");
const desk = document.getElementById("desk");
const whenShown = [], whenHeard = [];
let asked = 0, going = 0;

/** `then` runs whenever another conversation, or the same one anew, is shown. */
export const onShown = (then) => whenShown.push(then);
/** `then` runs when the shopper said something new in the open conversation. */
export const onHeard = (then) => whenHeard.push(then);
export const main = () => work.querySelector("main");
export const ticket = () => main()?.dataset.ticket || "";
/** Who the open conversation is with. */
export const title = () => work.querySelector("h1")?.textContent || "";
const talk = () => document.getElementById("talk");

let following = true, top = 0; // whether the reader is at the end; where they were
const newer = () => document.getElementById("newer");

function toEnd() {
  const box = talk();
  if (!box) return;
  box.scrollTop = box.scrollHeight;
  top = box.scrollTop;
}

/** Goes to the end and stays there, whatever comes: after the agent's own words, and when they ask for it. */
export function follow() {
  following = true;
  if (newer()) newer().hidden = true;
  toEnd();
}

/** Only a reader who scrolls up leaves the end: that the talk grew, by a line or by a picture that arrived late, leaves them there. */
function scrolled() {
  const box = talk(), atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  if (atEnd) following = true; else if (box.scrollTop < top) following = false;
  top = box.scrollTop;
  if (following) newer().hidden = true;
}

const grown = new ResizeObserver(() => { if (following) toEnd(); });

function watch() {
  const box = talk();
  grown.disconnect();
  if (!box) return;
  for (const part of [box, ...box.children]) grown.observe(part);
  box.addEventListener("scroll", scrolled, { passive: true });
  newer().addEventListener("click", follow);
}

function shown() {
  const wanted = location.hash.startsWith("#ticket-") && document.getElementById(location.hash.slice(1));
  following = !wanted;
  if (wanted) { wanted.scrollIntoView({ block: "start" }); top = talk().scrollTop; } else toEnd();
  watch();
  desk.classList.toggle("reading", Boolean(work.querySelector("#talk")));
  mark();
  for (const then of whenShown) then();
}

/** Shows the conversation at this address of ours; whether it is shown now. */
export async function open(address, push = true) {
  const mine = ++asked;
  going += 1;
  try {
    const fresh = await fragment(address.split("#")[0] || "/desk/");
    if (mine !== asked) return false; // something else was opened meanwhile
    work.replaceChildren(fresh);
    if (push && address !== location.pathname + location.search + location.hash) history.pushState(null, "", address);
    shown();
    return true;
  } catch (error) { toast(error.message, true); return false; } finally { going -= 1; }
}

/** The same conversation anew, because somebody else has it now. Never instead of another one that is on its way. */
const again = () => (going ? null : open(location.pathname + location.search + location.hash, false));

export const refreshTalk = coalesced(async () => {
  const box = talk();
  if (!box) return;
  const list = [...box.querySelectorAll(".lines")].at(-1);
  const address = box.dataset.address + (box.dataset.address.includes("?") ? "&" : "?") + `state=${encodeURIComponent(list.dataset.state)}`;
  const fresh = await fragment(address);
  if (fresh === null || talk() !== box) return;
  const next = fresh.querySelector(".lines");
  if (next.dataset.holder !== list.dataset.holder) { await again(); return; }
  const heard = list.querySelectorAll("li.shopper").length, last = list.lastElementChild?.dataset.key;
  morph(list, next);
  list.dataset.state = next.dataset.state;
  if (following) toEnd(); else if (list.lastElementChild?.dataset.key !== last) newer().hidden = false;
  if (list.querySelectorAll("li.shopper").length !== heard) for (const then of whenHeard) then();
}, 150);

async function older(link) {
  const box = talk();
  const fresh = await fragment(box.dataset.address + (box.dataset.address.includes("?") ? "&" : "?") + `before=${link.dataset.before}`);
  const from = box.scrollHeight - box.scrollTop;
  following = false;
  const list = fresh.querySelector(".lines");
  list.classList.add("older");
  link.closest("li").remove();
  box.prepend(list);
  box.scrollTop = box.scrollHeight - from;
  top = box.scrollTop;
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("#rows a.row, a[data-open], a.back, a[data-before]");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.before) older(link).catch((error) => toast(error.message, true));
  else open(link.getAttribute("href"));
});
addEventListener("popstate", () => open(location.pathname + location.search + location.hash, false));

/** Who types in the open conversation. */
export function showTyping(typing) {
  const line = document.getElementById("typing");
  if (line) line.hidden = !(typing[main().dataset.subject] || []).includes("");
}

export const start = shown;
