// The clock of the simulated world, and travelling through its time.
import { $, call, toast } from "/static/dom.js";
import { spoken, word } from "/static/words.js";

let offset = 0; // seconds the simulated clock is ahead of this browser's
let walking = false;

export const now = () => Date.now() / 1000 + offset;

const format = (unix, options) => new Intl.DateTimeFormat(spoken(), options).format(new Date(unix * 1000));
export const clockOf = (unix) => format(unix, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const dayKey = (unix) => new Date(unix * 1000).toDateString();

/** The time; for another day than today, here and in simulated time, that day. */
export function whenOf(unix) {
  return dayKey(unix) === dayKey(now()) ? clockOf(unix) : format(unix, { day: "numeric", month: "short" });
}

export function dayOf(unix) {
  if (dayKey(unix) === dayKey(now())) return word("today");
  return format(unix, { weekday: "long", day: "numeric", month: "long" });
}

export function tick() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const narrow = innerWidth <= 720;
  const date = narrow ? { day: "numeric", month: "short" } : { weekday: "short", day: "numeric", month: "long", year: "numeric" };
  $("clock").textContent = format(now(), { ...date, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  $("clock").dateTime = new Date(now() * 1000).toISOString();
  $("clock-label").textContent = narrow ? word("clockShort") : `${word("clockLabel")} (${zone})`;
}

/** What the server says of time: the shift, and a walk under way. */
export function heed(time) {
  offset = time.now - Date.now() / 1000;
  tick();
  const walk = time.walk;
  show(walk !== null || walking, walk);
}

function show(under, walk) {
  const bar = $("walk");
  bar.hidden = !under;
  for (const key of document.querySelectorAll(".travel button")) key.disabled = under;
  if (!under) return;
  const whole = walk ? walk.target - walk.begun : 0;
  const done = whole > 0 ? Math.min(100, Math.round(((walk.now - walk.begun) / whole) * 100)) : 5;
  bar.setAttribute("aria-valuenow", done);
  bar.querySelector("i").style.width = `${Math.max(done, 4)}%`;
  const at = format(walk ? walk.now : now(), { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  bar.querySelector("span").textContent = word("walking") + at;
}

async function travel(key) {
  walking = true;
  show(true, null);
  const { by, to } = key.dataset;
  const walked = await call("/time/travel", by ? { by: Number(by) } : { to });
  walking = false;
  show(false, null);
  if (walked && walked.stops === 0) toast(word("nothing"));
  else if (walked && !walked.kept_up) toast(word("behind"));
}

export function beginTime() {
  setInterval(tick, 1000);
  addEventListener("resize", tick);
  for (const key of document.querySelectorAll(".travel button")) key.addEventListener("click", () => travel(key));
}
