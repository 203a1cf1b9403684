"""python-telegram-bot with PicklePersistence, its documented way to remember people. Every person's state has what
ours has at that moment: a stage, a handful of answers. Started over a file with `people` of them."""

import pickle
import sys
from pathlib import Path

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, PicklePersistence, filters

FIRST_CHAT = 2_000_000_000


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    context.user_data.setdefault("answers", []).append(update.message.text)
    await update.message.reply_text("How was your day?")


def prepare(path: Path, people: int) -> None:
    state = {"stage": "enrolled", "language": "en", "site": "AM", "answers": ["5"] * 20}
    data = {FIRST_CHAT + n: dict(state) for n in range(people)}
    whole = {
        "user_data": data,
        "chat_data": {},
        "bot_data": {},
        "conversations": {},
        "callback_data": None,
    }
    path.write_bytes(pickle.dumps(whole))


def main(root: str, path: Path, people: int) -> None:
    if not path.exists():
        prepare(path, people)
    persistence = PicklePersistence(filepath=path, update_interval=5)
    app = Application.builder().token("7:bench").base_url(f"{root}/bot").persistence(persistence).build()
    app.add_handler(MessageHandler(filters.TEXT, answer))
    app.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
