// The page on missed questions: sends a decision, keeps what was typed when it cannot be made, and stays where one was.
import { post } from "./net.js";
import "./simple.js";

document.addEventListener("submit", async (event) => {
  const form = event.target, pressed = event.submitter;
  if (event.defaultPrevented || !form.action.includes("/desk/missed/")) return;
  event.preventDefault();
  const fields = new FormData(form);
  if (pressed?.name) fields.set(pressed.name, pressed.value);
  const address = pressed?.getAttribute("formaction") || form.getAttribute("action");
  const problem = form.querySelector(".problem");
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    const { go, said } = await post(address, fields);
    const place = form.closest("li[id]")?.id;
    location.assign(`${go}?said=${said}${place ? `#${place}` : ""}`); // what comes next has moved up to this place
  } catch (error) {
    for (const button of buttons) button.disabled = false;
    problem.textContent = error.message;
    problem.hidden = false;
  }
});

// Enter in "put to another question" means that button and not the first guess.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
  const form = event.target.closest(".missed-group form");
  const meant = { other: 'button[value="other"]', question: 'button[formaction$="/new"]' }[event.target.name];
  if (!form || !meant) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(meant));
});
