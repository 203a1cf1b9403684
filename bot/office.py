"""What every worker of the service has at hand."""

from dataclasses import dataclass, field

from bot.boxes import Boxes
from bot.clock import Clock
from bot.gate import Gate
from bot.milestones import Passing, on
from bot.telegram import Telegram
from bot.troubles import Troubles
from bot.waiting import Bells
from storage.database import Database


@dataclass(frozen=True)
class Office:
    database: Database
    boxes: Boxes
    telegram: Telegram
    clock: Clock
    bells: Bells
    troubles: Troubles
    passing: Passing = on
    gate: Gate = field(default_factory=Gate)
