// The list of people to play, and the links by which new ones arrive.
import { $, call, el, icon, look, toast } from "/static/dom.js";
import { preview } from "/static/lock.js";
import { dayKey, now, whenOf } from "/static/time.js";
import { spoken, word } from "/static/words.js";

export const begin = JSON.parse($("begin").textContent);

function summary(message) {
  return message ? preview(message) : word("fresh");
}

export function avatar(person) {
  const circle = el("span", { className: "avatar", "aria-hidden": "true" }, [...person.first_name][0] ?? "?");
  circle.style.background = person.color;
  return circle;
}

function row(person, current, open) {
  const time = person.last ? whenOf(person.last.date) : person.language_code;
  const unread = person.unread && person.id !== current
    ? el("span", { className: "badge", "aria-label": `${person.unread} ${word("unread")}` }, String(person.unread)) : el("span");
  const key = el("button", { type: "button", className: "person", onclick: () => open(person.id) },
    avatar(person), el("b", {}, person.first_name), el("small", {}, time),
    el("span", { className: "last" }, person.blocked ? word("blocked") : summary(person.last)), unread);
  key.setAttribute("aria-current", String(person.id === current));
  return el("li", {}, key);
}

let drawn = "";

/** Draw the list again if anything in it changed; keeps the keyboard's place. */
export async function showPeople(current, open) {
  const answer = await look("/people");
  if (!answer) return;
  const latest = (person) => person.last?.date ?? 0;
  const people = answer.people.map((person, at) => ({ ...person, at })).sort((a, b) => latest(b) - latest(a) || a.at - b.at);
  const face = JSON.stringify([people, current, word("people"), dayKey(now())]);
  if (face === drawn) return;
  drawn = face;
  const focused = [...$("people").querySelectorAll("button")].indexOf(document.activeElement);
  $("people").replaceChildren(...people.map((person) => row(person, current, open)));
  if (focused >= 0) $("people").querySelectorAll("button")[focused]?.focus();
}

export function showArrivals() {
  $("arrivals").hidden = begin.sources.length === 0;
  const items = begin.sources.map((source) => {
    const link = `${location.origin}/start/${encodeURIComponent(source.id)}`;
    const copy = async () => {
      await navigator.clipboard.writeText(link);
      toast(word("copied"));
    };
    return el("li", {}, el("div", {}, el("b", {}, source.label), el("small", { title: link }, word(source.kind))),
      el("button", { type: "button", className: "icon", "aria-label": word("copy"), title: `${word("copy")}: ${link}`, onclick: copy },
        icon("link")),
      el("button", { type: "button", className: "quiet", onclick: () => arrive(source.id) }, word("arrive")));
  });
  $("arrivals").querySelector("ul").replaceChildren(...items);
}

/** Somebody who speaks the language of this page comes by the link of a source. */
async function arrive(source) {
  const id = await newcomer(spoken());
  if (id !== null) location.assign(`/start/${encodeURIComponent(source)}?as=${id}`);
}

export async function newcomer(language) {
  const answer = await call("/people", { language_code: language });
  return answer?.result.id ?? null;
}
