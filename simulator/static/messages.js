// The conversation: days, bubbles, entities, inline keys. Text never becomes HTML.
import { $, call, el, icon } from "/static/dom.js";
import { clockOf, dayKey, dayOf } from "/static/time.js";
import { voiceBubble } from "/static/voice.js";
import { spoken, word } from "/static/words.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE = /^(https?:|tg:|mailto:)/i;

function wrap(entity, text, children, act) {
  if (entity.type === "text_link" || entity.type === "url") {
    const url = entity.url ?? text;
    return SAFE.test(url) ? el("a", { href: url, target: "_blank", rel: "noreferrer" }, ...children) : el("span", {}, ...children);
  }
  if (entity.type === "spoiler") {
    const spoiler = el("span", { className: "spoiler", tabIndex: 0, role: "button" }, ...children);
    const open = () => spoiler.classList.add("open");
    spoiler.addEventListener("click", open);
    spoiler.addEventListener("keydown", (event) => event.key === "Enter" && open());
    return spoiler;
  }
  if (entity.type === "bot_command" && act) {
    return el("a", { href: "#", onclick: (event) => (event.preventDefault(), act(text)) }, ...children);
  }
  return el(TAGS[entity.type] ?? "span", {}, ...children);
}

/** Text with entities (offsets in UTF-16 units, as JavaScript counts) as nodes, nested ones inside. */
export function rich(text, entities, act, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    nodes.push(text.slice(at, entity.offset));
    const inner = entities.slice(index + 1);
    nodes.push(wrap(entity, text.slice(entity.offset, end), rich(text, inner, act, entity.offset, end), act));
    at = BLOCKS.has(entity.type) && text[end] === "\n" && end < to ? end + 1 : end; // a block ends its line itself
  }
  nodes.push(text.slice(at, to));
  return nodes.filter((node) => node !== "");
}

function placeBubble({ location, venue }) {
  const where = `${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}`;
  const name = venue?.title ?? word(location.live_period ? "live" : "location");
  return el("div", { className: "place" }, icon("pin"),
    el("div", { dir: "auto" }, name, el("small", {}, venue ? venue.address : where)));
}

function media(message) {
  const { kind, media: file } = message;
  if (kind === "voice") return voiceBubble(file);
  if (kind === "photo") return el("img", { className: "picture", src: file.url, alt: word("picture") });
  if (kind === "sticker") return el("div", { className: "sticker", role: "img", "aria-label": word("sticker") }, file.emoji);
  if (kind === "document") return el("a", { className: "filed", href: file.url, download: file.name }, icon("file"), file.name || word(kind));
  if (kind === "location" || kind === "venue") return placeBubble(message);
  return kind === "text" ? null : el("span", {}, word(kind));
}

function meta(message, acts) {
  const place = el("span", { className: "meta" });
  if (!message.by_bot && message.kind === "text" && !message.forwarded) {
    place.append(small("pen", word("edit"), () => acts.edit(message)));
  }
  if (message.kind === "voice" && !message.protected) {
    place.append(small("forward", word("forward"), () => acts.forward(message)));
  }
  if (message.edit_date) place.append(word("edited"));
  place.append(el("time", { dateTime: new Date(message.date * 1000).toISOString() }, clockOf(message.date)));
  if (!message.by_bot) place.append(el("span", { className: "ticks", role: "img" }));
  return place;
}

/** One tick: sent; two: the bot has it. Drawn in place, so that a voice that is playing is left alone. */
function tickOff(node, message) {
  const ticks = node.querySelector(".ticks"), name = message.taken ? "taken" : "sent";
  if (!ticks || ticks.title === word(name)) return;
  ticks.title = word(name);
  ticks.replaceChildren(icon(name));
}

const small = (name, label, onclick) => el("button", { type: "button", "aria-label": label, title: label, onclick }, icon(name));

