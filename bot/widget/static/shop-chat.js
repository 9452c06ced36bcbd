// <shop-chat>: the shopper's side of the conversation. One element, no framework, nothing to build.
//
// Attributes: shop, assistant (names); product, sku, name, price, picture (the goods in view); suggestions ("a|b|c").
// Methods: open(text?) shows it, restart() reads the conversation anew (another shopper signed in).
import { bubble, card, clockTime, goodsCard, h, icon, setShopClock, shopNow, speaker } from "./chat-parts.js";
import { Refused, call, kept, newId, persist, post } from "./chat-server.js";

const STYLES = new URL("shop-chat.css" + new URL(import.meta.url).search, import.meta.url);
const NEW_TIME_MS = 5 * 60_000, TYPING_MS = 3000;
const POLL_MS = { person: 1000, bot: 3000, closed: 3000, longest: 15_000 }; // with a person, or waiting for one, seconds matter
const CALL_OFF = "不用人工了";
const BOT = { holder: "bot", place: null, agent: null, typing: false };

class ShopChat extends HTMLElement {
  static observedAttributes = ["name", "price", "picture", "sku"];
  #seen = new Set(); #last = null; #standing = BOT; #unanswered = 0; #unread = 0; #time = 0; #talk = 0; #turns = 0; #typed = 0;
  #timer = null; #polling = false; #failures = 0; #loaded = null; #parts = {};
  #shownAgain = () => { if (!document.hidden) this.#poll(); };

