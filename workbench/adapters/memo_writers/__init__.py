"""Writers of the memo, chosen by the suffix of the file."""

from collections.abc import Callable, Mapping
from pathlib import Path

from workbench.domain.errors import FormatUnknown
from workbench.domain.memo import Memo
from workbench.i18n import _

Writer = Callable[[Memo, Mapping[str, bytes], Path], list[Path]]


def writer_for(path: Path) -> Writer:
    """The writer for a file of that name: memo, clips by hash and path in, files written out."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        from workbench.adapters.memo_writers.pdf import write_pdf

        return write_pdf
    if suffix == ".md":
        from workbench.adapters.memo_writers.markdown import write_markdown

        return write_markdown
    raise FormatUnknown(
        _("A memo cannot be written as “{name}”.").format(name=path.name),
        _("Give the file a name that ends in .pdf or .md."),
    )