function inlineKeys(message, acts) {
  if (!message.keys.length) return null;
  const rows = message.keys.map((row) => el("div", {}, ...row.map((key) => key.url && SAFE.test(key.url)
    ? el("a", { href: key.url, target: "_blank", rel: "noreferrer" }, `${key.text} ↗`)
    : el("button", { type: "button", className: key.waiting ? "waiting" : "", onclick: () => acts.tap(message, key) }, key.text))));
  return el("div", { className: "inline-keys" }, ...rows);
}

function item(message, acts) {
  const text = message.text ?? message.caption;
  const bubble = el("div", { className: `bubble of-${message.kind}${text === undefined ? " bare" : ""}` });
  if (message.forwarded) bubble.append(el("div", { className: "from" }, word("forwarded") + message.forwarded));
  const body = media(message);
  if (body) bubble.append(body);
  if (text !== undefined) {
    const entities = message.entities ?? message.caption_entities ?? [];
    bubble.append(el("span", { className: "text", dir: "auto" }, ...rich(text, entities, acts.command)));
  }
  bubble.append(meta(message, acts));
  return el("li", { "data-id": message.id }, bubble, inlineKeys(message, acts));
}

const shown = new Map(); // message id -> { signature, node }
let whose = null;
let wasAt = 0;
let low = true; // the newest message is in sight, and should stay so

/** Stay at the newest message when something grows: a photo that loads, the reply keys, a phone's keyboard. */
export function keepLow() {
  const scroll = $("scroll");
  if (low) scroll.scrollTop = scroll.scrollHeight;
  wasAt = scroll.scrollTop; // also when it was the page that grew shorter, not a person who scrolled
}
keepLow.noted = () => {
  const scroll = $("scroll");
  if (scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60) low = true;
  else if (scroll.scrollTop < wasAt) low = false; // only a person scrolls up; what grows below does not
  wasAt = scroll.scrollTop;
};

/** Bring the list to what the chat is now, touching only what changed. */
export function showMessages(chat, acts) {
  const list = $("messages");
  const other = whose !== chat.person.id;
  if (other) {
    shown.clear();
    list.replaceChildren();
    whose = chat.person.id;
  }
  list.setAttribute("aria-live", other ? "off" : "polite");
  if (other) low = true;
  const nodes = [];
  let day = null, seen = 0;
  chat.messages.forEach((message, index) => {
    const key = dayKey(message.date);
    if (key !== day) nodes.push(dayNode(key, message.date));
    const next = chat.messages[index + 1], before = chat.messages[index - 1];
    const node = kept(message, acts);
    tickOff(node, message);
    const first = key !== day || before.by_bot !== message.by_bot;
    const last = !next || next.by_bot !== message.by_bot || dayKey(next.date) !== key || message.keys.length > 0;
    node.className = [message.by_bot ? "" : "mine", first ? "first" : "", last ? "tail" : ""].join(" ");
    nodes.push(node);
    day = key;
    seen = Math.max(seen, message.id);
  });
  place(list, nodes);
}

function kept(message, acts) {
  const signature = JSON.stringify([message.version, message.keys, spoken()]);
  const old = shown.get(message.id);
  if (old?.signature === signature) return old.node;
  const node = item(message, acts);
  shown.set(message.id, { signature, node });
  keepFocus(old?.node, node);
  return node;
}

/** Keys that are drawn anew stay under the finger: the one that had the focus has it again. */
function keepFocus(before, now) {
  const keys = (node) => [...(node?.querySelectorAll(".inline-keys button") ?? [])];
  const at = keys(before).indexOf(document.activeElement);
  if (at >= 0) queueMicrotask(() => keys(now)[at]?.focus({ preventScroll: true }));
}

function dayNode(key, date) {
  const name = `day ${key}`, label = dayOf(date);
  const old = shown.get(name);
  if (old?.signature === label) return old.node;
  const node = el("li", { className: "day" }, el("span", {}, label));
  shown.set(name, { signature: label, node });
  return node;
}

function place(list, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => list.children[at] !== node && list.insertBefore(node, list.children[at] ?? null));
}

export const tapKey = (person, message, key) => call(`/people/${person}/tap`, { message_id: message.id, key: key.index });
