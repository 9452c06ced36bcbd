// The preview of an upload: waits until it is read; ticks are kept on the server, so that they survive other pages of it.
import { post } from "./net.js";
import "./simple.js";

const EVERY_MS = 700;
const reading = document.getElementById("reading"), form = document.getElementById("confirm");

async function wait() {
  const address = reading.dataset.address;
  try {
    const response = await fetch(`${address}/progress`, { cache: "no-store", headers: { "X-Desk": "1" } });
    const { state, asked, of } = await response.json();
    if (state !== "reading") { location.reload(); return; }
    const bar = reading.querySelector("progress");
    if (of) {
      bar.max = of;
      bar.value = asked;
      document.getElementById("asked").textContent = `已经问了机器人 ${asked} / ${of} 句。`;
    }
  } catch { /* asks again */ }
  setTimeout(wait, EVERY_MS);
}

let keeping = Promise.resolve();
function show({ takes, trains }) {
  for (const place of form.querySelectorAll("[data-takes]")) place.textContent = takes;
  for (const place of form.querySelectorAll("[data-trains]")) place.hidden = !trains;
  for (const place of form.querySelectorAll("[data-live]")) place.hidden = trains || !takes;
  document.getElementById("take").disabled = !takes;
}

function problem(sentence) {
  const line = form.querySelector(".confirm-bar .problem");
  line.textContent = sentence;
  line.hidden = !sentence;
}

function keep(box) {
  const fields = new URLSearchParams({ shown: box.value });
  if (box.checked) fields.append("line", box.value);
  const wanted = box.checked;
  keeping = keeping.then(() => post(form.action.replace(/confirm$/, "choose"), fields)).then(
    (told) => { problem(""); show(told); },
    (error) => { box.checked = !wanted; problem(error.message); },
  );
}

async function take(event) {
  event.preventDefault();
  const button = document.getElementById("take");
  if (button.disabled) return;
  button.disabled = true;
  await keeping;
  try {
    location.assign((await post(form.action, new FormData(form))).go);
  } catch (error) {
    problem(error.message);
    button.disabled = false;
  }
}

if (reading) setTimeout(wait, EVERY_MS);
if (document.getElementById("take")) {
  form.addEventListener("change", (event) => { if (event.target.name === "line") keep(event.target); });
  form.addEventListener("submit", take);
  document.getElementById("take").disabled = "none" in document.getElementById("take").dataset;
}
