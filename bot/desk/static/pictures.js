// Pictures an agent sends: chosen or pasted, looked at once more, then sent. Drawn on a canvas, so the page needs no other source.
import { upload } from "./net.js";
import { refreshTalk } from "./work.js";
import { refreshQueue } from "./queue.js";

const SIDE = 420;
const dialog = document.getElementById("picture-check"), canvas = document.getElementById("preview");
const problem = document.getElementById("picture-problem"), button = dialog.querySelector(".primary");
let waiting = null; // {file, address}

async function check(file, address) {
  waiting = { file, address };
  problem.hidden = true;
  button.disabled = false;
  canvas.hidden = false;
  try {
    const image = await createImageBitmap(file), scale = Math.min(1, SIDE / Math.max(image.width, image.height));
    canvas.width = Math.max(1, image.width * scale);
    canvas.height = Math.max(1, image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  } catch { canvas.hidden = true; } // the server says what is wrong with it
  dialog.showModal();
  button.focus();
}

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!waiting || button.disabled) return;
  button.disabled = true;
  try {
    await upload(waiting.address, waiting.file);
    waiting = null;
    dialog.close();
    refreshTalk();
    refreshQueue();
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  } finally { button.disabled = false; }
});

export function attachPictures(form) {
  const address = `/desk/tickets/${form.dataset.ticket}/pictures`, chooser = form.querySelector("#picture");
  chooser.addEventListener("change", () => { if (chooser.files[0]) check(chooser.files[0], address); chooser.value = ""; });
  form.elements.text.addEventListener("paste", (event) => {
    const file = [...event.clipboardData.files].find((one) => one.type.startsWith("image/"));
    if (file) { event.preventDefault(); check(file, address); }
  });
}
