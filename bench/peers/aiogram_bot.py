"""aiogram's echo bot, as its README has it."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

KEY = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="yes")]])
dispatcher = Dispatcher()


@dispatcher.message()
async def echo(message: Message) -> None:
    await message.answer(message.text, reply_markup=KEY)


@dispatcher.callback_query()
async def tapped(query: CallbackQuery) -> None:
    await query.answer()


async def main(root: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(root))
    await dispatcher.start_polling(Bot("7:bench", session=session))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
