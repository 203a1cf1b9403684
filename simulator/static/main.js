// The chat page: which person is played, and keeping everything as it is now.
import { beginComposer, editMessage, showDock } from "/static/composer.js";
import { $, call, icon, look, toast } from "/static/dom.js";
import { showLock } from "/static/lock.js";
import { keepLow, showMessages, tapKey } from "/static/messages.js";
import { begin, newcomer, showArrivals, showPeople } from "/static/people.js";
import { beginTime, dayKey, heed, now, tick } from "/static/time.js";
import { beginVoice } from "/static/voice.js";
import { speak, spoken, word } from "/static/words.js";

const BUSY = { typing: "typing", record_voice: "recording", upload_voice: "recording" };
let person = null;
let payload = null; // an arrival link was opened: START sends this
let toasted = new Map();
let version = -1, day = "", drawing = false, again = false, quiet = 0;

const acts = {
  edit: editMessage,
  forward: (message) => call(`/people/${person}/forward`, { message_id: message.id }),
  tap: (message, key) => tapKey(person, message, key),
  command: (text) => call(`/people/${person}/text`, { text }),
};

function open(id, link = null, push = true) {
  person = id;
  payload = link;
  document.body.dataset.screen = id === null ? "list" : "chat";
  if (push) history.pushState({ id }, "", id === null ? "/" : `/?person=${id}`);
  refresh();
}

function status(chat) {
  clearTimeout(quiet);
  const place = $("bot-status");
  const calm = word("as") + chat.person.first_name;
  place.textContent = chat.action ? word(BUSY[chat.action] ?? "sending") : calm;
  place.classList.toggle("busy", Boolean(chat.action));
  if (chat.action) quiet = setTimeout(() => ((place.textContent = calm), place.classList.remove("busy")), 5000);
}

function showChat(chat) {
  $("bot-name").textContent = chat.bot.name;
  document.title = `${chat.bot.name} · Poste Restante`;
  status(chat);
  const starting = !chat.blocked && (!chat.started || payload !== null);
  $("start").hidden = !starting;
  $("unblock").hidden = !chat.blocked;
  $("dock").hidden = starting || chat.blocked;
  $("block").hidden = chat.blocked || !chat.started;
  $("about").hidden = chat.messages.length > 0;
  $("about").querySelector("h3").textContent = word("about");
  $("about").querySelector("p").textContent = chat.bot.description || chat.bot.name;
  showMessages(chat, acts);
  showLock(chat);
  showDock(chat);
  keepLow();
  const heard = toasted.get(person) ?? chat.version - 1;
  const fresh = chat.toasts.filter((answer) => answer.version > heard).at(-1);
  toasted.set(person, chat.version);
  if (fresh) toast(fresh.text, fresh.alert ? 8 : 3.5);
}

async function draw() {
  const id = person;
  for (const part of document.querySelectorAll(".chat-head, #scroll")) part.hidden = id === null;
  if (id === null) $("lock").hidden = true;
  $("nobody").hidden = id !== null;
  if (id !== null) {
    const chat = await look(`/people/${id}/chat`);
    if (chat && id === person) {
      showChat(chat);
      const last = chat.messages.at(-1);
      if (last?.by_bot && !document.hidden) await call(`/people/${id}/read`, {});
    }
  } else for (const part of ["start", "unblock", "dock"]) $(part).hidden = true;
  await showPeople(person, (chosen) => open(chosen));
}

/** Draw what is now; asked again while drawing, draw once more after. */
async function refresh() {
  again = true;
  if (drawing) return;
  drawing = true;
  try {
    while (again) {
      again = false;
      await draw();
    }
  } finally {
    drawing = false;
  }
}

function say(chosen) {
  speak(chosen);
  showArrivals();
  tick();
  refresh();
}

function listen() {
  const events = new EventSource("/events");
  events.onopen = () => refresh();
  events.onmessage = (event) => {
    const news = JSON.parse(event.data);
    heed(news.time);
    const today = dayKey(now());
    if (news.version !== version || today !== day) refresh();
    version = news.version;
    day = today;
  };
}

for (const place of document.querySelectorAll("[data-icon]")) place.prepend(icon(place.dataset.icon));
for (const key of document.querySelectorAll("[data-language]")) key.addEventListener("click", () => say(key.dataset.language));
$("back").addEventListener("click", () => open(null));
$("start").addEventListener("click", async () => {
  const link = payload ?? "";
  payload = null;
  await call(`/people/${person}/start`, { payload: link });
  history.replaceState({ id: person }, "", `/?person=${person}`);
});
$("block").addEventListener("click", () => call(`/people/${person}/block`, {}));
$("unblock").addEventListener("click", () => call(`/people/${person}/unblock`, {}));
$("newcomer").addEventListener("click", async () => {
  const id = await newcomer(spoken());
  if (id !== null) open(id);
});
addEventListener("popstate", () => go());
addEventListener("visibilitychange", () => document.hidden || refresh());

function go() {
  const asked = new URLSearchParams(location.search);
  open(asked.has("person") ? Number(asked.get("person")) : null, asked.has("start") ? asked.get("start") : null, false);
}

beginTime();
beginVoice();
beginComposer();
new ResizeObserver(keepLow).observe($("messages"));
new ResizeObserver(keepLow).observe($("scroll"));
$("scroll").addEventListener("scroll", () => keepLow.noted(), { passive: true });
go();
say();
listen();
document.title = `${begin.bot} · Poste Restante`;
