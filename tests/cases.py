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
from workbench.domain.query_options import Unit
from workbench.domain.search_record import Mark, MarkedHit, SearchRecord, hit_name
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


def marked(number: int = 1, mark: Mark = Mark.SEEN, claim: str = "c1") -> MarkedHit:
    """A hit of the search below that somebody looked at."""
    return MarkedHit(
        id=f"h{number}",
        source=SOURCE,
        page=number,
        start=0,
        end=len(SOURCE_TEXT),
        exact=SOURCE_TEXT,
        mark=mark,
        query="bridge 40 million",
        claim=claim,
        at="2026-05-14T09:00:00+00:00",
    )


def search(number: int = 1, claim: str = "c1", **changes: object) -> SearchRecord:
    """A search that found nothing: three hits, two of them looked at."""
    made = SearchRecord(
        id=f"s{number}",
        claim=claim,
        query="bridge 40 million",
        unit=Unit.PAGE,
        stems=True,
        read_as="all of: bridge, 40, million",
        scope="papers",
        engine="tantivy",
        sentinel="tantivy 0.25, analyser 3",
        index_state="ab" * 32,
        sources=412,
        passages=20_481,
        total=3,
        seen=2,
        relevant=0,
        note="Spelt as figures and in words.",
        who="Ada",
        at="2026-05-14T09:00:00+00:00",
        known=hit_name(SOURCE, 1, SOURCE_TEXT),
        latest_total=3,
        latest_new=0,
        latest_at="2026-05-14T09:00:00+00:00",
        latest_state="ab" * 32,
    )
    return replace(made, **changes)  # type: ignore[arg-type]
