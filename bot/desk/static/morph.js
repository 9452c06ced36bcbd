// Brings a list up to date by keys: what did not change stays the same node, with its selection, focus and open details.
const shown = new WeakMap();

function markup(item) {
  const copy = item.cloneNode(true);
  for (const time of copy.querySelectorAll("time[data-since]")) time.textContent = ""; // ticks by itself
  for (const row of copy.querySelectorAll(".row")) row.className = "row";
  return copy.outerHTML;
}

export function morph(list, fresh) {
  const old = new Map([...list.children].map((item) => [item.dataset.key, item]));
  let at = list.firstElementChild;
  for (const next of [...fresh.children]) {
    const html = markup(next), mine = old.get(next.dataset.key);
    const kept = mine && (shown.get(mine) ?? markup(mine)) === html ? mine : next;
    shown.set(kept, html);
    if (kept === mine && kept === at) { at = at.nextElementSibling; continue; }
    const focused = mine && mine !== kept && mine.contains(document.activeElement);
    if (mine && mine !== kept) { if (mine === at) at = at.nextElementSibling; mine.remove(); }
    list.insertBefore(kept, at);
    if (focused) kept.querySelector("a, button")?.focus();
  }
  while (at) { const gone = at; at = at.nextElementSibling; gone.remove(); }
}
