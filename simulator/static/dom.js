// Small helpers: making elements (never from HTML text), icons, and calls to the simulator.
import { word } from "/static/words.js";

const ICONS = {
  back: "M14 5l-7 7 7 7M7.5 12H20",
  envelope: "M3.5 6.5h17v11h-17zM4 7l8 6 8-6",
  menu: "M5 7h14M5 12h14M5 17h14",
  keys: "M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z",
  clip: "M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.7-7.7a3 3 0 0 1 4.3 4.3l-7.5 7.5a1.5 1.5 0 0 1-2.1-2.1l6.7-6.7",
  mic: "M12 4a3 3 0 0 1 3 3v4a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v3.5",
  plane: "M4 12L20 4.5 15.5 20l-4-6.5zM11.5 13.5L20 4.5",
  cross: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8.5 6v12M15.5 6v12",
  block: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM6.4 6.4l11.2 11.2",
  pen: "M5 19l1-4L16.5 4.5l3 3L9 18zM14 7l3 3",
  forward: "M13 6l6.5 6-6.5 6v-3.6C9 14.4 6.4 15.6 4.5 18c.5-4.5 3-7.6 8.5-8.4z",
  sent: "M5 12.5l4.5 4.5L19 7.5",
  taken: "M2.5 12.5l4.5 4.5 9-9.5M11.5 15.5l1.5 1.5 9-9.5",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  pin: "M12 21s-6.5-5.6-6.5-11a6.5 6.5 0 0 1 13 0c0 5.4-6.5 11-6.5 11zM12 12.2a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  lock: "M6.5 11h11v8.5h-11zM9 11V8a3 3 0 0 1 6 0v3",
  file: "M7 4h7l4 4v12H7zM14 4v4h4",
};

export const $ = (id) => document.getElementById(id);

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  path.setAttribute("fill", name === "play" ? "currentColor" : "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", name === "pause" ? "3" : "1.8");
  path.setAttribute("stroke-linecap", "round");
  path.setAttribute("stroke-linejoin", "round");
  svg.append(path);
  return svg;
}

/** An element with properties and children; a string child becomes text. */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made) made[name] = value;
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

let hush = 0;
export function toast(text, seconds = 3.5) {
  // returns nothing, so that `return toast(…)` says "no answer" too
  const place = $("toast");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(hush);
  hush = setTimeout(() => (place.hidden = true), seconds * 1000);
}

/** A call of the simulator; says aloud what it refuses, with `besides` after it, and returns null then. */
export async function call(path, body, besides = "") {
  const options = { method: "POST" };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { "Content-Type": "application/json" };
  }
  try {
    const response = await fetch(path, options);
    const answer = await response.json();
    if (response.ok) return answer;
    toast(answer.description + besides);
  } catch {
    toast(word("gone") + besides);
  }
  return null;
}

/** Ask for something; asked again when a connection breaks, for looking changes nothing. */
export async function look(path, again = 4) {
  try {
    const response = await fetch(path);
    const answer = await response.json();
    if (response.ok) return answer;
    toast(answer.description);
    return null;
  } catch {
    if (again === 0) return toast(word("gone"));
    await new Promise((done) => setTimeout(done, 400));
    return look(path, again - 1);
  }
}
export const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
