// The product page around the chat: colours and sizes, and the demonstration switch.
const chat = document.querySelector("shop-chat");
const skus = JSON.parse(document.getElementById("skus").textContent);
const chosen = { colour: null, size: null };

function show() {
  const fits = (sku, other) => (other === null || Object.entries(other).every(([k, v]) => v === null || sku[k] === v));
  for (const input of document.querySelectorAll(".chip input")) {
    const other = input.name === "colour" ? { size: chosen.size } : { colour: chosen.colour };
    input.disabled = !skus.some((sku) => sku[input.name] === input.value && fits(sku, other));
  }
  for (const thumb of document.querySelectorAll(".thumbs button")) {
    const current = thumb.dataset.colour === (chosen.colour ?? skus[0].colour);
    thumb.setAttribute("aria-current", current);
    if (current) {
      document.getElementById("picture").src = thumb.dataset.picture;
      chat.setAttribute("picture", thumb.dataset.picture);
    }
  }
  const found = chosen.colour && chosen.size && skus.find((sku) => fits(sku, chosen));
  const stock = document.getElementById("stock");
  if (!found) {
    chat.removeAttribute("sku");
    stock.textContent = "选好颜色和尺码，可以看有没有货";
    return;
  }
  chat.setAttribute("sku", found.id);
  chat.setAttribute("price", found.price);
  document.getElementById("price").textContent = found.price;
  stock.textContent = found.stock > 10 ? "有货" : found.stock > 0 ? `只剩 ${found.stock} 件` : "这个颜色尺码暂时没货";
}

for (const input of document.querySelectorAll(".chip input")) {
  input.checked = false;
  input.addEventListener("change", () => { chosen[input.name] = input.value; show(); });
}
for (const thumb of document.querySelectorAll(".thumbs button")) {
  thumb.addEventListener("click", () => {
    const input = document.querySelector(`.chip input[name=colour][value="${CSS.escape(thumb.dataset.colour)}"]`);
    if (!input.disabled) { input.checked = true; chosen.colour = input.value; show(); }
  });
}
for (const button of document.querySelectorAll("[data-open-chat]")) {
  button.addEventListener("click", () => chat.open(button.dataset.openChat));
}
show();

// Every demonstration shopper has a conversation and orders of their own; the chat shows theirs after the switch.
async function demonstration() {
  const answer = await fetch("/chat/demo");
  if (!answer.ok) return;
  const { now, shoppers } = await answer.json();
  if (!shoppers.length) return;
  const select = document.getElementById("demo-shopper");
  for (const one of shoppers) select.append(new Option(`${one.name}：${one.about}`, one.id, false, one.id === now));
  document.getElementById("demo").hidden = false;
  select.addEventListener("change", async () => {
    const body = JSON.stringify({ shopper: select.value });
    await fetch("/chat/sign-in", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    await chat.restart();
  });
}
demonstration();
