// Pictures an agent sends: chosen or pasted, looked at once more, then sent. Drawn on a canvas, so the page needs no other source.
import { upload } from "./net.js";
import { follow, refreshTalk } from "./work.js";
import { refreshQueue } from "./queue.js";

const SIDE = 420;
const dialog = document.getElementById("picture-check"), canvas = document.getElementById("preview");
const problem = document.getElementById("picture-problem"), button = dialog.querySelector(".primary");
const most = Number(dialog.dataset.megabytes);
let waiting = null; // {file, address}

async function check(file, address) {
  waiting = { file, address };
  const tooBig = file.size > most * 1024 * 1024; // said here, too: nobody should wait for an upload that is refused
  problem.textContent = tooBig ? `图片超过 ${most} MB，请压缩后再发。` : "";
  problem.hidden = !tooBig;
  button.disabled = tooBig;
  canvas.hidden = false;
  try {
    const image = await createImageBitmap(file), scale = Math.min(1, SIDE / Math.max(image.width, image.height));
    canvas.width = Math.max(1, image.width * scale);
    canvas.height = Math.max(1, image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  } catch { canvas.hidden = true; } // the server says what is wrong with it
  dialog.showModal();
  if (!tooBig) button.focus();
}

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!waiting || button.disabled) return;
  button.disabled = true;
  try {
    await upload(waiting.address, waiting.file);
    waiting = null;
    dialog.close();
    follow();
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
