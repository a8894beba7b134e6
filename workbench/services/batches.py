"""Many searches at once: the list they come from, and the table of what they found."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from workbench.adapters.files import speaking, write_bytes
from workbench.adapters.readers.encoding import decode, wide_mark
from workbench.domain.errors import FileTooLarge, FormatUnknown
from workbench.i18n import _
from workbench.services.search_results import BatchRow, inert

# A list of searches is typed or exported from a table; a larger file is something else.
MOST_BYTES = 4_000_000


def queries_in(text: str) -> list[str]:
    """One query a line, empty lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def read_queries(path: Path) -> list[str]:
    """The lines of a text file, empty ones too: errors are told by the number of their line."""
    with speaking(path):
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    if size > MOST_BYTES:
        raise FileTooLarge(
            _("{name} is too large for a list of searches.").format(name=path.name),
            _("Choose a text file with one search a line, of at most 4 MB."),
        )
    if b"\0" in data and not wide_mark(data):
        raise FormatUnknown(
            _("{name} is no list of searches.").format(name=path.name),
            _("Choose a text file with one search a line."),
        )
    return decode(data).splitlines()


def batch_csv(rows: Sequence[BatchRow]) -> str:
    """The rows as CSV, for a spreadsheet: no cell is ever read as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([_("line"), _("query"), _("read as"), _("hits"), _("sources"), _("error")])
    for row in rows:
        writer.writerow(
            inert([row.number, row.query, row.read_as, row.hits, row.sources, row.error])
        )
    return stream.getvalue()


def write_csv(text: str, path: Path) -> None:
    """Writes a table as spreadsheets read it best: with a byte order mark."""
    write_bytes(path, text.encode("utf-8-sig"))
