"""The readers' errors by cause, in words for people."""

from pathlib import Path

from workbench.domain.errors import (
    FileDamaged,
    FileEmpty,
    FileLocked,
    FileMissing,
    FileNotReadable,
    FileTooLarge,
    FormatUnknown,
)
from workbench.i18n import N_, _

_SEEN = {
    "picture": N_("a picture"),
    "program": N_("a program"),
    "packed": N_("a packed archive"),
    "zip": N_("a ZIP archive"),
    "spreadsheet": N_("a spreadsheet"),
    "slides": N_("a slide show"),
    "book": N_("an e-book"),
    "opendocument": N_("an OpenDocument file"),
    "old Word document": N_("a Word document of the old kind (.doc)"),
    "Outlook message": N_("an Outlook message (.msg)"),
    "mailbox": N_("a mailbox of several messages"),
    "rtf": N_("a Rich Text file"),
    "postscript": N_("a PostScript file"),
    "database": N_("a database"),
    "sound": N_("a sound recording"),
    "film": N_("a film"),
    "xml": N_("XML data"),
    "folder": N_("a folder"),
    "device": N_("not a regular file"),
    "binary": N_("binary data"),
}


def missing(path: Path) -> FileMissing:
    """The file is not there."""
    return FileMissing(
        _("{name} is not there.").format(name=path.name),
        _("Check the path, or look whether the file was moved or renamed."),
    )


def empty(path: Path) -> FileEmpty:
    """The file has no content."""
    return FileEmpty(
        _("{name} is empty.").format(name=path.name),
        _("Get the file again from where it came."),
    )


def without_text(path: Path) -> FileEmpty:
    """The file opens but there is not a word in it."""
    return FileEmpty(
        _("{name} has no text.").format(name=path.name),
        _("A scan has to go through text recognition first; or paste the text."),
    )


def not_readable(path: Path) -> FileNotReadable:
    """The system refuses the file."""
    return FileNotReadable(
        _("{name} cannot be read: the system refuses it.").format(name=path.name),
        _("Check the file's permissions, or copy it to a folder of your own."),
    )


def damaged(path: Path) -> FileDamaged:
    """The file is broken beyond repair."""
    return FileDamaged(
        _("{name} is damaged and cannot be read.").format(name=path.name),
        _("Get the file again, or open it in its own program and save a new copy."),
    )


def locked(path: Path) -> FileLocked:
    """The file wants a password."""
    return FileLocked(
        _("{name} is locked with a password.").format(name=path.name),
        _("Save an unlocked copy and add that."),
    )


def unknown(path: Path, seen: str) -> FormatUnknown:
    """No reader for what the file looks like; seen is a key of the list above."""
    return FormatUnknown(
        _("{name} looks like {what}, which cannot be read.").format(
            name=path.name, what=_(_SEEN[seen])
        ),
        _("Save it as PDF, DOCX, HTML, plain text or e-mail (.eml) and add that."),
    )


def too_large(path: Path, limit: int) -> FileTooLarge:
    """The file, or what unpacks from it, is larger than is safe to read."""
    return FileTooLarge(
        _("{name} is too large: more than {limit} MB to read.").format(
            name=path.name, limit=limit // 1_000_000
        ),
        _("Split the file, or save only the part that is needed, and add that."),
    )
