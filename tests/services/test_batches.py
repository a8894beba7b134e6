import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.errors import FileMissing, FileTooLarge, FormatUnknown
from workbench.services.batches import MOST_BYTES, batch_csv, queries_in, read_queries, write_csv
from workbench.services.search_results import BatchRow


def test_one_query_a_line_and_empty_ones_left_out() -> None:
    assert queries_in("bridge\r\n\n  toll road \n") == ["bridge", "toll road"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_list_is_read_in_the_encodings_people_have(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "names.txt"
    path.write_bytes("Müller\n\nEva Lindqvist – Söderström\n".encode(encoding))
    assert read_queries(path) == ["Müller", "", "Eva Lindqvist – Söderström"]


def test_what_is_no_list_is_refused_by_cause(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR")
    with pytest.raises(FormatUnknown):
        read_queries(path)
    path.write_bytes(b"x" * (MOST_BYTES + 1))
    with pytest.raises(FileTooLarge):
        read_queries(path)
    with pytest.raises(FileMissing):
        read_queries(tmp_path / "gone.txt")


@given(st.lists(st.text(alphabet="=+-@\"',;\n ab", max_size=8), max_size=5))
def test_no_cell_is_a_formula_and_every_row_comes_back(queries: list[str]) -> None:
    rows = [BatchRow(number, query, query, 1, 1) for number, query in enumerate(queries, 1)]
    table = list(csv.reader(io.StringIO(batch_csv(rows))))
    assert len(table) == len(rows) + 1
    for cells in table[1:]:
        assert not any(cell[:1] in ("=", "+", "-", "@") for cell in cells)


def test_a_spreadsheet_knows_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    write_csv(batch_csv([BatchRow(1, "Söderström", "all of: soderstrom", 3, 2)]), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "Söderström" in path.read_text(encoding="utf-8-sig")
