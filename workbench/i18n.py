"""Translation of every string a person reads; named fields only, never f-strings."""

import gettext
from pathlib import Path

_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def _(message: str) -> str:
    """The message in the language of the program."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the message that fits the count, with {count} left to fill."""
    return _catalogue.ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Marks a message that is stored as it is and translated when shown."""
    return message


def use_language(folder: Path, languages: list[str]) -> None:
    """Takes the catalogue of the first language that has one under folder."""
    global _catalogue
    _catalogue = gettext.translation("workbench", folder, languages, fallback=True)
