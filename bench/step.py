"""How a measurement says what it is doing."""

from collections.abc import Callable

Step = Callable[[str], None]
"""Called when a step begins, with a few words for the progress line."""
