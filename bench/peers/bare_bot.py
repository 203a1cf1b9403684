"""The limit: an asyncio loop over aiohttp that parses updates, stores nothing and sends sixty-four at once."""

import asyncio
import json
import sys

import aiohttp

AT_ONCE = 64
KEY = json.dumps({"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]})


async def main(root: str) -> None:
    places = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE + 2)) as session:

        async def call(method: str, **parameters: object) -> object:
            async with session.post(f"{root}/bot7:bench/{method}", data=parameters) as answer:
                return (await answer.json())["result"]

        async def answer(update: dict) -> None:
            async with places:
                if query := update.get("callback_query"):
                    await call("answerCallbackQuery", callback_query_id=query["id"])
                else:
                    message = update["message"]
                    await call(
                        "sendMessage", chat_id=message["chat"]["id"], text=message["text"], reply_markup=KEY
                    )

        offset, tasks = 0, set()
        while True:
            for update in await call("getUpdates", offset=offset, timeout=10):
                offset = update["update_id"] + 1
                task = asyncio.create_task(answer(update))
                tasks.add(task)
                task.add_done_callback(tasks.discard)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
