"""Documents that are written, set in type, and edited, where every word keeps its identity.

Whatever is done to a document, it is known where each word went: the truth to hold anchors to.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from workbench.domain.source import Page
from workbench.domain.text import normalise, text_hash

_PEOPLE = [
    "Ada Lindqvist",
    "Tomas Rook",
    "Inés Valdivia",
    "Kwame Asante",
    "Noor Haddad",
    "Piet Oosterhuis",
]
_BODIES = [
    "the Harbour Board",
    "the council",
    "the port office",
    "the audit chamber",
    "the ministry",
]
_THINGS = [
    "the quay wall",
    "the new bridge",
    "the ferry terminal",
    "the sluice",
    "the customs shed",
]
_VERBS = ["cost", "required", "absorbed", "received", "was granted", "consumed"]
_TAILS = (
    "according to the final account",
    "as the minutes of the spring meeting record",
    "which the auditors confirmed in writing",
    "although the first estimate had been lower",
    "before the works were handed over",
    "and no further claims are expected",
    "“a sum nobody had foreseen”, as one member put it",
    "subject to the approval of the finance committee",
)
_PLAIN = (
    "The works were let after a public tender in which several firms took part.",
    "Residents had asked for a hearing, which took place in the old town hall.",
    "Steel prices rose while the contract was being negotiated.",
    "The committee thanked the engineers and adjourned without a vote.",
    "It did not say when the remaining sections would be opened to traffic.",
    "Several members asked whether the figures could be trusted at all.",
    "The report was laid on the table and entered in the minutes.",
)
_MISREAD = 0.02
_FILLERS = [
    "moreover",
    "however",
    "nearly",
    "roughly",
    "again",
    "still",
    "later",
    "once",
    "quietly",
    "formally",
]


@dataclass(frozen=True, slots=True)
class Token:
    """A word and who it is; words that were put in later have the number -1."""

    number: int
    text: str


Paragraph = list[Token]


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: characters a line, lines a page, share of hyphenated line ends."""

    width: int = 78
    lines: int = 34
    hyphens: float = 0.0
    header: str = "Harbour Board · Annual report"
    ligatures: bool = False


@dataclass
class Typeset:
    """The pages, and where every word stands: number → page, start, end."""

    pages: list[Page]
    places: dict[int, tuple[int, int, int]] = field(default_factory=dict)

    def span(self, numbers: Sequence[int]) -> tuple[int, int, int] | None:
        """The span of the words that are left, on the page where most of them stand."""
        left = [self.places[n] for n in numbers if n in self.places]
        if not left:
            return None
        pages = [page for page, _start, _end in left]
        page = max(set(pages), key=pages.count)
        here = [place for place in left if place[0] == page]
        return page, min(place[1] for place in here), max(place[2] for place in here)


class Writer:
    """Writes documents; numbers its words in the order they come."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._next = 0
        self._written: set[str] = set()

    def document(self, paragraphs: int = 40) -> list[Paragraph]:
        """Prose with figures, names and quotations; every fourth paragraph is some other's twin."""
        written: list[Paragraph] = []
        while len(written) < paragraphs:
            kind = self.random.random()
            if kind < 0.25 and written:
                written.append(self.twin(self.random.choice(written)))
            elif kind < 0.35:
                written.extend(self.row(year) for year in range(2016, 2019))
            else:
                written.append(self.paragraph())
        return written[:paragraphs]

    def paragraph(self) -> Paragraph:
        """Two to five sentences."""
        count = self.random.randint(2, 5)
        return self._new(lambda: " ".join(self.sentence() for _ in range(count)))

    def row(self, year: int) -> Paragraph:
        """One of a run of paragraphs that say the same of different years."""
        said = "In the year {year} the dues came to {sum} thousand crowns in all."
        return self._new(lambda: said.format(year=year, sum=self.random.randint(100, 999)))

    def sentence(self) -> str:
        """A statement with a figure and a name, or a plain one."""
        if self.random.random() < 0.3:
            return self.random.choice(_PLAIN)
        pick = self.random.choice
        money = f"{self.random.randint(2, 98)}.{self.random.randint(1, 9)}"
        year = self.random.randint(1998, 2024)
        what = f"{pick(_THINGS)} {pick(_VERBS)} {money} million crowns in {year}"
        return f"{pick(_PEOPLE)} told {pick(_BODIES)} that {what}, {pick(_TAILS)}."

    def words(self, text: str) -> Paragraph:
        """New words."""
        tokens = []
        for word in text.split():
            tokens.append(Token(self._next, word))
            self._next += 1
        return tokens

    def twin(self, paragraph: Paragraph) -> Paragraph:
        """The same words said of another figure; all words are new ones."""
        texts = [token.text for token in paragraph]
        figures = [i for i, text in enumerate(texts) if any(map(str.isdigit, text))]
        if not figures:
            return self.paragraph()
        return self._new(lambda: self._with_another(texts, self.random.choice(figures)))

    def _with_another(self, texts: list[str], at: int) -> str:
        return " ".join([*texts[:at], other_figure(self.random, texts[at]), *texts[at + 1 :]])

    def _new(self, write: Callable[[], str]) -> Paragraph:
        """A paragraph nobody has written before."""
        text = write()
        while text in self._written:
            text = write()
        self._written.add(text)
        return self.words(text)


