"""Translation of every string a person reads; named fields only, never f-strings."""

import gettext

# English as written; a language's catalogue takes this place when the first one is there.
_catalogue = gettext.NullTranslations()


def _(message: str) -> str:
    """The message in the language of the program."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the message that fits the count, with {count} left to fill."""
    return _catalogue.ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Marks a message that is stored as it is and translated when shown."""
    return message
