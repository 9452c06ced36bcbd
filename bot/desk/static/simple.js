// The pages beside the desk: asks before something is removed, keeps what was typed when it cannot be saved.
import { post } from "./net.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.ask && !confirm(form.dataset.ask)) { event.preventDefault(); return; }
  if (!("simple" in form.dataset)) return;
  event.preventDefault();
  const problem = form.querySelector(".problem");
  try {
    const { go, said } = await post(form.action, new FormData(form));
    location.assign(said ? `${go}?said=${said}` : go);
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  }
});
document.querySelector(".places [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }); // on a telephone the bar is wider
const status = document.querySelector("#status select");
status?.addEventListener("change", () => post("/desk/status", { status: status.value }).then(() => { status.form.className = `status ${status.value}`; }).catch(() => {}));
