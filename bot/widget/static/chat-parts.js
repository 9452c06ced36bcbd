// What stands in <shop-chat>'s log: bubbles, cards, pictures. Everything a server or a shopper says is put in as text, never as HTML.

const SPEAKERS = { bot: () => "智能客服", agent: (name) => (name ? `客服 ${name}` : "人工客服") };
const ORDER = { unpaid: "待付款", paid: "待发货", shipped: "已发货", signed: "已签收", cancelled: "已取消", refunded: "已退款" };
const PARCEL = { collected: "已揽收", moving: "运输中", delivering: "派送中", signed: "已签收", problem: "派送异常", returned: "已退回" };
const OUR_IMAGE = /^\/chat\/images\/[0-9a-f]{32}\.(png|jpg|webp|gif)$/, OUR_GOODS = /^\/goods\/[\w-]+$/, OUR_DRAWING = /^\/pictures\//;
const GRADE = /^([A-Z]) (.+)$/; // "A 满意"
const ICONS = {
  chat: "M4 5h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-5l-4 4v-4H4a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z",
  close: "M6 6l12 12M18 6L6 18", send: "M4 12l16-8-6 16-3-7Z", orders: "M6 3h12v18l-3-2-3 2-3-2-3 2ZM9 8h6M9 12h6",
  picture: "M4 5h16v14H4ZM4 16l5-5 4 4 3-3 4 4M15 9h.01", person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c1-5 4-7 8-7s7 2 8 7",
};

export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value;
    else if (value !== null && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// Times are the shop's: its time zone, and its clock, which a demonstration may have set to another day.
const ZONE = { timeZone: "Asia/Shanghai" };
let ahead = 0; // milliseconds by which the shop's clock is ahead of this machine's
export const shopNow = () => new Date(Date.now() + ahead);
export const setShopClock = (now) => { ahead = Date.parse(now) - Date.now(); };

export function clockTime(when) {
  if (typeof when === "string" && !/^\d{4}-\d\d-\d\dT/.test(when)) return when; // already in words
  const at = new Date(when);
  const time = at.toLocaleTimeString("zh-CN", { ...ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
  const day = (d) => d.toLocaleDateString("zh-CN", { ...ZONE, month: "long", day: "numeric" });
  return day(at) === day(shopNow()) ? time : `${day(at)} ${time}`;
}

export const speaker = (message) => SPEAKERS[message.author]?.(message.agent) ?? "";

// `goesOn`: the same one spoke just before; `press` gets the button that was pressed, `shown` is called when a picture has its size.
export function bubble(message, { goesOn, press, shown }) {
  const body = [];
  if (message.text) body.push(h("p", {}, message.text));
  if (OUR_IMAGE.test(message.image_url || "")) body.push(photo(message.image_url, shown));
  if (message.card) body.push(card(message.card));
  const name = goesOn ? "" : speaker(message), buttons = message.buttons || [];
  return h("article", { className: `bubble ${message.author}${buttons.length && message.author === "notice" ? " asking" : ""}` },
    name ? h("span", { className: "speaker" }, name) : "", h("div", { className: "body" }, ...body),
    buttons.length ? h("div", { className: "buttons" }, ...buttons.map((b) => h("button", { type: "button", onclick: () => press(b) }, ...inWords(b.title)))) : "");
}

function inWords(title) {
  const grade = GRADE.exec(title);
  return grade ? [h("b", {}, grade[1]), " ", grade[2]] : [title];
}

function photo(address, shown) {
  return h("a", { href: address, target: "_blank", rel: "noopener", title: "看大图" }, h("img", { className: "photo", src: address, alt: "图片", onload: shown }));
}

export function goodsCard({ name, price, picture, id, url }) {
  const drawing = OUR_DRAWING.test(picture || "") ? picture : `/pictures/${encodeURIComponent(id)}/0`;
  const inside = [h("img", { src: drawing, alt: "", width: 48, height: 48 }), h("span", {}, h("b", {}, name || id || ""), price ? h("em", {}, `¥${price}`) : "")];
  // Only our own pages are linked: a card never leads elsewhere.
  return OUR_GOODS.test(url || "") ? h("a", { className: "card product", href: url }, ...inside) : h("div", { className: "card product" }, ...inside);
}

export function card(shown) {
  if (shown.type === "product") return goodsCard(shown);
  if (shown.type === "parcel") {
    return h("div", { className: "card parcel" }, h("b", {}, shown.carrier || "包裹"), h("em", {}, PARCEL[shown.status] || shown.status || ""), h("small", {}, shown.tracking || ""),
      h("ol", {}, ...(shown.events || []).map((e) => h("li", {}, h("time", {}, clockTime(e.at)), h("span", {}, [e.place, e.text].filter(Boolean).join(" "))))));
  }
  return h("div", { className: "card order" }, h("b", {}, (shown.title || "订单") + (shown.pieces > 1 ? ` 等 ${shown.pieces} 件` : "")), shown.status ? h("em", {}, ORDER[shown.status] || shown.status) : "",
    h("small", {}, `订单号 ${shown.number}`), h("small", {}, [shown.total && `¥${shown.total}`, shown.placed_at && `${clockTime(shown.placed_at)} 下单`].filter(Boolean).join(" · ")));
}
