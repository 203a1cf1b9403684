"""What people send besides words: voices, photos, places, files."""

from pathlib import Path
from typing import Any

import aiohttp

from simulator.seen import JSON
from simulator.world import Outside


class Sends:
    """A person's acts, over HTTP. Each returns the message sent."""

    def __init__(self, world: Outside, id: int, name: str) -> None:
        self.world = world
        self.id = id
        self.name = name
        self.heard = -1

    async def _does(self, act: str, body: JSON | None = None, form: Any = None) -> Any:
        answer = await self.world.ask("POST", f"/people/{self.id}/{act}", body, form)
        self.heard = answer["version"]
        return answer["result"]

    async def _sends_file(self, act: str, content: Path | str | bytes | None, claims: JSON) -> JSON:
        form = aiohttp.FormData()
        if content is not None:
            name = "file.bin" if isinstance(content, bytes) else Path(content).name
            data = content if isinstance(content, bytes) else Path(content).read_bytes()  # noqa: ASYNC240
            form.add_field("file", data, filename=str(claims.pop("name", name)))
        form.add_field("act", act)
        for claim, value in claims.items():
            if value is not None:
                form.add_field(claim, str(value))
        sent: JSON = await self._does(act, form=form)
        return sent

    async def speaks(self, voice: Path | str | bytes, duration: int | None = None, **claims: Any) -> JSON:
        """Send a voice: a path, bytes (Ogg or WebM), or the name of a sample such as "consent-ru.ogg".

        `duration` in seconds, `file_size` in bytes and `date` (Unix time) override what is true; `forwarded` is as in
        `says`.
        """
        claims["duration"] = duration
        if isinstance(voice, str) and not Path(voice).exists():  # noqa: ASYNC240
            return await self._sends_file("voice", None, {**claims, "sample": voice})
        return await self._sends_file("voice", voice, claims)

    async def forwards_voice(self, voice: Path | str | bytes | int = "consent-en.ogg", **claims: Any) -> JSON:
        """Send somebody else's voice, or forward the message with this id."""
        if isinstance(voice, int):
            sent: JSON = await self._does("forward", {"message_id": voice})
            return sent
        return await self.speaks(voice, **{"forwarded": True, **claims})

    async def sends_again(self, message: JSON, of: "Sends | None" = None) -> JSON:
        """Send what was sent before (by another person: `of`) as one's own: Telegram knows the file, and nothing says
        that it was forwarded."""
        source = {"message_id": message["message_id"], "chat": of.id if of else None, "hidden": True}
        sent: JSON = await self._does("forward", source)
        return sent

    async def sends_video_note(self, content: Path | bytes | None = None, **claims: Any) -> JSON:
        """Send a round video."""
        return await self._sends_file("video-note", content, claims)

    async def sends_photo(self, content: Path | bytes | None = None, **claims: Any) -> JSON:
        """Send a photo; without one the sample. `caption`, `forwarded` and `album` (its name) may be given."""
        return await self._sends_file("photo", content, claims)

    async def sends_document(self, content: Path | bytes | None = None, **claims: Any) -> JSON:
        """Send a document; `file_size` makes it look as large as wanted."""
        return await self._sends_file("document", content, claims)

    async def sends_sticker(self) -> JSON:
        """Send a sticker."""
        return await self._sends_file("sticker", None, {})

    async def sends_place(
        self, latitude: float | None = None, longitude: float | None = None, **more: Any
    ) -> JSON:
        """Send a location; without degrees an invented one, always the same. `live_period` in seconds makes it live,
        `forwarded` is as in `says`."""
        sent: JSON = await self._does("location", {"latitude": latitude, "longitude": longitude, **more})
        return sent

    async def sends_venue(self, latitude: float, longitude: float, title: str, address: str) -> JSON:
        """Send a place with a name."""
        place = {"latitude": latitude, "longitude": longitude, "title": title, "address": address}
        sent: JSON = await self._does("venue", place)
        return sent

    async def moves(self, message: JSON, latitude: float, longitude: float) -> JSON:
        """A live location that was sent goes on."""
        place = {"message_id": message["message_id"], "latitude": latitude, "longitude": longitude}
        moved: JSON = await self._does("move", place)
        return moved

    async def sends_contact(self) -> JSON:
        """Send the own contact."""
        sent: JSON = await self._does("contact", {})
        return sent
