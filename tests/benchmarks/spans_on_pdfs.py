"""200 random spans of real PDFs: does what is lit cover just the words of the span?

python tests/benchmarks/spans_on_pdfs.py FOLDER [SEED]. Each span is drawn from the words of a page,
linked, written as the locator of a deep link would be, and opened again; the boxes are compared
with the places of those words as the PDF library gives them by itself.
"""

import random
import sys
import unicodedata
import warnings
from pathlib import Path
from typing import Any

from workbench.adapters.readers import read_document, to_page
from workbench.domain.locator import describe, find
from workbench.domain.source import Page, Source
from workbench.domain.text import Box, match_key

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pymupdf

SPANS = 200
CLOSE = 1.5  # points


def main(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    paths = sorted(folder.glob("*.pdf"))
    right = done = 0
    while done < SPANS:
        path = chance.choice(paths)
        read = read_document(path)
        pages = [to_page(raw, number) for number, raw in enumerate(read.pages, 1)]
        told = [page for page in pages if len(page.words) > 20]
        document: Any = pymupdf.open(path)
        for page in chance.sample(told, min(len(told), 5)):
            if done == SPANS:
                break
            done += 1
            problem = _problem(chance, path, pages, page, document[page.number - 1])
            right += not problem
            if problem:
                print(f"{path.name} page {page.number}: {problem}")
        document.close()
    print(f"{right} of {done} spans lit just as they were drawn")


def _problem(chance: random.Random, path: Path, pages: list[Page], page: Page, printed: Any) -> str:
    first = chance.randrange(len(page.words))
    last = min(len(page.words) - 1, first + chance.randint(0, 30))
    start, end = page.words[first].start, page.words[last].end
    source = Source("0" * 64, "pdf", path.name, path.stem, pages=len(pages))
    found = find(describe(source, page, start, end), pages)
    if (found.page, found.start, found.end) != (page.number, start, end):
        return f"opened at {found}"
    boxes = page.boxes(start, end)
    wanted = [_shares(word, printed) for word in printed.get_text("words", sort=False)]
    said = page.text[start:end]
    for number, word in enumerate(page.words):
        x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
        lit = any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in boxes)
        if lit != (first <= number <= last):
            return f"{page.text[word.start : word.end]!r} is {'lit' if lit else 'dark'} in {said!r}"
    for word in page.words[first : last + 1]:
        text = match_key(page.text[word.start : word.end]).text.rstrip("-")
        if not any(
            _same(word.box, box, printed) and _letters(text, other) for box, other in wanted
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
