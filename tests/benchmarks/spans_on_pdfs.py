"""200 random spans of real PDFs: does what is lit cover just the words of the span?

python tests/benchmarks/spans_on_pdfs.py FOLDER [SEED]. The PDFs are imported; each span is drawn
from the words of a page and linked to a claim; the case is closed and opened again, and the boxes
kept in it are compared with the places of those words as the PDF library gives them by itself.
"""

import random
import sys
import tempfile
import unicodedata
import warnings
from pathlib import Path
from typing import Any

from workbench.domain.evidence import Evidence, Stance
from workbench.domain.locator import AnchorState
from workbench.domain.source import Page
from workbench.domain.text import Box, match_key
from workbench.services.archive import Archive
from workbench.services.casework import Passage
from workbench.services.jobs import Job
from workbench.services.reading import read_pasted
from workbench.services.workbench import create_case, open_case

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pymupdf

SPANS = 200
CLOSE = 1.5  # points


def main(folder: Path, seed: int) -> None:
    """Prints each span that is not lit as it was drawn, and how many are."""
    with tempfile.TemporaryDirectory() as name:
        archive = Archive(Path(name) / "archive")
        archive.add(sorted(folder.glob("*.pdf")), Job())
        article, original = read_pasted("A claim\n\nThe bridge cost 40 million.")
        path = Path(name) / "spans.case"
        create_case(article, original, path, who="Ada").close()
        _link(path, archive, random.Random(seed))
        casework = open_case(path, archive)
        states = casework.anchors()
        right = 0
        for item in casework.case.evidence.values():
            state = states[item.id].state
            problem = _problem(item, archive) if state is AnchorState.EXACT else state.value
            right += not problem
            if problem:
                print(f"{item.source_name} page {item.locator.page}: {problem}")
        print(f"{right} of {len(casework.case.evidence)} spans lit just as they were drawn")
        casework.close()
        archive.close()


def _link(path: Path, archive: Archive, chance: random.Random) -> None:
    casework = open_case(path, archive)
    casework.mark_quote("The bridge cost 40 million.")
    sources = archive.sources()
    while len(casework.case.evidence) < SPANS:
        source = chance.choice(sources)
        page = archive.page(source.sha256, chance.randint(1, source.pages))
        if len(page.words) <= 20:
            continue
        first = chance.randrange(len(page.words))
        last = min(len(page.words) - 1, first + chance.randint(0, 30))
        start, end = page.words[first].start, page.words[last].end
        passage = Passage(source.sha256, page.number, start, end)
        casework.attach_evidence("1", passage, Stance.CONTEXT)
    casework.close()


def _problem(item: Evidence, archive: Archive) -> str:
    place = item.locator
    page = archive.page(place.source, place.page)
    with pymupdf.open(archive.original(place.source), filetype="pdf") as document:
        return _misplaced(item, page, document[place.page - 1])


def _misplaced(item: Evidence, page: Page, printed: Any) -> str:
    place = item.locator
    wanted = [_shares(word, printed) for word in printed.get_text("words", sort=False)]
    for word in page.words:
        text = page.text[word.start : word.end]
        x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
        lit = any(b.left <= x <= b.right and b.top <= y <= b.bottom for b in place.boxes)
        chosen = place.start <= word.start < place.end
        if lit != chosen:
            return f"{text!r} is {'lit' if lit else 'dark'} in {place.exact!r}"
        bare = match_key(text).text.rstrip("-")
        if chosen and not any(
            _same(word.box, box, printed) and _letters(bare, other) for box, other in wanted
        ):
            return f"{text!r} does not stand at {word.box}"
    return ""


def _shares(word: Any, printed: Any) -> tuple[Box, str]:
    rect = pymupdf.Rect(word[:4]) * printed.rotation_matrix
    width, height = printed.rect.width, printed.rect.height
    return Box(rect.x0 / width, rect.y0 / height, rect.x1 / width, rect.y1 / height), word[4]


def _same(box: Box, other: Box, printed: Any) -> bool:
    """At the same place, or a part of it: words set without spaces are parted."""
    across, down = CLOSE / printed.rect.width, CLOSE / printed.rect.height
    overlap = min(box.right, other.right) - max(box.left, other.left)
    return (
        overlap > 0.4 * min(box.right - box.left, other.right - other.left)
        and abs(max(0.0, other.top) - box.top) < down
        and abs(min(1.0, other.bottom) - box.bottom) < down
        and box.right - box.left < other.right - other.left + across + 1
    )


def _letters(text: str, printed: str) -> bool:
    """The same letters, but for accents put on them and figures raised."""
    text, printed = unicodedata.normalize("NFKC", text), unicodedata.normalize("NFKC", printed)
    plain = match_key(printed).text.rstrip("-")
    return text in plain or plain in text or len(set(text) & set(plain)) >= 0.6 * len(set(text))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
