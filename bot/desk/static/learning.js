// A round under way is shown anew every second until it has ended.
import { fragment } from "./net.js";
import "./simple.js";

const EVERY_MS = 1000;
const place = document.getElementById("round");

async function look() {
  try {
    const fresh = await fragment(place.dataset.address);
    const open = [...place.querySelectorAll("details[open]")].map((one) => one.id);
    for (const one of fresh.querySelectorAll("details")) if (open.includes(one.id)) one.open = true;
    place.replaceChildren(fresh);
    if (!place.querySelector("[data-running]")) { document.title = document.title.replace(/^（.*?）/, ""); return; }
  } catch { /* the line at the top says so */ }
  setTimeout(look, EVERY_MS);
}

if (place?.querySelector("[data-running]")) setTimeout(look, EVERY_MS);
