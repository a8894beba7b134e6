"""Plain text: transcripts line by line, hard-wrapped files by paragraphs, form feeds as pages."""

from pathlib import Path

from workbench.adapters.readers.document import Document, Metadata
from workbench.adapters.readers.encoding import decode, unify_newlines
from workbench.adapters.readers.paging import flow_parts
from workbench.domain.language.dates import first_date
from workbench.domain.language.paragraphs import paragraphs

_TITLE_LONGEST = 200


def read_text(path: Path) -> Document:
    """The document in a plain text file."""
    text = text_of(path)
    metadata = Metadata(
        title=title_of(text, path.stem), published=first_date(text[:4_000].split("\n")[:15])
    )
    return Document("text", metadata, flow_parts(paragraphs(part) for part in text.split("\f")))


def text_of(path: Path) -> str:
    """The file decoded, its line ends unified and nothing else changed."""
    return unify_newlines(decode(path.read_bytes()))


def title_of(text: str, otherwise: str) -> str:
    """The first line that says something, when it is short enough to be a title."""
    for line in text[:10_000].split("\n"):
        words = " ".join(line.split())
        if any(char.isalnum() for char in words):
            return words if len(words) <= _TITLE_LONGEST else otherwise
    return otherwise
