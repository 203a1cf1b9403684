"""python-telegram-bot's echo bot, as its README has it: `sequential`, or `concurrent` (concurrent_updates)."""

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

KEY = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(update.message.text, reply_markup=KEY)


async def tapped(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.callback_query.answer()


def main(root: str, mode: str) -> None:
    builder = Application.builder().token("7:bench").base_url(f"{root}/bot")
    if mode == "concurrent":
        builder = builder.concurrent_updates(True)
    app = builder.build()
    app.add_handler(CallbackQueryHandler(tapped))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
