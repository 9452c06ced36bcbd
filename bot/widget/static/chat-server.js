// How <shop-chat> talks to /chat/…: one failure, one sentence; ids that make repeating safe.

const API = new URL("/chat/", import.meta.url);
const TRIES = 3, RETRY_MS = 1500, LONGEST_MS = 10_000;

export class Refused extends Error { // the server said no; `again` tells whether the same message may succeed later
  constructor(status, sentence, wait) { super(sentence); this.again = status === 429 || status >= 500; this.wait = wait; }
}

export async function call(path, options = {}) {
  const response = await fetch(new URL(path, API), { cache: "no-store", ...options });
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new Refused(response.status, body.error || "暂时没有发出去", 1000 * Number(response.headers.get("Retry-After") || 0));
}

export const post = (path, body) => call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

// The id stays the same, so a message that did arrive is answered from the record and not asked twice.
export async function persist(message) {
  for (let tried = 1; ; tried += 1) {
    try {
      return await post("messages", message);
    } catch (error) {
      if ((error instanceof Refused && !error.again) || tried === TRIES) throw error;
      await new Promise((done) => setTimeout(done, Math.min(error.wait || RETRY_MS * tried, LONGEST_MS)));
    }
  }
}

// crypto.randomUUID exists on https and localhost only; a shop tried out over a local network has neither.
export const newId = () => "w-" + [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");

export const kept = { // a browser may forbid storage; the chat works without it
  get(key) { try { return sessionStorage.getItem("shop-chat " + key); } catch { return null; } },
  set(key, value) { try { sessionStorage.setItem("shop-chat " + key, value); } catch { /* forgotten at the next page */ } },
};
