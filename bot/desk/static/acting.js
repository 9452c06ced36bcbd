// Buttons and small windows: every form that changes something is sent without leaving the page, and says what came of it.
import { fragment, post, saying, toast } from "./net.js";
import { open, refreshTalk, ticket, title } from "./work.js";
import { refreshQueue } from "./queue.js";

const busy = new WeakSet();
const PRESSING = new Set(["busy", "away", "quicker_nobody"]); // nothing was done: shown longer

async function act(form, pressed) {
  if (busy.has(form)) return;
  busy.add(form);
  const fields = new FormData(form);
  if (pressed?.name) fields.set(pressed.name, pressed.value);
  const dialog = form.closest("dialog");
  try {
    const { go, said, elsewhere } = await post(form.action, fields);
    if (said !== "quicker") toast(saying(said) + waitingElsewhere(elsewhere), PRESSING.has(said));
    if (dialog) { dialog.close(); form.reset(); }
    refreshQueue();
    if (form.dataset.to === "note" || "keep" in form.dataset) refreshTalk();
    else if (go && (await open(go)) && said === "quicker") toast(`${saying(said)}现在打开的是 ${title()}。`, true); // not before it is there
  } catch (error) { say(dialog, error.message); } finally { busy.delete(form); }
}

/** How many wait for which team. */
const waitingElsewhere = (teams) => (teams ? `：${Object.entries(teams).map(([team, n]) => `${team} ${n} 位`).join("，")}。` : "");

/** A problem is told where the agent looks. */
function say(dialog, sentence) {
  if (!dialog) { toast(sentence, true); return; }
  const line = dialog.querySelector(".problem") || dialog.querySelector("form").appendChild(document.createElement("p"));
  line.className = "problem";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
}

/** Opens one of the small windows for the open conversation, when the page offers it. */
export async function ask(name) {
  const dialog = document.getElementById(name);
  if (name !== "help" && !document.querySelector(`#work [data-dialog="${name}"]`)) return;
  if (dialog.open) return;
  const form = dialog.querySelector("form");
  if (form && name !== "help") {
    const action = `/desk/tickets/${ticket()}/${form.dataset.to}`;
    if (form.getAttribute("action") !== action) { form.reset(); form.setAttribute("action", action); }
    dialog.querySelector(".problem")?.remove();
  }
  try {
    if (name === "transfer") document.getElementById("transfer-choices").replaceChildren(await fragment(`/desk/tickets/${ticket()}/transfer`));
  } catch (error) { toast(error.message, true); return; }
  dialog.showModal();
}

/** Presses the button of an action in the open conversation, when there is one. */
export const press = (selector) => document.querySelector(selector)?.click();

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("form[data-act]");
  if (!form) return;
  event.preventDefault();
  act(form, event.submitter);
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  if (opener) ask(opener.dataset.dialog);
  if (event.target.closest?.("[data-close]")) event.target.closest("dialog").close();
  if (event.target.id === "help-button") ask("help");
});
document.getElementById("end").addEventListener("keydown", (event) => {
  if (/^[1-9]$/.test(event.key)) document.querySelector(`#end [data-digit="${event.key}"]`)?.click();
});
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("close", () => {
    // Chromium gives the focus back without a caret, and the first key would be lost.
    const text = document.getElementById("reply")?.elements.text;
    if (document.activeElement === text) text.blur();
    text?.focus();
  });
}
const status = document.querySelector("#status select");
status.addEventListener("change", async () => {
  try {
    await post("/desk/status", { status: status.value });
    status.form.className = `status ${status.value}`;
    refreshQueue();
  } catch (error) { toast(error.message, true); }
});
