"""Small real things for the tests: an article, a case file, a clock that ticks by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from workbench.adapters.case_file import CaseFile
from workbench.adapters.files import bytes_hash
from workbench.domain.article import Article, Region, RegionKind
from workbench.domain.case import CaseInfo
from workbench.domain.claim import Claim
from workbench.domain.evidence import Clip, Evidence, Grade, Stance
from workbench.domain.locator import describe
from workbench.domain.source import Page
from workbench.domain.text import text_hash

TEXT = "Bridge costs doubled\n\nThe bridge cost the city 40 million euros. It opened on 3 May 🌉."
SOURCE_TEXT = "The final cost of the bridge is 31.2 million euros, including quay walls."
SOURCE = bytes_hash(b"a source")
CLIP = b"\x89PNG not really"


def ticking() -> Callable[[], datetime]:
    """A clock that goes on a second at each look."""
    now = datetime(2026, 5, 14, 9, 0, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return clock


def article(text: str = TEXT) -> Article:
    """An article of a title and a body."""
    cut = text.find("\n\n")
    return Article(
        id="r1",
        revision=1,
        name="bridge.txt",
        kind="text",
        sha256=bytes_hash(text.encode()),
        text=text,
        regions=(
            Region(RegionKind.TITLE, 0, cut),
            Region(RegionKind.BODY, cut + 2, len(text)),
        ),
        title=text[:cut],
    )


def new_file(path: Path) -> CaseFile:
    """A case file with the article and nothing decided."""
    info = CaseInfo("case", "Bridge", "Ada", "editorial", "one-primary", "")
    return CaseFile.create(path, "Ada", [info, article()], [TEXT.encode()], clock=ticking())


def claim(number: int = 1, **changes: object) -> Claim:
    """A claim on the forty million."""
    page = article().as_page()
    start = TEXT.index("The bridge")
    made = Claim(
        id=f"c{number}",
        number=number,
        article="r1",
        locator=describe(article().sha256, page, start, start + 41),
        text="The bridge cost 40 million euros.",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def evidence(number: int = 1, of: str = "c1") -> Evidence:
    """Evidence that refutes it, with a clip."""
    page = Page(3, "iii", SOURCE_TEXT, text_hash(SOURCE_TEXT))
    return Evidence(
        id=f"e{number}",
        claim=of,
        locator=describe(SOURCE, page, 4, 47),
        stance=Stance.REFUTES,
        grade=Grade.PRIMARY,
        source_title="Final account",
        source_kind="pdf",
        source_name="account.pdf",
        source_pages=42,
        consulted="2026-05-14T09:00:00+00:00",
        clip=Clip(bytes_hash(CLIP), 400, 60),
    )
