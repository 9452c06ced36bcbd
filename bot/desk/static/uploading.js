// A spreadsheet is sent as it is, with a sign of how far it is; what is wrong with it is said here and the choice is kept.
import { Refused, token } from "./net.js";
import "./simple.js";

const form = document.getElementById("upload"), chooser = form.elements.file;
const problem = form.querySelector(".problem"), line = document.getElementById("uploading"), button = form.querySelector("button");
const most = Number(form.dataset.megabytes);

form.classList.add("scripted"); // the browser's own control gives way to ours
form.querySelector(".file-line").hidden = false;
chooser.required = false; // what cannot be seen cannot say what it lacks

function chosen() {
  say("");
  const file = chooser.files[0];
  const size = (bytes) => (bytes < 100_000 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
  document.getElementById("chosen").textContent = file ? `${file.name}（${size(file.size)}）` : "还没有选";
}

function say(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

/** XMLHttpRequest, for fetch cannot tell how much is sent. */
function send(file) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/desk/faq/import/file?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("X-Desk", "1");
    request.setRequestHeader("X-Token", token());
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => { line.textContent = loaded < total ? `已传 ${Math.round((100 * loaded) / total)}%` : "传完了，正在看…"; };
    request.onerror = () => reject(new Refused("没有传上去：连不上服务器，或者文件太大被拒绝了；请再试一次。"));
    request.onload = () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* told below */ }
      if (request.status === 200) resolve(answer);
      else if (request.status === 401) location.assign("/desk/sign-in");
      else reject(new Refused(answer.problem || `没有传上去（${request.status}），请再试一次。`));
    };
    request.send(file);
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = chooser.files[0];
  if (button.disabled) return;
  if (!file) { say("还没有选文件；请先选一张 .xlsx 或 .csv 表格。"); return; }
  if (file.size > most * 1024 * 1024) { say(`文件有 ${(file.size / 1024 / 1024).toFixed(1)} MB，最大 ${most} MB；请分成几个文件再传。`); return; }
  say("");
  button.disabled = true;
  try {
    location.assign((await send(file)).go);
  } catch (error) {
    say(error.message);
    line.textContent = "";
    button.disabled = false;
  }
});
chooser.addEventListener("change", chosen);
form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
form.addEventListener("dragleave", () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  if (event.dataTransfer.files.length) { chooser.files = event.dataTransfer.files; chosen(); }
});
addEventListener("pageshow", () => { button.disabled = false; line.textContent = ""; chosen(); });
