// <shop-chat>: the shopper's side of the conversation. One element, no framework, nothing to build.
//
// Attributes: shop, assistant (names); product, sku, name, price, picture (the goods in view); suggestions ("a|b|c").
// Methods: open(text?) shows it, restart() reads the conversation anew (another shopper signed in).
// Everything a server or a shopper says is put in as text, never as HTML.

const API = new URL("/chat/", import.meta.url);
const STYLES = new URL("shop-chat.css" + new URL(import.meta.url).search, import.meta.url);
const POLL_MS = 2500, TRIES = 3, RETRY_MS = 1500, NEW_TIME_MS = 5 * 60_000;
const HOLDERS = { bot: (assistant) => `智能客服${assistant}为您服务`, waiting: () => "正在等待人工客服", agent: () => "人工客服为您服务" };
const SPEAKERS = { bot: "智能客服", agent: "人工客服" };
const ORDER = { unpaid: "待付款", paid: "待发货", shipped: "已发货", signed: "已签收", cancelled: "已取消", refunded: "已退款" };
const PARCEL = { collected: "已揽收", moving: "运输中", delivering: "派送中", signed: "已签收", problem: "派送异常", returned: "已退回" };
const ICONS = {
  chat: "M4 5h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-5l-4 4v-4H4a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z",
  close: "M6 6l12 12M18 6L6 18", send: "M4 12l16-8-6 16-3-7Z", orders: "M6 3h12v18l-3-2-3 2-3-2-3 2ZM9 8h6M9 12h6",
  picture: "M4 5h16v14H4ZM4 16l5-5 4 4 3-3 4 4M15 9h.01", person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c1-5 4-7 8-7s7 2 8 7",
};