def other_figure(chance: random.Random, text: str) -> str:
    """The figure with one digit changed; a word without digits becomes another word."""
    digits = [i for i, char in enumerate(text) if char.isdigit()]
    if not digits:
        return "altogether"
    at = chance.choice(digits)
    return text[:at] + str((int(text[at]) + chance.randint(1, 8)) % 10) + text[at + 1 :]


def typeset(paragraphs: Sequence[Paragraph], setting: Setting, seed: int = 0) -> Typeset:
    """Lines, hyphens, pages with a header and a folio; each page normalised as a reader does."""
    chance = random.Random(seed)
    lines: list[list[tuple[int, str]]] = []
    for paragraph in paragraphs:
        lines.extend(_lines(paragraph, setting, chance))
        lines.append([])
    result = Typeset([])
    at = 0
    while at < len(lines):
        stop = at + setting.lines
        while stop < len(lines) and lines[stop - 1] and lines[stop]:
            if lines[stop - 1][-1][0] != lines[stop][0][0]:
                break
            stop -= 1  # no page ends within a word
        _set_page(result, lines[at:stop], len(result.pages) + 1, setting)
        at = stop
    return result


def _lines(
    paragraph: Paragraph, setting: Setting, chance: random.Random
) -> list[list[tuple[int, str]]]:
    lines: list[list[tuple[int, str]]] = [[]]
    room = setting.width
    for token in paragraph:
        text = token.text
        if setting.ligatures:
            text = text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ")
        if len(text) > room and lines[-1]:
            half = len(text) // 2
            breakable = text.isalpha() and text.islower() and len(text) > 6
            if breakable and chance.random() < setting.hyphens:
                lines[-1].append((token.number, text[:half] + "-"))
                lines.append([(token.number, text[half:])])
                room = setting.width - half - 1
                continue
            lines.append([])
            room = setting.width
        lines[-1].append((token.number, text))
        room -= len(text) + 1
    return lines


def _set_page(
    result: Typeset, lines: Sequence[list[tuple[int, str]]], number: int, setting: Setting
) -> None:
    raw = [f"{setting.header}\n\n"] if setting.header else []
    at = sum(map(len, raw))
    spans: dict[int, tuple[int, int]] = {}
    for line in lines:
        for position, (token, text) in enumerate(line):
            if position:
                raw.append(" ")
                at += 1
            start = spans.get(token, (at, at))[0]
            spans[token] = (start, at + len(text))
            raw.append(text)
            at += len(text)
        raw.append("\n")
        at += 1
    raw.append(f"\n\n{number}")
    mapped = normalise("".join(raw))
    page = Page(number, str(number), mapped.text, text_hash(mapped.text))
    result.pages.append(page)
    for token, (start, end) in spans.items():
        if token >= 0 and token not in result.places:
            result.places[token] = (number, *mapped.from_origin(start, end))


# Edits: a document and the words of each anchor in, the edited document out

Document = list[Paragraph]
Anchors = Sequence[Sequence[int]]
Edit = Callable[[random.Random, Document, Anchors, Writer], Document]


def _home(document: Sequence[Paragraph], anchor: Sequence[int]) -> int:
    return next(i for i, p in enumerate(document) if any(t.number == anchor[0] for t in p))


def _each_home(document: list[Paragraph], anchors: Sequence[Sequence[int]]) -> list[int]:
    """Paragraphs of the anchors, the last first, so that putting in and taking out shifts none."""
    return sorted({_home(document, anchor) for anchor in anchors}, reverse=True)


