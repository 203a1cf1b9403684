"""The bot's own words in every language it speaks. The only Babel in the house."""

from locales.catalogue import Catalogue, UnknownPhrase

__all__ = ["Catalogue", "UnknownPhrase"]
