"""The suffix of the file chooses the writer."""

from pathlib import Path

import pytest

from workbench.adapters.memo_writers import writer_for
from workbench.adapters.memo_writers.markdown import write_markdown
from workbench.adapters.memo_writers.pdf import write_pdf
from workbench.domain.errors import FormatUnknown


@pytest.mark.parametrize("name", ["memo.pdf", "MEMO.PDF"])
def test_pdf(name: str) -> None:
    assert writer_for(Path(name)) is write_pdf


def test_markdown() -> None:
    assert writer_for(Path("memo.v2.md")) is write_markdown


@pytest.mark.parametrize("name", ["memo", "memo.docx", ".pdf", "memo.pdf.exe"])
def test_another_suffix_is_refused_with_a_remedy(name: str) -> None:
    with pytest.raises(FormatUnknown) as caught:
        writer_for(Path(name))
    assert ".pdf or .md" in caught.value.remedy