def nothing(
    _chance: random.Random, document: Document, _anchors: Anchors, _writer: Writer
) -> Document:
    return document


def sentence_before(
    chance: random.Random, document: Document, anchors: Anchors, writer: Writer
) -> Document:
    for at in _each_home(document, anchors):
        document[at] = writer.words(writer.sentence()) + document[at]
    return document


def sentence_after(
    chance: random.Random, document: Document, anchors: Anchors, writer: Writer
) -> Document:
    for at in _each_home(document, anchors):
        document[at] = document[at] + writer.words(writer.sentence())
    return document


def paragraph_before(
    chance: random.Random, document: Document, anchors: Anchors, writer: Writer
) -> Document:
    for at in _each_home(document, anchors):
        document.insert(at, writer.paragraph())
    return document


def page_inserted(
    chance: random.Random, document: Document, _anchors: Anchors, writer: Writer
) -> Document:
    at = chance.randrange(len(document))
    return [*document[:at], *(writer.paragraph() for _ in range(12)), *document[at:]]


def neighbours_deleted(
    chance: random.Random, document: Document, anchors: Anchors, _writer: Writer
) -> Document:
    homes = set(_each_home(document, anchors))
    gone = {h + step for h in homes for step in (-1, 1)} - homes
    return [p for i, p in enumerate(document) if i not in gone]


def one_neighbour_deleted(
    chance: random.Random, document: Document, anchors: Anchors, _writer: Writer
) -> Document:
    homes = set(_each_home(document, anchors))
    gone = {h + chance.choice((-1, 1)) for h in homes} - homes
    return [p for i, p in enumerate(document) if i not in gone]


def home_deleted(
    chance: random.Random, document: Document, anchors: Anchors, _writer: Writer
) -> Document:
    homes = set(_each_home(document, anchors))
    return [p for i, p in enumerate(document) if i not in homes]


def twin_instead(
    chance: random.Random, document: Document, anchors: Anchors, writer: Writer
) -> Document:
    """The paragraph goes, and its twin comes somewhere else."""
    homes = _each_home(document, anchors)
    twins = [writer.twin(document.pop(at)) for at in homes]
    return [*document, *twins]


def twin_before(
    chance: random.Random, document: Document, anchors: Anchors, writer: Writer
) -> Document:
    for at in _each_home(document, anchors):
        document.insert(at, writer.twin(document[at]))
    return document


def twin_after(
    chance: random.Random, document: Document, anchors: Anchors, writer: Writer
) -> Document:
    for at in _each_home(document, anchors):
        document.insert(at + 1, writer.twin(document[at]))
    return document


def twins_elsewhere(
    chance: random.Random, document: Document, anchors: Anchors, writer: Writer
) -> Document:
    twins = [writer.twin(document[at]) for at in _each_home(document, anchors)]
    return [*twins, *document]


def moved_elsewhere(
    chance: random.Random, document: Document, anchors: Anchors, _writer: Writer
) -> Document:
    for at in _each_home(document, anchors):
        moved = document.pop(at)
        document.insert(chance.randrange(len(document) + 1), moved)
    return document


def _changed(document: Document, numbers: Iterable[int], change: Callable[[str], str]) -> Document:
    wanted = set(numbers)
    return [
        [replace(t, text=change(t.text)) if t.number in wanted else t for t in p] for p in document
    ]


def figure_in_the_passage(
    chance: random.Random, document: Document, anchors: Anchors, _writer: Writer
) -> Document:
    texts = {t.number: t.text for p in document for t in p}
    numbers = []
    for anchor in anchors:
        figures = [n for n in anchor if any(map(str.isdigit, texts[n]))]
        numbers += figures[:1]
    return _changed(document, numbers, lambda text: other_figure(chance, text))


def figure_beside_the_passage(
    chance: random.Random, document: Document, anchors: Anchors, _writer: Writer
) -> Document:
    numbers = []
    for anchor in anchors:
        home = document[_home(document, anchor)]
        figures = [
            t.number for t in home if any(map(str.isdigit, t.text)) and t.number not in anchor
        ]
        numbers += figures[:1]
    return _changed(document, numbers, lambda text: other_figure(chance, text))


