// What was typed and not sent, by conversation, in this browser: it survives switching, reloading and being taken back.
const PREFIX = "desk draft ", KEPT_MS = 7 * 24 * 3600 * 1000;

export function draftOf(conversation) {
  try { return JSON.parse(localStorage.getItem(PREFIX + conversation)) || null; } catch { return null; }
}

export function keepDraft(conversation, text, suggested = "") {
  try {
    if (text.trim()) localStorage.setItem(PREFIX + conversation, JSON.stringify({ text, suggested, at: Date.now() }));
    else localStorage.removeItem(PREFIX + conversation);
  } catch { /* storage is full or forbidden; the text still stands in its box */ }
}

for (const key of Object.keys(localStorage)) {
  if (key.startsWith(PREFIX) && !((draftOf(key.slice(PREFIX.length))?.at ?? 0) > Date.now() - KEPT_MS)) localStorage.removeItem(key);
}
