// The middle and right panes: opening a conversation without leaving the page, and keeping it fresh.
import { coalesced, fragment, toast } from "./net.js";
import { morph } from "./morph.js";
import { mark } from "./queue.js";

const work = document.getElementById("work");
const desk = document.getElementById("desk");
const whenShown = [], whenHeard = [];
let asked = 0;

/** `then` runs whenever another conversation, or the same one anew, is shown. */
export const onShown = (then) => whenShown.push(then);
/** `then` runs when the shopper said something new in the open conversation. */
export const onHeard = (then) => whenHeard.push(then);
export const main = () => work.querySelector("main");
export const ticket = () => main()?.dataset.ticket || "";
const talk = () => document.getElementById("talk");

export function toEnd() { const box = talk(); if (box) box.scrollTop = box.scrollHeight; }

function shown() {
  const wanted = location.hash.startsWith("#ticket-") && document.getElementById(location.hash.slice(1));
  if (wanted) wanted.scrollIntoView({ block: "start" }); else toEnd();
  for (const image of work.querySelectorAll("#talk img")) image.addEventListener("load", () => { if (!wanted) toEnd(); }, { once: true });
  desk.classList.toggle("reading", Boolean(work.querySelector("#talk")));
  mark();
  for (const then of whenShown) then();
}

/** Shows the conversation at this address of ours. */
export async function open(address, push = true) {
  const mine = ++asked;
  try {
    const fresh = await fragment(address.split("#")[0] || "/desk/");
    if (mine !== asked) return; // something else was opened meanwhile
    work.replaceChildren(fresh);
    if (push && address !== location.pathname + location.search + location.hash) history.pushState(null, "", address);
    shown();
  } catch (error) { toast(error.message, true); }
}

/** The same conversation anew, because somebody else has it now. The page stays where it was read. */
export const again = () => open(location.pathname + location.search + location.hash, false);

export const refreshTalk = coalesced(async () => {
  const box = talk();
  if (!box) return;
  const list = [...box.querySelectorAll(".lines")].at(-1);
  const address = box.dataset.address + (box.dataset.address.includes("?") ? "&" : "?") + `state=${encodeURIComponent(list.dataset.state)}`;
  const fresh = await fragment(address);
  if (fresh === null || talk() !== box) return;
  const next = fresh.querySelector(".lines");
  if (next.dataset.holder !== list.dataset.holder) { await again(); return; }
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const heard = list.querySelectorAll("li.shopper").length;
  morph(list, next);
  list.dataset.state = next.dataset.state;
  if (atEnd) toEnd();
  if (list.querySelectorAll("li.shopper").length !== heard) for (const then of whenHeard) then();
}, 150);

async function older(link) {
  const box = talk();
  const fresh = await fragment(box.dataset.address + (box.dataset.address.includes("?") ? "&" : "?") + `before=${link.dataset.before}`);
  const from = box.scrollHeight - box.scrollTop;
  const list = fresh.querySelector(".lines");
  list.classList.add("older");
  link.closest("li").remove();
  box.prepend(list);
  box.scrollTop = box.scrollHeight - from;
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
