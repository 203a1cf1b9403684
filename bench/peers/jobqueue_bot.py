"""python-telegram-bot with its JobQueue, the documented way to send something later. `jobqueue_bot.py ROOT
PENDING DUE EACH_SECOND`: loads PENDING jobs for a month from now, as a bot must after every start (the queue
keeps nothing), then sends DUE messages, EACH_SECOND a second; each says when it was due."""

import sys
import time

from telegram.ext import Application, ContextTypes

FIRST_CHAT = 2_000_000_000
MONTH = 30 * 86_400


async def prompt(context: ContextTypes.DEFAULT_TYPE) -> None:
    await context.bot.send_message(context.job.chat_id, f"How was your day? due {context.job.data}")


def main(root: str, pending: int, due: int, each_second: int) -> None:
    app = Application.builder().token("7:bench").base_url(f"{root}/bot").build()

    async def begin(context: ContextTypes.DEFAULT_TYPE) -> None:
        first = int(time.time()) + 3
        for n in range(due):
            at = first + n // each_second
            context.job_queue.run_once(prompt, at - time.time(), chat_id=FIRST_CHAT + n, data=at)

    for n in range(pending):
        app.job_queue.run_once(prompt, MONTH + n, chat_id=FIRST_CHAT + n, data=0)
    if due:
        # Due long before the queue has taken in the others: by itself it drops what is a second late.
        app.job_queue.run_once(begin, 0, job_kwargs={"misfire_grace_time": None})
    app.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
