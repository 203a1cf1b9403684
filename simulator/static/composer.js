// What the person answers with: text, reply keys, commands, attachments.
import { $, call, el, icon } from "/static/dom.js";
import { begin } from "/static/people.js";
import { hold, record } from "/static/voice.js";
import { word } from "/static/words.js";

const LONGEST = 4096;
let person = null;
let editing = null;
let keyboardSeen = "";
let keyboardOpen = true;
let keyboardStays = false; // a persistent one is hidden only while somebody writes
const unsent = new Map(); // person -> what could not be sent while somebody else was played

const act = (name, body = {}) => call(`/people/${person}/${name}`, body);

function grow() {
  const box = $("text");
  box.style.height = "auto";
  if (box.scrollHeight > 0) box.style.height = `${box.scrollHeight}px`; // hidden, it has no height to take
  const empty = box.value.trim() === "";
  $("send").hidden = empty;
  $("record").hidden = !empty;
}

async function send() {
  const box = $("text"), text = box.value.trim(), who = person, identity = editing;
  if (!text) return;
  leaveEdit();
  const to = (name, body) => call(`/people/${who}/${name}`, body, word("unsent"));
  if (identity !== null) {
    if (!(await to("edit", { message_id: identity, text })) && who === person) editMessage({ id: identity, text });
    return;
  }
  for (let at = 0; at < text.length; at += LONGEST) {
    if (!(await to("text", { text: text.slice(at, at + LONGEST) }))) return giveBack(who, text.slice(at));
  }
}

/** What could not be sent is in the text field again, before what was written meanwhile. */
function giveBack(who, text) {
  if (who !== person) return unsent.set(who, text);
  const box = $("text");
  box.value = box.value ? `${text}\n${box.value}` : text;
  grow();
}

export function editMessage(message) {
  editing = message.id;
  $("editing").hidden = false;
  $("text").value = message.text;
  grow();
  $("text").focus();
}

function leaveEdit() {
  editing = null;
  $("editing").hidden = true;
  $("text").value = "";
  grow();
}

function showKeyboard(keyboard) {
  const face = JSON.stringify(keyboard);
  if (face !== keyboardSeen) {
    keyboardSeen = face;
    keyboardOpen = !keyboard?.hidden;
    keyboardStays = Boolean(keyboard?.persistent);
    const key = (label) => el("button", { type: "button", onclick: () => act("press", { label }) },
      keyboard.places.includes(label) ? icon("pin") : null, label);
    const rows = (keyboard?.rows ?? []).map((row) => el("div", {}, ...row.map(key)));
    $("reply-keys").replaceChildren(...rows);
    if (keyboard?.force_reply) $("text").focus();
  }
  const some = Boolean(keyboard?.rows.length);
  $("toggle").hidden = !some;
  $("toggle").setAttribute("aria-pressed", String(keyboardOpen));
  $("reply-keys").hidden = !some || !keyboardOpen;
  $("text").placeholder = keyboard?.placeholder || word("write");
}

function showCommands(commands) {
  $("menu").hidden = commands.length === 0;
  $("commands").replaceChildren(...commands.map((command) =>
    el("button", { type: "button", role: "menuitem", onclick: () => (closePops(), act("text", { text: `/${command.command}` })) },
      command.description, el("small", {}, `/${command.command}`))));
}

function attachments() {
  const choose = (label, doing) =>
    el("button", { type: "button", role: "menuitem", onclick: () => (closePops(), doing()) }, label);
  $("attachments").replaceChildren(
    ...begin.voices.map((sample) => choose(word(sample), () => act("voice", { sample }))),
    choose(word("photo"), () => $("photo").click()),
    choose(word("samplePhoto"), () => act("photo")),
    choose(word("album"), sampleAlbum),
    choose(word("videoNote"), () => act("video-note")),
    choose(word("sticker"), () => act("sticker")),
    choose(word("location"), () => act("location")),
    choose(word("venue"), () => act("venue", { title: word("café"), address: word("street") })));
}

/** Photos sent together come as messages of their own, with one name for all. */
async function sampleAlbum() {
  const album = String(Date.now());
  for (let n = 0; n < 3; n++) await act("photo", { album });
}

function closePops() {
  for (const [key, pop] of [["menu", "commands"], ["attach", "attachments"]]) {
    $(pop).hidden = true;
    $(key).setAttribute("aria-expanded", "false");
  }
}

function pops(key, pop, fill = () => {}) {
  $(key).addEventListener("click", (event) => {
    event.stopPropagation();
    const opening = $(pop).hidden;
    closePops();
    if (!opening) return;
    fill();
    $(pop).hidden = false;
    $(key).setAttribute("aria-expanded", "true");
    $(pop).querySelector("button")?.focus();
  });
  $(pop).addEventListener("keydown", (event) => {
    const keys = [...$(pop).querySelectorAll("button")], at = keys.indexOf(document.activeElement);
    if (event.key === "ArrowDown") keys[(at + 1) % keys.length].focus();
    else if (event.key === "ArrowUp") keys[(at - 1 + keys.length) % keys.length].focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || $(pop).hidden) return;
    closePops();
    $(key).focus();
  });
}

/** Bring the dock to what the chat is now. */
export function showDock(chat) {
  if (person !== chat.person.id) {
    person = chat.person.id;
    keyboardSeen = "";
    leaveEdit();
    closePops();
    giveBack(person, unsent.get(person) ?? "");
    unsent.delete(person);
  }
  showKeyboard(chat.keyboard);
  showCommands(chat.commands);
}

export function beginComposer() {
  $("composer").addEventListener("submit", (event) => (event.preventDefault(), send()));
  $("text").addEventListener("input", () => (grow(), closePops()));
  $("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) (event.preventDefault(), send());
    if (event.key === "Escape" && editing !== null) leaveEdit();
  });
  const open = (wanted) => {
    keyboardOpen = wanted;
    $("toggle").setAttribute("aria-pressed", String(wanted));
    $("reply-keys").hidden = $("toggle").hidden || !wanted;
  };
  $("toggle").addEventListener("pointerdown", (event) => event.preventDefault()); // the text field keeps the focus
  $("toggle").addEventListener("click", () => {
    open(!keyboardOpen);
    if (keyboardStays && !keyboardOpen) $("text").focus();
  });
  $("text").addEventListener("blur", () => keyboardStays && open(true));
  $("leave-edit").addEventListener("click", leaveEdit);
  hold($("record"), () => record(person));
  $("photo").addEventListener("change", async () => {
    const form = new FormData();
    form.append("file", $("photo").files[0]);
    $("photo").value = "";
    await call(`/people/${person}/photo`, form);
  });
  pops("menu", "commands");
  pops("attach", "attachments", attachments);
  document.addEventListener("click", closePops);
  document.addEventListener("pointerdown", (event) => {
    // a phone tells no click of a tap on what cannot be clicked
    if (!event.target.closest?.(".pop, #menu, #attach")) closePops();
  });
}