function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value;
    else if (value !== null && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// crypto.randomUUID exists on https and localhost only; a shop tried out over a local network has neither.
const newId = () => "w-" + [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const kept = { // a browser may forbid storage; the chat works without it
  get(key) { try { return sessionStorage.getItem("shop-chat " + key); } catch { return null; } },
  set(key, value) { try { sessionStorage.setItem("shop-chat " + key, value); } catch { /* forgotten at the next page */ } },
};

class Refused extends Error { // the server said no; `again` tells whether the same message may succeed later
  constructor(status, sentence, wait) { super(sentence); this.again = status === 429 || status >= 500; this.wait = wait; }
}

async function call(path, options = {}) {
  const response = await fetch(new URL(path, API), { cache: "no-store", ...options });
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new Refused(response.status, body.error || "暂时没有发出去", 1000 * Number(response.headers.get("Retry-After") || 0));
}

const post = (path, body) => call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

// Times are the shop's: its time zone, and its clock, which a demonstration may have set to another day.
const ZONE = { timeZone: "Asia/Shanghai" };
let ahead = 0; // milliseconds by which the shop's clock is ahead of this machine's
const shopNow = () => new Date(Date.now() + ahead);

function clockTime(when) {
  if (typeof when === "string" && !/^\d{4}-\d\d-\d\dT/.test(when)) return when; // already in words
  const at = new Date(when);
  const time = at.toLocaleTimeString("zh-CN", { ...ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
  const day = (d) => d.toLocaleDateString("zh-CN", { ...ZONE, month: "long", day: "numeric" });
  return day(at) === day(shopNow()) ? time : `${day(at)} ${time}`;
}

class ShopChat extends HTMLElement {
  static observedAttributes = ["name", "price", "picture", "sku"];
  #seen = new Set(); #last = null; #holder = "bot"; #unanswered = 0; #time = 0; #talk = 0; #timer = null; #loaded = null; #parts = {};

  connectedCallback() {
    if (this.shadowRoot) return;
    this.attachShadow({ mode: "open" });
    this.#build();
    if (kept.get("open") === "yes") this.open("", false);
  }

  disconnectedCallback() { clearInterval(this.#timer); this.#timer = null; }

  attributeChangedCallback() { if (this.shadowRoot) this.#showGoods(); }

  async open(text, focus = true) {
    const { panel, launcher, input } = this.#parts;
    panel.hidden = false;
    launcher.hidden = true;
    kept.set("open", "yes");
    // On a phone the keyboard would cover what the shopper came to read.
    if (focus && matchMedia("(min-width: 601px)").matches) input.focus({ preventScroll: true });
    this.#loaded ??= this.#load();
    this.#timer ??= setInterval(() => this.#poll(), POLL_MS);
    await this.#loaded;
    if (text) this.#say(text);
  }

  close() {
    const { panel, launcher } = this.#parts;
    panel.hidden = true;
    launcher.hidden = false;
    kept.set("open", "no");
    clearInterval(this.#timer);
    this.#timer = null;
    launcher.focus();
  }

  async restart() {
    this.#talk += 1;
    this.#loaded = null;
    this.#parts.orders.hidden = true;
    if (!this.#parts.panel.hidden) await (this.#loaded = this.#load());
  }

  // ── what it looks like ──────────────────────────────────────────────

  #build() {
    const p = this.#parts, shop = this.getAttribute("shop") || "店铺";
    const tool = (name, label, click) => h("button", { type: "button", className: "tool", onclick: click }, icon(name), label);
    p.launcher = h("button", { type: "button", className: "launcher", onclick: () => this.open() }, icon("chat"), "咨询客服");
    p.state = h("p", { className: "state", role: "status" });
    p.goods = h("div", { className: "goods" });
    p.log = h("div", { className: "log", role: "log", tabIndex: 0, "aria-live": "polite", "aria-label": "聊天记录" });
    p.typing = h("div", { className: "typing", hidden: true, "aria-label": "正在回复" }, h("i"), h("i"), h("i"));
    p.orders = h("div", { className: "picker", hidden: true, role: "group", "aria-label": "选一笔订单发给客服" });
    p.file = h("input", { type: "file", accept: "image/png,image/jpeg,image/webp,image/gif", hidden: true, onchange: () => this.#picture() });
    p.input = h("textarea", { rows: 1, maxLength: 2000, placeholder: "请输入您的问题", "aria-label": "消息" });
    p.input.addEventListener("keydown", (event) => {
      // While a Chinese word is being composed Enter picks it; 229 is how Safari says so.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    });
    p.input.addEventListener("input", () => this.#grow());
    p.panel = h("section", { className: "panel", role: "dialog", "aria-label": `${shop}客服`, hidden: true },
      h("header", {}, h("span", { className: "face", "aria-hidden": "true" }, shop.slice(0, 1)), h("div", { className: "who" }, h("h2", {}, `${shop}客服`), p.state),
        h("button", { type: "button", className: "human", onclick: () => this.#say("转人工") }, icon("person"), "转人工"),
        h("button", { type: "button", className: "close", "aria-label": "关闭聊天", onclick: () => this.close() }, icon("close"))),
      p.goods, p.log, p.orders,
      h("footer", {}, h("div", { className: "tools" }, tool("orders", "发订单", () => this.#pickOrder()), tool("picture", "发图片", () => p.file.click()), p.file),
        h("form", { onsubmit: (event) => { event.preventDefault(); this.#submit(); } }, p.input,
          h("button", { type: "submit", className: "send", "aria-label": "发送" }, icon("send")))));
    p.panel.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.isComposing) this.close(); });
    const frame = h("div", { className: "frame", hidden: true }, p.launcher, p.panel);
    const styles = h("link", { rel: "stylesheet", href: STYLES.href, onload: () => { frame.hidden = false; this.#toEnd(); } });
    this.shadowRoot.append(styles, frame);
    this.#show("bot");
    this.#showGoods();
  }

  #show(holder) {
    this.#holder = holder;
    const words = (HOLDERS[holder] || HOLDERS.bot)(this.getAttribute("assistant") || "");
    if (this.#parts.state.textContent !== words) this.#parts.state.textContent = words;
    this.#parts.panel.dataset.holder = holder;
    this.#typing(0);
  }

  #showGoods() {
    const product = this.getAttribute("product");
    this.#parts.goods.hidden = !product;
    if (!product) return;
    this.#parts.goods.replaceChildren(this.#goodsCard({ name: this.getAttribute("name"), price: this.getAttribute("price"), picture: this.getAttribute("picture") }),
      h("button", { type: "button", onclick: () => this.#sendGoods() }, "发给客服"));
  }

  #goodsCard({ name, price, picture, id, url }) {
    const inside = [h("img", { src: picture || `/pictures/${encodeURIComponent(id)}/0`, alt: "", width: 48, height: 48 }),
      h("span", {}, h("b", {}, name || id || ""), price ? h("em", {}, `¥${price}`) : "")];
    // Only our own pages are linked: a card never leads elsewhere.
    return /^\/goods\/[\w-]+$/.test(url || "") ? h("a", { className: "card product", href: url }, ...inside) : h("div", { className: "card product" }, ...inside);
  }

  #card(card) {
    if (card.type === "product") return this.#goodsCard(card);
    if (card.type === "parcel") {
      return h("div", { className: "card parcel" }, h("b", {}, card.carrier || "包裹"), h("em", {}, PARCEL[card.status] || card.status || ""), h("small", {}, card.tracking || ""),
        h("ol", {}, ...(card.events || []).map((e) => h("li", {}, h("time", {}, clockTime(e.at)), h("span", {}, [e.place, e.text].filter(Boolean).join(" "))))));
    }
    return h("div", { className: "card order" }, h("b", {}, (card.title || "订单") + (card.pieces > 1 ? ` 等 ${card.pieces} 件` : "")), card.status ? h("em", {}, ORDER[card.status] || card.status) : "",
      h("small", {}, `订单号 ${card.number}`), h("small", {}, [card.total && `¥${card.total}`, card.placed_at && `${clockTime(card.placed_at)} 下单`].filter(Boolean).join(" · ")));
  }

  // ── the log ─────────────────────────────────────────────────────────

  #add(message) {
    if (message.id && this.#seen.has(message.id)) return null;
    if (message.id) this.#seen.add(message.id);
    const { log, typing } = this.#parts, mine = message.author === "shopper", atEnd = this.#atEnd();
    const at = message.at ? new Date(message.at) : shopNow();
    if (at - this.#time > NEW_TIME_MS) log.insertBefore(h("time", { className: "when" }, clockTime(at)), typing);
    this.#time = at;
    if (!mine) log.querySelectorAll(".buttons").forEach((row) => row.remove());
    const body = [];
    if (message.text) body.push(h("p", {}, message.text));
    if (message.image_url) body.push(h("img", { className: "photo", src: message.image_url, alt: "图片", onload: () => atEnd && this.#toEnd() }));
    if (message.card) body.push(this.#card(message.card));
    const goesOn = typing.previousElementSibling?.classList.contains(message.author);
    const bubble = h("article", { className: `bubble ${message.author}` }, SPEAKERS[message.author] && !goesOn ? h("span", { className: "speaker" }, SPEAKERS[message.author]) : "",
      h("div", { className: "body" }, ...body));
    if ((message.buttons || []).length) {
      bubble.append(h("div", { className: "buttons" }, ...message.buttons.map((b) => h("button", { type: "button", onclick: () => this.#say(b.payload, b.title) }, b.title))));
    }
    log.insertBefore(bubble, typing);
    if (mine || atEnd) this.#toEnd();
    return bubble;
  }

  #note(sentence) {
    this.#parts.log.insertBefore(h("p", { className: "note", role: "alert" }, sentence), this.#parts.typing);
    this.#toEnd();
  }

  #atEnd() { const { log } = this.#parts; return log.scrollHeight - log.scrollTop - log.clientHeight < 80; }
  #toEnd() { const { log } = this.#parts; log.scrollTop = log.scrollHeight; }

  #typing(change) {
    this.#unanswered += change;
    const atEnd = this.#atEnd();
    this.#parts.typing.hidden = !(this.#unanswered > 0 && this.#holder === "bot");
    if (atEnd) this.#toEnd();
  }

  // ── talking to the server ───────────────────────────────────────────

  async #load() {
    const { log, typing } = this.#parts;
    this.#seen.clear();
    this.#last = null;
    this.#time = 0;
    log.replaceChildren(typing);
    try {
      const { messages, holder, now } = await call("history");
      ahead = Date.parse(now) - Date.now();
      messages.forEach((message) => this.#add(message));
      this.#last = messages.at(-1)?.id ?? null;
      this.#show(holder);
      if (!messages.length) this.#welcome();
    } catch (error) {
      this.#loaded = null;
      this.#note("聊天记录暂时读不到，可以直接发消息。");
    }
    this.#toEnd();
  }

  #welcome() {
    kept.set("shown", "");
    const asked = (this.getAttribute("suggestions") || "").split("|").filter(Boolean);
    this.#parts.log.insertBefore(h("div", { className: "welcome" }, h("p", {}, "您好，尺码、面料、发货、退换都可以问。"),
      h("div", { className: "buttons" }, ...asked.map((text) => h("button", { type: "button", onclick: () => this.#say(text) }, text)))), this.#parts.typing);
  }

  async #poll() {
    const talk = this.#talk; // what belongs to a conversation left behind is not shown in this one
    if (document.hidden) return;
    try {
      const { messages, holder } = await call("messages" + (this.#last ? `?after=${encodeURIComponent(this.#last)}` : ""));
      if (talk !== this.#talk) return;
      messages.forEach((message) => this.#add(message));
      // Only here and in #load does #last move: an answer to a request may overtake what a person said before it.
      this.#last = messages.at(-1)?.id ?? this.#last;
      if (!this.#unanswered) this.#show(holder);
    } catch { /* the next poll is near */ }
  }

  #submit() {
    const { input } = this.#parts, text = input.value.trim();
    if (!text) return;
    input.value = "";
    this.#grow();
    this.#say(text);
  }

  #say(text, title = text) {
    // The first words on a product's page say which goods they are about; after that the conversation knows.
    const product = kept.get("shown") === this.getAttribute("product") ? null : this.#inView();
    kept.set("shown", this.getAttribute("product") || "");
    this.#send({ kind: "text", text, product }, { text: title });
  }

  #sendGoods() {
    kept.set("shown", this.getAttribute("product"));
    const card = { type: "product", name: this.getAttribute("name"), price: this.getAttribute("price"), picture: this.getAttribute("picture"), id: this.getAttribute("product") };
    this.#send({ kind: "product", product: this.#inView() }, { card });
  }

  #inView() { return this.getAttribute("sku") || this.getAttribute("product"); }

  async #pickOrder() {
    const { orders } = this.#parts;
    if (!orders.hidden) { orders.hidden = true; return; }
    try {
      const found = (await call("orders")).orders;
      const choose = (order) => { orders.hidden = true; this.#send({ kind: "order", order: order.number }, { card: order }); };
      orders.replaceChildren(h("p", {}, found.length ? "选一笔订单发给客服" : "没有查到您的订单，登录下单的账号再试试。"),
        ...found.map((order) => h("button", { type: "button", onclick: () => choose(order) }, this.#card(order))));
      orders.hidden = false;
    } catch (error) { this.#note(error instanceof Refused ? error.message : "订单暂时读不到，请稍后再试。"); }
  }

  async #picture() {
    const { file } = this.#parts, picture = file.files[0];
    file.value = "";
    if (!picture) return;
    try {
      const { url } = await call("images", { method: "POST", headers: { "Content-Type": picture.type || "application/octet-stream" }, body: picture });
      this.#send({ kind: "image", image_url: url }, { image_url: url });
    } catch (error) { this.#note(error instanceof Refused ? error.message : "图片没有传成功，请再试一次。"); }
  }

  #send(message, shown) {
    this.#parts.log.querySelectorAll(".buttons, .welcome").forEach((row) => row.remove());
    this.#deliver({ id: newId(), ...message }, this.#add({ author: "shopper", ...shown }));
  }

  async #deliver(message, bubble) {
    const talk = this.#talk;
    bubble.classList.remove("failed");
    bubble.querySelector(".again")?.remove();
    this.#typing(1);
    try {
      const { replies, holder } = await this.#persist(message);
      this.#typing(-1);
      if (talk !== this.#talk) return;
      replies.forEach((reply) => this.#add(reply));
      this.#show(holder);
    } catch (error) {
      this.#typing(-1);
      bubble.classList.add("failed");
      const again = !(error instanceof Refused) || error.again;
      bubble.append(h("div", { className: "again", role: "alert" }, error instanceof Refused ? error.message : "没有发出去，请检查网络。",
        again ? h("button", { type: "button", onclick: () => this.#deliver(message, bubble) }, "重发") : ""));
      this.#toEnd();
    }
  }

  // The id stays the same, so a message that did arrive is answered from the record and not asked twice.
  async #persist(message) {
    for (let tried = 1; ; tried += 1) {
      try {
        return await post("messages", message);
      } catch (error) {
        if ((error instanceof Refused && !error.again) || tried === TRIES) throw error;
        await pause(Math.min(error.wait || RETRY_MS * tried, 10_000));
      }
    }
  }

  #grow() {
    const { input } = this.#parts;
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 112)}px`;
  }
}

customElements.define("shop-chat", ShopChat);
