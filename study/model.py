"""What every part of a protocol is made of: closed, frozen models, and texts in every language of the study."""

from pydantic import BaseModel, ConfigDict, RootModel


class Model(BaseModel):
    """Frozen, and closed: a key nobody knows is a mistake in the study file."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Localized(RootModel[dict[str, str]]):
    """One text in every language of the study, by language code."""

    model_config = ConfigDict(frozen=True)

    def say(self, language: str) -> str:
        """The text in `language`, or in the study's first language."""
        return self.root.get(language) or next(iter(self.root.values()))


class Counted(Model):
    """A text that a number bends: "1 person", "2 people". `by` is the name of the number, `forms` are by language code,
    then by CLDR plural category ("one", "few", "many", "other"); "other" is always there."""

    by: str
    forms: dict[str, dict[str, str]]

    def say(self, language: str) -> str:
        """The form for any number, in `language` or in the study's first language."""
        return self.of(language)["other"]

    def of(self, language: str) -> dict[str, str]:
        """All forms in `language`, or in the study's first language."""
        return self.forms.get(language) or next(iter(self.forms.values()))


Text = Localized | Counted
"""A text that may have {names} in it, to be filled when it is said."""
