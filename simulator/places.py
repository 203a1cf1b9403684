"""Places that people send: locations, live ones that go on moving, and venues.

Bot API, Location and Venue. A live location comes once as a message, and then as edits of it.
"""

from simulator.exchange import Exchange
from simulator.parameters import Exact
from simulator.people import origin, write
from simulator.refusal import bad
from simulator.store import JSON

LIVE = range(60, 86_401)  # seconds
FOREVER = 0x7FFFFFFF
INVENTED = (41.69, 44.80)  # degrees: a city; nobody's place
SPREAD = 0.04  # degrees, about four kilometres


def place_of(parameters: Exact, person: JSON) -> JSON:
    """A Location: the one that is given, or an invented one. Raises Refusal 400."""
    latitude, longitude = invented(person)
    place = {
        "latitude": parameters.number("latitude", latitude),
        "longitude": parameters.number("longitude", longitude),
    }
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad("a latitude is at most 90 degrees, a longitude at most 180")
    live = parameters.integer("live_period")
    if live and live not in LIVE and live != FOREVER:
        raise bad(
            f"a place is live for {LIVE.start} to {LIVE.stop - 1} seconds, or for {FOREVER}: until it is ended"
        )
    return place | ({"live_period": live} if live else {})


def invented(person: JSON) -> tuple[float, float]:
    """Where this person is, if anybody asks: always the same, and made up."""
    number = int(person["id"])
    return (
        round(INVENTED[0] + (number % 997 / 997 - 0.5) * SPREAD, 6),
        round(INVENTED[1] + (number % 991 / 991 - 0.5) * SPREAD, 6),
    )


def send(exchange: Exchange, person: JSON, place: JSON, forwarded: bool | str, group: int | None) -> JSON:
    """A location."""
    return write(exchange, person, {"location": place} | origin(exchange, forwarded), group)


def send_venue(
    exchange: Exchange, person: JSON, place: JSON, title: str, address: str, forwarded: bool | str
) -> JSON:
    """A venue, which has its location beside it too. Raises Refusal 400 for one that is live or has no name."""
    if "live_period" in place or not title.strip() or not address.strip():
        raise bad("a venue has a title and an address, and is not live")
    venue = {"location": place, "title": title, "address": address}
    return write(exchange, person, {"venue": venue, "location": place} | origin(exchange, forwarded))


def move(exchange: Exchange, person: JSON, message_id: int, place: JSON) -> JSON:
    """A live location goes on: the bot hears of it as of an edit. Raises Refusal 400."""
    found = exchange.store.message(person["id"], message_id)
    if found is None or "live_period" not in found[0].get("location", {}):
        raise bad("this person has no such live location")
    moved = found[0]["location"] | {name: place[name] for name in ("latitude", "longitude")}
    message = {**found[0], "location": moved, "edit_date": int(exchange.clock.now())}
    exchange.change(message, found[1])
    exchange.updates.push("edited_message", message)
    return message
