"""Names looked for in the archive: as spelt, a letter off, in other forms, not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.domain.article import Article, Region, RegionKind
from workbench.domain.language.names import names_of
from workbench.services.archive import Archive
from workbench.services.jobs import Cancelled, Job
from workbench.services.name_search import NameState, look_for_names, names_in

FILES = {
    "letter.txt": "The Skelmouth Courier printed it. Bashar al-Assad left, and so did Assads.",
    "minutes.txt": "Ludvig Brandt and John Robert Carver came with men of the UN; Lowell, Ann too.",
    "heard.txt": "Councillor Ada Thewlis asked. They were sitting there, boarding the ferry.",
    "far.txt": "The Ines quay is long. Many years ago somebody called Oduya sold it.",
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    opened = Archive(tmp_path / "a")
    opened.add([tmp_path / name for name in FILES], Job())
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "state", "found"),
    [
        ("We read the Skelmouth Courier.", NameState.EXACT, "Skelmouth Courier"),
        ("They met Ludwig Brandt.", NameState.VARIANT, "Ludvig Brandt"),
        ("They met Bashar al Assad.", NameState.EXACT, "Bashar al Assad"),
        ("They met Ines Oduya.", NameState.ABSENT, ""),  # both words, but nowhere near
        ("Ask the US about it.", NameState.ABSENT, ""),  # never a letter off: that is the UN
        ("They met Paul Karver.", NameState.ABSENT, ""),
        ("They met John Carver.", NameState.VARIANT, "John Robert Carver"),
        ("They met Ann Mary Lowell.", NameState.VARIANT, "Lowell, Ann"),
        ("They met Ada Thewless.", NameState.VARIANT, "Ada Thewlis"),  # two letters off
        ("They met Ada Thewaess.", NameState.ABSENT, ""),  # three
        ("They met Paul Thewless.", NameState.ABSENT, ""),
        ("They met Bordins.", NameState.ABSENT, ""),  # a common word is like it
    ],
)
def test_a_name(archive: Archive, text: str, state: NameState, found: str) -> None:
    (row,) = look_for_names(archive, names_of(text), Job())
    assert (row.state, row.found) == (state, found)
    assert bool(row.hits) == (state is not NameState.ABSENT)


def test_a_shorter_form_of_the_article_counts_as_a_variant(archive: Archive) -> None:
    (row,) = look_for_names(archive, names_of("He met Ada Assads. We saw Assads."), Job())
    assert (row.name.text, row.state, row.found) == ("Ada Assads", NameState.VARIANT, "Assads")


def test_only_what_is_checked_is_read(archive: Archive) -> None:
    text = "They met Ada Lovelace.\n\nI met Grace Hopper."
    cut = text.index("I met")
    regions = (Region(RegionKind.BODY, 0, cut), Region(RegionKind.COMMENT, cut, len(text)))
    article = Article("r1", 1, "a.txt", "text", "", text, regions)
    assert [name.text for name in names_in(article)] == ["Ada Lovelace"]


def test_it_can_be_stopped(archive: Archive) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        look_for_names(archive, names_of("They met Ada Lovelace."), job)
