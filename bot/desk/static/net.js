// Talking to the server. Everything that fails says so in one sentence; nothing is thrown away here.

export class Refused extends Error {}

export const token = () => document.querySelector('input[name="token"]').value;

const troubles = new Set();
/** Shows or takes away the line which says that the server cannot be reached; `who` noticed. */
export function lost(who, yes) {
  troubles[yes ? "add" : "delete"](who);
  const line = document.getElementById("lost");
  if (line) line.hidden = !troubles.size;
}

async function ask(address, options) {
  let response;
  try {
    response = await fetch(address, { cache: "no-store", ...options, headers: { "X-Desk": "1", ...options.headers } });
  } catch {
    lost("net", true);
    throw new Refused("连不上服务器，没有办成；写的内容还在，连上以后再试。");
  }
  lost("net", false);
  if (response.status === 401) {
    location.assign("/desk/sign-in"); // drafts are kept in this browser
    throw new Refused("登录已经过期，请重新登录。");
  }
  if (!response.ok) throw new Refused((await response.json().catch(() => ({}))).problem || `没有办成（${response.status}），请再试一次。`);
  return response;
}

/** A piece of a page as nodes; null when nothing changed. Our own templates, escaped on the server. */
export async function fragment(address) {
  const response = await ask(address, {});
  if (response.status === 204) return null;
  const made = document.createElement("template");
  made.innerHTML = await response.text();
  return made.content;
}

/** A form's fields; the answer is {go, said}. */
export async function post(address, fields) {
  const body = new URLSearchParams(fields);
  if (!body.has("token")) body.set("token", token());
  return (await ask(address, { method: "POST", body })).json();
}

/** A file as it is. */
export async function upload(address, file) {
  const headers = { "X-Token": token(), "Content-Type": file.type || "application/octet-stream" };
  return (await ask(address, { method: "POST", body: file, headers })).json();
}

/** Runs `work` at most every `ms`; asked for meanwhile, it runs once more at the end. */
export function coalesced(work, ms) {
  let running = false, again = false;
  return async function run() {
    if (running) { again = true; return; }
    running = true;
    try { await work(); } catch { /* the line at the top says so */ }
    setTimeout(() => { running = false; if (again) { again = false; run(); } }, ms);
  };
}

let hiding;
/** One sentence at the foot of the page, for a while; a problem stays longer. */
export function toast(sentence, problem = false) {
  const line = document.getElementById("toast");
  if (!line || !sentence) return;
  line.textContent = sentence;
  line.classList.toggle("bad", problem);
  line.setAttribute("role", problem ? "alert" : "status");
  line.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { line.hidden = true; }, problem ? 8000 : 4000);
}

/** The sentence of a code. */
export const saying = (code) => (code && document.querySelector(`#sayings [data-code="${CSS.escape(code)}"]`)?.textContent) || "";
