// Keeps the desk fresh without losing what an agent is typing. Everything works without it, after a reload.
const EVERY_MS = 3000;
const queue = document.getElementById("queue");
const talk = document.getElementById("talk");
const reply = document.getElementById("reply");
const seconds = (n) => (n >= 86400 ? `${Math.floor(n / 86400)} 天 ${Math.floor((n % 86400) / 3600)} 小时`
  : n >= 3600 ? `${Math.floor(n / 3600)} 小时 ${Math.floor((n % 3600) / 60)} 分`
  : `${Math.floor(n / 60)}:${String(n % 60).padStart(2, "0")}`);

async function fragment(address) {
  const response = await fetch(address, { headers: { "X-Desk": "1" }, cache: "no-store" });
  if (response.status === 401) location.reload(); // signed out elsewhere
  if (!response.ok) throw new Error(response.status);
  document.getElementById("lost").hidden = true;
  return response.status === 204 ? null : response.text();
}

const toEnd = () => { if (talk) talk.scrollTop = talk.scrollHeight; };

async function refreshTalk() {
  if (!talk) return;
  const before = talk.querySelector(".lines").dataset;
  const html = await fragment(`/desk/tickets/${talk.dataset.ticket}/talk?state=${encodeURIComponent(before.state)}`);
  if (html === null) return;
  const atEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 80;
  const held = [before.holder, before.ticket, before.agent].join();
  talk.innerHTML = html; // our own template, escaped on the server
  const after = talk.querySelector(".lines").dataset;
  if (atEnd) toEnd();
  // Who holds it decides which buttons there are; only a new page knows. A draft is kept below.
  if (held !== [after.holder, after.ticket, after.agent].join()) location.reload();
}

async function refresh() {
  if (!document.hidden) {
    try {
      const focused = document.activeElement?.closest?.("#queue a")?.getAttribute("href");
      queue.innerHTML = await fragment(`/desk/queue?current=${queue.dataset.current}`);
      fetchedAt = Date.now();
      if (focused) queue.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
      await refreshTalk();
    } catch { document.getElementById("lost").hidden = false; }
  }
  setTimeout(refresh, EVERY_MS);
}

let fetchedAt = Date.now();
setInterval(() => {
  const passed = Math.floor((Date.now() - fetchedAt) / 1000);
  for (const time of queue.querySelectorAll("[data-waited]")) time.textContent = seconds(Number(time.dataset.waited) + passed);
}, 1000);

if (reply) {
  const text = reply.elements.text, key = `desk draft ${talk.dataset.ticket}`;
  text.value ||= sessionStorage.getItem(key) || "";
  text.addEventListener("input", () => sessionStorage.setItem(key, text.value));
  text.addEventListener("keydown", (event) => {
    // While a Chinese word is being composed Enter picks it; 229 is how Safari says so.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (text.value.trim()) reply.requestSubmit();
  });
  reply.addEventListener("submit", () => {
    sessionStorage.removeItem(key);
    reply.querySelector("button").disabled = true; // a second press must not say it twice
  });
  text.focus();
}
toEnd();
setTimeout(refresh, EVERY_MS);
