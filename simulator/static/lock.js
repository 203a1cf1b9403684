// What a phone shows of a message before the chat is open: on its lock screen, and in the list of chats.
import { $, icon } from "/static/dom.js";
import { word } from "/static/words.js";

const VEIL = "▒";

/** The words of a message on one line, with spoilers veiled, as Telegram's apps have it. */
export function preview(message) {
  const text = message.text ?? message.caption;
  if (text === undefined) return word(message.kind === "photo" ? "picture" : message.kind);
  const hidden = (message.entities ?? message.caption_entities ?? []).filter((entity) => entity.type === "spoiler");
  let veiled = text;
  for (const { offset, length } of hidden) {
    veiled = veiled.slice(0, offset) + veiled.slice(offset, offset + length).replace(/\S/g, VEIL) + veiled.slice(offset + length);
  }
  return veiled.replace(/\s+/g, " ");
}

/** The notification of the newest message, if it is the bot's and came with a sound. */
export function showLock(chat) {
  const last = chat.messages.at(-1), place = $("lock");
  place.hidden = !last?.by_bot || last.silent || chat.blocked;
  if (place.hidden) return;
  place.title = word("lock");
  place.replaceChildren(icon("lock"), Object.assign(document.createElement("span"), { textContent: preview(last) }));
}
