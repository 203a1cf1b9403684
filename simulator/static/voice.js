// Hearing voices and recording them.
import { $, call, el, icon, minutes, toast } from "/static/dom.js";
import { word } from "/static/words.js";

const BARS = 34;
const HELD = 300; // milliseconds after which a tap is a key held down
let sounding = null; // { button, audio, stop }

/** Heights that look like speech and are the same for a file each time. */
function heights(seed) {
  let state = [...seed].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7);
  return Array.from({ length: BARS }, (_, at) => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return 18 + (state / 2 ** 32) * 60 * (0.55 + 0.45 * Math.sin(at / 2.4)) + 8;
  });
}

export function voiceBubble(media) {
  const button = el("button", { type: "button", "aria-label": word("play") }, icon("play"));
  const bars = heights(media.url).map((height) => el("i"));
  heights(media.url).forEach((height, at) => (bars[at].style.height = `${height}%`));
  const length = el("small", {}, minutes(media.duration ?? 0));
  button.addEventListener("click", () => toggle(media, button, bars, length));
  return el("div", { className: "sound" }, button, el("div", { className: "bars", "aria-hidden": "true" }, ...bars), length);
}

function toggle(media, button, bars, length) {
  const again = sounding?.button === button;
  sounding?.stop();
  if (again) return;
  const audio = new Audio(media.url);
  const face = (name) => {
    button.replaceChildren(icon(name));
    button.setAttribute("aria-label", word(name));
  };
  const stop = () => {
    audio.pause();
    face("play");
    bars.forEach((bar) => bar.classList.remove("past"));
    length.textContent = minutes(media.duration ?? 0);
    sounding = null;
  };
  audio.addEventListener("timeupdate", () => {
    if (sounding?.audio !== audio) return; // pausing tells the time once more, after stop() has cleared it
    const whole = Number.isFinite(audio.duration) ? audio.duration : media.duration || 1;
    bars.forEach((bar, at) => bar.classList.toggle("past", at / BARS < audio.currentTime / whole));
    length.textContent = minutes(audio.currentTime);
  });
  audio.addEventListener("ended", stop);
  audio.addEventListener("error", stop);
  sounding = { button, audio, stop };
  face("pause");
  audio.play().catch(stop);
}

let recorder = null;
let ticking = 0;

function showRecording(on) {
  $("recording").hidden = !on;
  $("composer").hidden = on;
  clearInterval(ticking);
  if (!on) return;
  const begun = Date.now();
  $("recorded").textContent = "0:00";
  ticking = setInterval(() => ($("recorded").textContent = minutes((Date.now() - begun) / 1000)), 200);
  $("send-recording").focus();
}

/** Record until sent or cancelled; `person` tells who is speaking when it is sent. */
export async function record(person) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    toast(word("noMic") + error.name);
    return;
  }
  const kind = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus"].find((type) => MediaRecorder.isTypeSupported(type));
  const parts = [];
  recorder = new MediaRecorder(stream, kind ? { mimeType: kind } : {});
  recorder.keep = true;
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.addEventListener("stop", async (event) => {
    stream.getTracks().forEach((track) => track.stop());
    showRecording(false);
    if (!event.target.keep) return;
    const form = new FormData();
    form.append("file", new Blob(parts), "voice");
    await call(`/people/${person}/voice`, form);
  });
  recorder.start(250);
  showRecording(true);
}

function finish(keep) {
  if (!recorder || recorder.state === "inactive") return;
  recorder.keep = keep;
  recorder.stop();
}

/** A tap on `key` begins; held down, it records for as long as it is held, and is sent when it is let go. */
export function hold(key, begin) {
  let wait = 0, held = false, begun = false; // held: now; begun: by this press, so that no click begins once more
  key.addEventListener("pointerdown", (event) => {
    begun = false;
    if (event.button === 0) wait = setTimeout(() => ((held = begun = true), begin()), HELD);
  });
  key.addEventListener("click", (event) => (begun && event.detail > 0) || begin()); // detail 0: by the keyboard
  key.addEventListener("contextmenu", (event) => event.preventDefault()); // what a phone shows for a finger that stays
  addEventListener("pointerup", () => {
    clearTimeout(wait);
    // let go while the browser still asks about the microphone: what it then records has keys to send it or not
    if (held) finish(true);
    held = false;
  });
  addEventListener("pointercancel", () => (clearTimeout(wait), (held = false)));
}

export function beginVoice() {
  $("send-recording").addEventListener("click", () => finish(true));
  $("cancel-recording").addEventListener("click", () => finish(false));
}