def negation_in_the_passage(
    chance: random.Random, document: Document, anchors: Anchors, _writer: Writer
) -> Document:
    middles = {anchor[len(anchor) // 2] for anchor in anchors}
    return [
        [each for t in p for each in ([Token(-1, "not"), t] if t.number in middles else [t])]
        for p in document
    ]


def words_put_in(
    chance: random.Random, document: Document, anchors: Anchors, _writer: Writer
) -> Document:
    inside = {n for anchor in anchors for n in anchor[1:] if chance.random() < 0.15}
    return [
        [
            each
            for t in p
            for each in ([Token(-1, chance.choice(_FILLERS)), t] if t.number in inside else [t])
        ]
        for p in document
    ]


def words_reworded(
    chance: random.Random, document: Document, anchors: Anchors, _writer: Writer
) -> Document:
    inside = {n for anchor in anchors for n in anchor if chance.random() < 0.15}
    return _changed(document, inside, lambda _text: chance.choice(_FILLERS))


def misread(
    chance: random.Random, document: Document, _anchors: Anchors, _writer: Writer
) -> Document:
    """Another OCR: letters for letters, here and there."""
    alike = {"e": "c", "l": "1", "i": "l", "o": "0", "m": "rn", "h": "b", "5": "S", "u": "n"}

    def read(text: str) -> str:
        return "".join(
            alike.get(char, chance.choice("acegiostu")) if chance.random() < _MISREAD else char
            for char in text
        )

    return [[replace(t, text=read(t.text)) for t in p] for p in document]


def misspaced(
    chance: random.Random, document: Document, _anchors: Anchors, _writer: Writer
) -> Document:
    """Another OCR: spaces put into words."""

    def read(text: str) -> str:
        if len(text) > 4 and chance.random() < 0.04:
            half = len(text) // 2
            return f"{text[:half]} {text[half:]}"
        return text

    return [[replace(t, text=read(t.text)) for t in p] for p in document]


def paragraphs_joined(
    chance: random.Random, document: Document, anchors: Anchors, _writer: Writer
) -> Document:
    homes = set(_each_home(document, anchors))
    joined: list[Paragraph] = []
    for at, paragraph in enumerate(document):
        if at - 1 in homes and joined:
            joined[-1] = joined[-1] + paragraph
        else:
            joined.append(paragraph)
    return joined


def typography(
    chance: random.Random, document: Document, _anchors: Anchors, _writer: Writer
) -> Document:
    table = str.maketrans({"“": '"', "”": '"', "’": "'"})
    return [[replace(t, text=t.text.translate(table)) for t in p] for p in document]


def shuffled(
    chance: random.Random, document: Document, _anchors: Anchors, _writer: Writer
) -> Document:
    """Another order of pages: parts of the document change places."""
    third = len(document) // 3
    return [*document[2 * third :], *document[third : 2 * third], *document[:third]]


NARROW = Setting(width=44, lines=50, hyphens=0.5, header="")
OTHER = Setting(width=92, lines=28, hyphens=0.3, ligatures=True)
SAME = Setting()

# Twenty kinds and more: the name, what is done to the words, how the result is set.
KINDS: list[tuple[str, Edit, Setting]] = [
    ("other library", nothing, Setting(header="Harbour Board, annual report")),
    ("re-typeset narrow", nothing, NARROW),
    ("re-typeset wide", nothing, OTHER),
    ("typography", typography, OTHER),
    ("sentence before", sentence_before, SAME),
    ("sentence after", sentence_after, SAME),
    ("paragraph before", paragraph_before, SAME),
    ("page inserted", page_inserted, SAME),
    ("page order", shuffled, SAME),
    ("one neighbour deleted", one_neighbour_deleted, SAME),
    ("both neighbours deleted", neighbours_deleted, SAME),
    ("paragraph deleted", home_deleted, SAME),
    ("twin instead", twin_instead, SAME),
    ("twin before", twin_before, SAME),
    ("twin after", twin_after, SAME),
    ("twins elsewhere", twins_elsewhere, OTHER),
    ("paragraph moved", moved_elsewhere, SAME),
    ("paragraphs joined", paragraphs_joined, SAME),
    ("figure in the passage", figure_in_the_passage, SAME),
    ("figure beside it", figure_beside_the_passage, SAME),
    ("negation put in", negation_in_the_passage, SAME),
    ("words put in", words_put_in, SAME),
    ("words reworded", words_reworded, SAME),
    ("other OCR", misread, OTHER),
    ("other OCR, spaces", misspaced, NARROW),
]
