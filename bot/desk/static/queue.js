// The left pane: kept fresh, counted on, filtered, and heard.
import { coalesced, fragment } from "./net.js";
import { morph } from "./morph.js";
import { beep } from "./sound.js";

const pane = document.getElementById("queue");
const rows = document.getElementById("rows");
const limits = pane.dataset.limits.split(",").map(Number);
const filter = document.getElementById("filter");
const FILTER = "desk filter";
let ahead = Number(pane.dataset.now) - Date.now(); // the shop's clock may be another one than this machine's
let before = null;
const title = document.title;

const seconds = (n) => (n >= 86400 ? `${Math.floor(n / 86400)} 天 ${Math.floor((n % 86400) / 3600)} 小时`
  : n >= 3600 ? `${Math.floor(n / 3600)} 小时 ${Math.floor((n % 3600) / 60)} 分`
  : `${Math.floor(n / 60)}:${String(n % 60).padStart(2, "0")}`);

export function tick() {
  const now = Date.now() + ahead;
  for (const time of rows.querySelectorAll("time[data-since]")) {
    const waited = Math.max(0, Math.floor((now - Number(time.dataset.since)) / 1000));
    time.textContent = seconds(waited);
    if ("calm" in time.dataset) continue;
    const colour = limits.filter((limit) => waited >= limit).length;
    time.closest(".row").className = `row wait-${colour}`;
  }
}

function sift() {
  const wanted = filter.value;
  for (const item of rows.querySelectorAll("li[data-ticket]")) {
    const mine = item.closest("#group-mine");
    const team = wanted.startsWith("team:") ? wanted.slice(5) : null;
    item.hidden = !mine && ((wanted === "mine") || (team !== null && item.dataset.team !== team));
  }
  for (const id of ["waiting", "promised", "others"]) document.getElementById(`group-${id}`).classList.toggle("sifted", wanted === "mine");
}

/** Counts what wants attention, and sounds when there is more of it than before. */
function count() {
  const now = new Map();
  for (const item of rows.querySelectorAll("#group-waiting li[data-ticket]:not([data-kept]), #group-mine li[data-ticket]")) {
    now.set(item.dataset.ticket, item.dataset.state === "open" ? 1 : Number(item.dataset.unread));
  }
  const total = [...now.values()].reduce((sum, n) => sum + n, 0);
  document.title = total ? `(${total}) ${title}` : title;
  if (before) {
    const open = document.querySelector("#work main")?.dataset.ticket;
    for (const [ticket, n] of now) {
      const seen = ticket === open && document.hasFocus();
      if (n > (before.get(ticket) ?? 0) && !seen) { beep(!before.has(ticket)); break; }
    }
  }
  before = now;
}

export const refreshQueue = coalesced(async () => {
  const fresh = await fragment("/desk/queue");
  for (const group of fresh.querySelectorAll(".group")) {
    const old = document.getElementById(group.id);
    old.querySelector("h2").replaceChildren(...group.querySelector("h2").childNodes);
    morph(old.querySelector(".rows"), group.querySelector(".rows"));
  }
  mark();
  sift();
  tick();
  count();
}, 350);

/** The row of the open conversation stands out. */
export function mark() {
  const open = document.querySelector("#work main")?.dataset.ticket;
  for (const link of rows.querySelectorAll("a.row")) {
    if (open && link.getAttribute("href") === `/desk/tickets/${open}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** The row `by` places after the open one, among those that are shown. */
export function neighbour(by) {
  const links = [...rows.querySelectorAll("li[data-ticket]:not([hidden]) a.row")];
  const at = links.findIndex((link) => link.getAttribute("aria-current"));
  if (!links.length) return null;
  return links[at < 0 ? (by > 0 ? 0 : links.length - 1) : (at + by + links.length) % links.length];
}

filter.value = localStorage.getItem(FILTER) || "";
if (filter.selectedIndex < 0) filter.value = "";
filter.addEventListener("change", () => { localStorage.setItem(FILTER, filter.value); sift(); });
setInterval(tick, 1000);
setInterval(refreshQueue, 30_000); // should ever a change have gone unheard
sift();
tick();
count();
