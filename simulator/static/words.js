// The page's own words, in Russian and English.
const WORDS = {
  en: {
    people: "People to play", newcomer: "+ Someone new", nobody: "Arrive by a link, or choose someone to play",
    arrivals: "Arrival links", arrivalsHint: "Begin here: come as somebody new who has read of the study there.", sent: "Sent", taken: "The bot has it",
    copy: "Copy link", copied: "The link is copied", arrive: "Arrive", fresh: "has not written yet",
    clockLabel: "simulated time, in your time zone", clockShort: "simulated time", travel: "Travel in time", hour: "+1 hour", next: "next prompt",
    day: "+1 day", walking: "Walking through time: ", nothing: "Nothing is planned in the next ten days",
    behind: "The bot did not keep up; the clock was moved all the same",
    language: "Language of this page", back: "Back to the list", messages: "Messages", start: "Start", block: "Block",
    unblock: "Unblock", menu: "Menu", write: "Message", keys: "Keyboard", attach: "Attach", record: "Record a voice message",
    send: "Send", cancel: "Cancel", edit: "edit", forward: "forward", edited: "edited", editing: "Editing a message",
    forwarded: "Forwarded from ", as: "bot · you are ", typing: "typing…", recording: "recording a voice message…",
    sending: "sending a file…", about: "What can this bot do?", photo: "Photo from this device", samplePhoto: "Sample photo", album: "Three sample photos together", videoNote: "Round video message",
    sticker: "Sticker", location: "Place (invented)", venue: "Place with a name", live: "Live place", café: "Café", street: "12 Long Street", voice: "Voice message", picture: "Photo", document: "File", video_note: "Video message",
    contact: "Contact", service: "Service message", play: "Play", pause: "Pause", noMic: "The microphone cannot be used here: ",
    blocked: "You have blocked this bot", gone: "The simulator does not answer", unsent: ". Your message is not sent; it waits in the field below.", unread: "unread", lock: "What a lock screen shows", today: "Today",
    "consent-ru.ogg": "Voice: consent, Russian", "consent-en.ogg": "Voice: consent, English",
    "diary-ru.ogg": "Voice: diary, Russian", "diary-en.ogg": "Voice: diary, English", "too-short.ogg": "Voice: too short",
    "silent.ogg": "Voice: microphone off",
    channel: "channel", group: "group", facebook: "Facebook", event: "event", snowball: "word of mouth",
  },
  ru: {
    people: "Кем быть", newcomer: "+ Новый человек", nobody: "Придите по ссылке или выберите, кем быть",
    arrivals: "Ссылки, по которым приходят", arrivalsHint: "Начните здесь: придите новым человеком, который прочёл об исследовании там.", sent: "Отправлено", taken: "Бот получил",
    copy: "Скопировать ссылку", copied: "Ссылка скопирована", arrive: "Прийти", fresh: "ещё не писали боту",
    clockLabel: "условное время, в вашем поясе", clockShort: "условное время", travel: "Перемотать время", hour: "+1 час", next: "к вопросу",
    day: "+1 день", walking: "Идём сквозь время: ", nothing: "В ближайшие десять дней ничего не намечено",
    behind: "Бот не успел за временем, часы всё равно переведены",
    language: "Язык страницы", back: "К списку", messages: "Сообщения", start: "Старт", block: "Заблокировать",
    unblock: "Разблокировать", menu: "Меню", write: "Сообщение", keys: "Клавиатура", attach: "Прикрепить",
    record: "Записать голосовое", send: "Отправить", cancel: "Отмена", edit: "изменить", forward: "переслать",
    edited: "изменено", editing: "Правка сообщения", forwarded: "Переслано от ", as: "бот · вы — ", typing: "печатает…",
    recording: "записывает голосовое…", sending: "отправляет файл…", about: "Что умеет этот бот?",
    photo: "Фото с этого устройства", samplePhoto: "Фото для примера", album: "Три фото вместе", videoNote: "Видеосообщение (кружочек)", sticker: "Стикер", location: "Место (выдуманное)",
    venue: "Место с названием", live: "Место в движении", café: "Кафе", street: "Длинная улица, 12",
    voice: "Голосовое сообщение", picture: "Фото", document: "Файл", video_note: "Видеосообщение", contact: "Контакт",
    service: "Служебное сообщение", play: "Слушать", pause: "Пауза", noMic: "Микрофон здесь недоступен: ",
    blocked: "Вы заблокировали этого бота", gone: "Симулятор не отвечает", unsent: ". Сообщение не отправлено, оно осталось в поле внизу.", unread: "непрочитанных", lock: "Что видно на экране блокировки", today: "Сегодня",
    "consent-ru.ogg": "Голос: согласие, по-русски", "consent-en.ogg": "Голос: согласие, по-английски",
    "diary-ru.ogg": "Голос: дневник, по-русски", "diary-en.ogg": "Голос: дневник, по-английски",
    "too-short.ogg": "Голос: слишком короткий", "silent.ogg": "Голос: микрофон выключен",
    channel: "канал", group: "группа", facebook: "Facebook", event: "встреча", snowball: "через знакомых",
  },
};

let language = localStorage.getItem("language") || (navigator.language.startsWith("ru") ? "ru" : "en");

export const spoken = () => language;
export const word = (name) => WORDS[language][name] ?? name;

/** Put the words into every element that names one. */
export function speak(chosen) {
  if (chosen) {
    language = chosen;
    localStorage.setItem("language", chosen);
  }
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = word(place.dataset.word);
  for (const place of document.querySelectorAll("[data-word-label]")) {
    place.setAttribute("aria-label", word(place.dataset.wordLabel));
    if (place.matches("button")) place.title = word(place.dataset.wordLabel);
  }
  for (const place of document.querySelectorAll("[data-word-placeholder]")) {
    place.placeholder = word(place.dataset.wordPlaceholder);
  }
  for (const key of document.querySelectorAll("[data-language]")) {
    key.setAttribute("aria-pressed", String(key.dataset.language === language));
  }
}