  connectedCallback() {
    document.addEventListener("visibilitychange", this.#shownAgain);
    if (this.shadowRoot) return this.#plan();
    const open = kept.get("open") === "yes", person = kept.get("person") === "yes"; // as the page before left it
    this.attachShadow({ mode: "open" });
    this.#build();
    if (open) this.open("", false);
    else if (person) (this.#loaded = this.#load()).then(() => this.#plan()); // somebody may be writing to them
  }

  disconnectedCallback() { clearTimeout(this.#timer); document.removeEventListener("visibilitychange", this.#shownAgain); }

  attributeChangedCallback() { if (this.shadowRoot) this.#showGoods(); }

  async open(text, focus = true) {
    const { panel, launcher, input } = this.#parts;
    panel.hidden = false;
    launcher.hidden = true;
    kept.set("open", "yes");
    this.#countUnread(-this.#unread);
    // On a phone the keyboard would cover what the shopper came to read.
    if (focus && matchMedia("(min-width: 601px)").matches) input.focus({ preventScroll: true });
    if (this.#loaded) this.#poll();
    this.#loaded ??= this.#load();
    this.#plan();
    await this.#loaded;
    this.#toEnd();
    if (text) this.#say(text);
  }

  close() {
    const { panel, launcher } = this.#parts;
    panel.hidden = true;
    launcher.hidden = false;
    kept.set("open", "no");
    this.#plan();
    launcher.focus();
  }

  async restart() {
    this.#talk += 1;
    this.#loaded = null;
    this.#parts.orders.hidden = true;
    this.#countUnread(-this.#unread);
    if (!this.#parts.panel.hidden) await (this.#loaded = this.#load());
    else this.#show(BOT);
  }

  // ── what it looks like ──────────────────────────────────────────────

  #build() {
    const p = this.#parts, shop = this.getAttribute("shop") || "店铺";
    const tool = (name, label, click) => h("button", { type: "button", className: "tool", onclick: click }, icon(name), h("span", {}, label));
    p.unread = h("span", { className: "unread", hidden: true });
    p.launcher = h("button", { type: "button", className: "launcher", onclick: () => this.open() }, icon("chat"), "咨询客服", p.unread);
    p.state = h("p", { className: "state", role: "status" });
    p.human = h("button", { type: "button", className: "human", onclick: () => this.#say("转人工") }, icon("person"), "转人工");
    p.place = h("p", { role: "status" });
    p.line = h("div", { className: "line", hidden: true }, p.place, h("button", { type: "button", onclick: () => this.#say(CALL_OFF) }, "不排队了"));
    p.goods = h("div", { className: "goods" });
    p.log = h("div", { className: "log", role: "log", tabIndex: 0, "aria-live": "polite", "aria-label": "聊天记录" });
    p.typist = h("span", {});
    p.typing = h("div", { className: "typing", hidden: true }, p.typist, h("i"), h("i"), h("i"));
    p.orders = h("div", { className: "picker", hidden: true, role: "group", "aria-label": "选一笔订单发给客服" });
    p.file = h("input", { type: "file", accept: "image/png,image/jpeg,image/webp,image/gif", hidden: true, onchange: () => this.#picture() });
    p.picture = tool("picture", "发图片", () => p.file.click());
    p.input = h("textarea", { rows: 1, maxLength: 2000, placeholder: "请输入您的问题", "aria-label": "消息" });
    p.input.addEventListener("keydown", (event) => {
      // While a Chinese word is being composed Enter picks it; 229 is how Safari says so.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    });
    p.input.addEventListener("input", () => { this.#grow(); this.#tellTyping(); });
    p.panel = h("section", { className: "panel", role: "dialog", "aria-label": `${shop}客服`, hidden: true },
      h("header", {}, h("span", { className: "face", "aria-hidden": "true" }, shop.slice(0, 1)), h("div", { className: "who" }, h("h2", {}, `${shop}客服`), p.state),
        p.human, h("button", { type: "button", className: "close", "aria-label": "关闭聊天", onclick: () => this.close() }, icon("close"))),
      p.line, p.goods, p.log, p.orders,
      h("footer", {}, h("div", { className: "tools" }, tool("orders", "发订单", () => this.#pickOrder()), p.picture, p.file),
        h("form", { onsubmit: (event) => { event.preventDefault(); this.#submit(); } }, p.input,
          h("button", { type: "submit", className: "send", "aria-label": "发送" }, icon("send")))));
    p.panel.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.isComposing) this.close(); });
    const frame = h("div", { className: "frame", hidden: true }, p.launcher, p.panel);
    const styles = h("link", { rel: "stylesheet", href: STYLES.href, onload: () => { frame.hidden = false; this.#toEnd(); } });
    this.shadowRoot.append(styles, frame);
    this.#show(BOT);
    this.#showGoods();
  }

  // Who speaks with the shopper, how many wait before them, whether an agent is typing.
  #show(standing) {
    this.#standing = standing;
    const { panel, state, human, line, place } = this.#parts, { holder, agent } = standing, atEnd = this.#atEnd();
    const words = { waiting: "正在等待人工客服", agent: agent ? `客服 ${agent} 为您服务` : "人工客服为您服务" };
    setWords(state, words[holder] || `智能客服${this.getAttribute("assistant") || ""}为您服务`);
    setWords(place, standing.place > 0 ? `排队中，前面还有 ${standing.place} 位` : standing.place === 0 ? "下一位就是您" : "正在为您排队");
    line.hidden = holder !== "waiting";
    human.hidden = holder !== "bot";
    panel.dataset.holder = holder;
    kept.set("person", holder === "bot" ? "no" : "yes");
    this.#typing(0);
    if (atEnd) this.#toEnd();
  }

  #typing(change) {
    this.#unanswered += change;
    this.#turns += change ? 1 : 0; // what was read before a message of the shopper's is older than its answer
    const { typing, typist } = this.#parts, { holder, agent, typing: agentTypes } = this.#standing, atEnd = this.#atEnd();
    const person = holder === "agent" && agentTypes;
    typing.hidden = !(person || (this.#unanswered > 0 && holder === "bot"));
    typing.setAttribute("aria-label", person ? `客服${agent || ""}正在输入` : "正在回复");
    setWords(typist, person ? "正在输入" : "");
    if (atEnd) this.#toEnd();
  }

  #countUnread(change) {
    this.#unread += change;
    const { unread, launcher } = this.#parts;
    unread.hidden = !this.#unread;
    setWords(unread, this.#unread > 99 ? "99+" : String(this.#unread));
    if (this.#unread) launcher.setAttribute("aria-label", `咨询客服，${this.#unread} 条新消息`);
    else launcher.removeAttribute("aria-label");
  }

  #showGoods() {
    const product = this.getAttribute("product");
    this.#parts.goods.hidden = !product;
    if (!product) return;
    this.#parts.goods.replaceChildren(goodsCard({ name: this.getAttribute("name"), price: this.getAttribute("price"), picture: this.getAttribute("picture"), id: product }),
      h("button", { type: "button", onclick: () => this.#sendGoods() }, "发给客服"));
  }

  // ── the log ─────────────────────────────────────────────────────────

  #add(message) {
    if (message.id && this.#seen.has(message.id)) return null;
    if (message.id) this.#seen.add(message.id);
    const { log, typing } = this.#parts, mine = message.author === "shopper", atEnd = this.#atEnd();
    const at = message.at ? new Date(message.at) : shopNow();
    if (at - this.#time > NEW_TIME_MS) log.insertBefore(h("time", { className: "when" }, clockTime(at)), typing);
    this.#time = at;
    this.#takeButtons(); // an offer stands until the next word of either side
    const goesOn = typing.previousElementSibling?.dataset.speaker === speaker(message);
    const made = bubble(message, { goesOn, press: (button) => this.#say(button.payload, button.title), shown: () => (mine || atEnd) && this.#toEnd() });
    made.dataset.speaker = speaker(message);
    log.insertBefore(made, typing);
    if (mine || atEnd) this.#toEnd();
    return made;
  }

  #takeButtons() {
    this.#parts.log.querySelectorAll(".bubble .buttons").forEach((row) => row.remove());
    this.#parts.log.querySelectorAll(".asking").forEach((asked) => asked.classList.remove("asking"));
  }

  #note(sentence) {
    this.#parts.log.insertBefore(h("p", { className: "note", role: "alert" }, sentence), this.#parts.typing);
    this.#toEnd();
  }

  #atEnd() { const { log } = this.#parts; return log.scrollHeight - log.scrollTop - log.clientHeight < 80; }
  #toEnd() { const { log } = this.#parts; log.scrollTop = log.scrollHeight; }

  // ── listening ───────────────────────────────────────────────────────

  async #load() {
    const { log, typing } = this.#parts, talk = this.#talk;
    this.#seen.clear();
    this.#last = null;
    this.#time = 0;
    log.replaceChildren(typing);
    try {
      const { messages, now, ...standing } = await call("history");
      if (talk !== this.#talk) return;
      setShopClock(now);
      messages.forEach((message) => this.#add(message));
      this.#last = messages.at(-1)?.id ?? null;
      this.#show(standing);
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

  // A closed chat listens only while a person may write; a tab in the background catches up when it is looked at.
  #plan() {
    clearTimeout(this.#timer);
    const closed = this.#parts.panel.hidden, person = this.#standing.holder !== "bot";
    if ((closed && !person) || document.hidden || !this.isConnected) return;
    const wait = closed ? POLL_MS.closed : person ? POLL_MS.person : POLL_MS.bot;
    this.#timer = setTimeout(() => this.#poll(), Math.min(wait * 2 ** this.#failures, POLL_MS.longest));
  }

  async #poll() {
    const talk = this.#talk, turns = this.#turns; // what belongs to a conversation left behind is not shown in this one
    if (this.#polling || document.hidden) return;
    this.#polling = true;
    try {
      await this.#loaded;
      const { messages, ...standing } = await call("messages" + (this.#last ? `?after=${encodeURIComponent(this.#last)}` : ""));
      this.#failures = 0;
      if (talk === this.#talk) this.#heard(messages, turns === this.#turns ? standing : this.#standing);
    } catch { this.#failures += 1; }
    this.#polling = false;
    this.#plan();
  }

  #heard(messages, standing) {
    const news = messages.filter((message) => this.#add(message));
    // Only here and in #load does #last move: an answer to a request may overtake what a person said before it.
    this.#last = messages.at(-1)?.id ?? this.#last;
    if (this.#parts.panel.hidden) this.#countUnread(news.length);
    if (!this.#unanswered) this.#show(standing);
  }

  // ── speaking ────────────────────────────────────────────────────────

  #submit() {
    const { input } = this.#parts, text = input.value.trim();
    if (!text) return;
    input.value = "";
    this.#typed = 0;
    this.#grow();
    this.#say(text);
  }

  // A person is shown that the shopper is writing; the bot does not care.
  #tellTyping() {
    const typing = this.#parts.input.value.trim() !== "", now = Date.now();
    if (this.#standing.holder === "bot" || (typing && now - this.#typed < TYPING_MS) || (!typing && !this.#typed)) return;
    this.#typed = typing ? now : 0;
    post("typing", { typing }).catch(() => { /* nobody misses it */ });
  }

  #say(text, title = text) {
    // The first words on a product's page say which goods they are about; after that the conversation knows.
    const product = kept.get("shown") === this.getAttribute("product") ? null : this.#inView();
    kept.set("shown", this.getAttribute("product") || "");
    this.#send({ kind: "text", text, product }, { text: title });
  }

  #sendGoods() {
    kept.set("shown", this.getAttribute("product"));
    const shown = { type: "product", name: this.getAttribute("name"), price: this.getAttribute("price"), picture: this.getAttribute("picture"), id: this.getAttribute("product") };
    this.#send({ kind: "product", product: this.#inView() }, { card: shown });
  }

  #inView() { return this.getAttribute("sku") || this.getAttribute("product"); }

  async #pickOrder() {
    const { orders } = this.#parts;
    if (!orders.hidden) { orders.hidden = true; return; }
    try {
      const found = (await call("orders")).orders;
      const choose = (order) => { orders.hidden = true; this.#send({ kind: "order", order: order.number }, { card: order }); };
      orders.replaceChildren(h("p", {}, found.length ? "选一笔订单发给客服" : "没有查到您的订单，登录下单的账号再试试。"),
        ...found.map((order) => h("button", { type: "button", onclick: () => choose(order) }, card(order))));
      orders.hidden = false;
    } catch (error) { this.#note(error instanceof Refused ? error.message : "订单暂时读不到，请稍后再试。"); }
  }

  async #picture() {
    const { file } = this.#parts, chosen = file.files[0];
    file.value = "";
    if (!chosen) return;
    this.#uploading(true);
    try {
      const { url } = await call("images", { method: "POST", headers: { "Content-Type": chosen.type || "application/octet-stream" }, body: chosen });
      this.#send({ kind: "image", image_url: url }, { image_url: url });
    } catch (error) { this.#note(error instanceof Refused ? error.message : "图片没有传成功，请再试一次。"); }
    this.#uploading(false);
  }

  #uploading(busy) {
    const { picture } = this.#parts;
    picture.disabled = busy;
    setWords(picture.querySelector("span"), busy ? "上传中…" : "发图片");
  }

  #send(message, shown) {
    this.#parts.log.querySelector(".welcome")?.remove();
    this.#deliver({ id: newId(), ...message }, this.#add({ author: "shopper", ...shown }));
  }

  async #deliver(message, bubble) {
    const talk = this.#talk;
    bubble.classList.remove("failed");
    bubble.querySelector(".again")?.remove();
    this.#typing(1);
    try {
      const { replies, holder } = await persist(message);
      this.#typing(-1);
      if (talk !== this.#talk) return;
      replies.forEach((reply) => this.#add(reply));
      if (holder === this.#standing.holder) return;
      this.#show({ ...BOT, holder });
      this.#poll(); // the rest of it: which place, whose name
    } catch (error) {
      this.#typing(-1);
      bubble.classList.add("failed");
      const again = !(error instanceof Refused) || error.again;
      bubble.append(h("div", { className: "again", role: "alert" }, error instanceof Refused ? error.message : "没有发出去：网络或店铺的系统暂时不通，过一会儿点「重发」。",
        again ? h("button", { type: "button", onclick: () => this.#deliver(message, bubble) }, "重发") : ""));
      this.#toEnd();
    }
  }

  #grow() {
    const { input } = this.#parts;
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 112)}px`;
  }
}

// Writing the same words again would make a screen reader say them again.
function setWords(node, words) { if (node.textContent !== words) node.textContent = words; }

customElements.define("shop-chat", ShopChat);
