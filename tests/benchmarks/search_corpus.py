"""Texts to search and what to ask of them: made by a seed, or any folder of texts.

Words follow Zipf's law over a vocabulary of 800,000 English-like words in families ("rendel",
"rendels", "rendeling"); function words, names, terms of several words, figures, dates, curly quotes
and hyphens stand among them, and each document comes back to words of its own.
"""

import hashlib
import random
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path

import msgspec

from workbench.domain.source import passages as cut

_FUNCTION_WORDS = """
    the of and to in a is that for it as was with be by on not he his but at are this have from or
    had an they which one you were all her she there would their we him been has when who will no
    more if out so up said what its about than into them can only other time new some could these
    two may first then do any like my now over such our man me even most made after also did many
    off before must well back through years where much your way down should because long each just
    state those people too good very make world still see own work men day between under never last
    great since both another against while during without again old year public place however
    government percent million report according minister country company official percentage
"""
_FIRST_NAMES = "Anna Ben Carla David Elif Farid Grace Hana Ivan José Karl Léa Marta Niels Olga"
_ONSETS = "b c d f g h j k l m n p r s t v w br cl cr dr fl gr pl pr sh sl st str th tr"
_VOWELS = "a e i o u ai ea ee ie ou"
_CODAS = ["", "", "l", "m", "n", "nd", "r", "rk", "s", "st", "t", "x"]
_ENDINGS = ["", "", "s", "ed", "ing", "er", "ation", "al", "ly"]
_MONTHS = "January February March April May June July August September October November"
_KINDS = ("pdf", "pdf", "pdf", "html", "docx", "text")
_LANGUAGES = ("en", "en", "en", "de", "fr", "")
_WORD = re.compile(r"[A-Za-z]+")
_VOCABULARY = 800_000
_SAMPLE = 10_000


class Document(msgspec.Struct, frozen=True):
    """A text with what a catalogue knows of it; a page is a list of passages."""

    number: int
    title: str
    author: str
    publisher: str
    published: str
    kind: str
    language: str
    pages: list[list[str]]

    @property
    def sha256(self) -> str:
        """What it is known by."""
        return hashlib.sha256(f"{self.number} {self.title}".encode()).hexdigest()

    @property
    def day(self) -> int:
        """The day it was published as yyyymmdd."""
        return int(self.published.replace("-", "")) if self.published else 0

    def passages(self) -> Iterator[str]:
        """All of them in their order."""
        for page in self.pages:
            yield from page


class Wanted(msgspec.Struct, frozen=True):
    """A query in no engine's language: words, and the first and last day of a date range."""

    kind: str
    words: list[str]
    first_day: int = 0
    last_day: int = 0


KINDS = (
    "common word",
    "rare word",
    "AND",
    "OR",
    "phrase",
    "prefix",
    "fuzzy",
    "date range",
)


def make(path: Path, passages: int, seed: int = 4) -> None:
    """Writes a made corpus, one document a line; what is there already is kept."""
    if path.is_file():
        return
    half = path.with_suffix(".half")
    encoder = msgspec.json.Encoder()
    with half.open("wb") as file:
        for document in _made(passages, random.Random(seed)):
            file.write(encoder.encode(document) + b"\n")
    half.rename(path)


def from_folder(folder: Path, path: Path) -> None:
    """Writes the corpus of a folder's .txt files, in which an empty line ends a paragraph."""
    encoder = msgspec.json.Encoder()
    with path.open("wb") as out:
        for number, file in enumerate(sorted(folder.rglob("*.txt"))):
            text = file.read_text(encoding="utf-8", errors="replace")
            parts = [text[start:end] for start, end in cut(text)]
            pages = [parts[at : at + 2] for at in range(0, len(parts), 2)]
            year = 1990 + number % 35
            document = Document(number, file.stem, "", "", f"{year}-06-01", "text", "", pages)
            out.write(encoder.encode(document) + b"\n")


def read(path: Path, passages: int) -> Iterator[Document]:
    """The documents of a corpus that hold its first so many passages."""
    decoder = msgspec.json.Decoder(Document)
    with path.open("rb") as file:
        for line in file:
            if passages <= 0:
                return
            document = decoder.decode(line)
            pages, kept = document.pages, []
            while pages and passages > 0:
                kept.append(pages[0][:passages])
                passages -= len(kept[-1])
                pages = pages[1:]
            yield msgspec.structs.replace(document, pages=kept)


def queries(path: Path, each: int = 40, seed: int = 4) -> list[Wanted]:
    """So many queries of each kind, drawn by how many of the first passages have their words."""
    texts = [text for document in read(path, _SAMPLE) for text in document.passages()]
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        words = [word.lower() for word in _WORD.findall(text)]
        counts.update(set(words))
        pairs.update(set(pairwise(words)))
    total = len(texts)
    plain = [word for word in counts if len(word) > 3]
    common = _between(counts, plain, 0.04 * total, 0.9 * total)
    middle = _between(counts, plain, 0.002 * total, 0.04 * total)
    rare = [word for word in plain if counts[word] == 1 and len(word) > 5]
    phrases = [
        pair for pair, found in pairs.items() if found >= 2 and all(len(w) > 3 for w in pair)
    ]
    found: list[Wanted] = []
    for turn in range(each):
        year = 1992 + turn % 30
        days = year * 10_000 + 101, (year + 1) * 10_000 + 1231
        drawn = [
            [chance.choice(common)],
            [chance.choice(rare)],
            [chance.choice(common), chance.choice(middle)],
            [chance.choice(common), chance.choice(common), chance.choice(middle)],
            list(chance.choice(phrases)),
            [chance.choice(middle)[:4]],
            [chance.choice([word for word in middle if len(word) > 6])],
        ]
        found += [Wanted(kind, words) for kind, words in zip(KINDS, drawn, strict=False)]
        found.append(Wanted("date range", [chance.choice(common)], *days))
    return found


def _between(counts: Counter[str], words: Iterable[str], low: float, high: float) -> list[str]:
    return sorted(word for word in words if low <= counts[word] <= high)


def _made(passages: int, chance: random.Random) -> Iterator[Document]:
    vocabulary, weights = _vocabulary(chance)
    publishers = [f"{chance.choice(vocabulary[200:9000]).title()} Press" for _n in range(200)]
    shares = list(accumulate(1 / (n + 2) for n in range(len(publishers))))
    number = 0
    while passages > 0:
        count = max(10, min(passages, int(chance.lognormvariate(4.6, 0.7))))
        own = chance.choices(vocabulary, cum_weights=weights, k=80)
        own += [vocabulary[chance.randrange(3_000, _VOCABULARY)] for _n in range(15)]
        texts = [_passage(chance, vocabulary, weights, own) for _n in range(count)]
        day = chance.randint(1, 28)
        yield Document(
            number,
            " ".join(chance.sample(own, 5)).capitalize(),
            " ".join([chance.choice(_FIRST_NAMES.split()), chance.choice(vocabulary[300:])]),
            publishers[bisect_left(shares, chance.random() * shares[-1])],
            f"{chance.randint(1990, 2025)}-{chance.randint(1, 12):02}-{day:02}",
            chance.choice(_KINDS),
            chance.choice(_LANGUAGES),
            [texts[at : at + 2] for at in range(0, count, 2)],
        )
        passages -= count
        number += 1


def _vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    function_words = list(dict.fromkeys(_FUNCTION_WORDS.split()))
    seen = set(function_words)
    onsets, vowels, names = _ONSETS.split(), _VOWELS.split(), _FIRST_NAMES.split()
    words: list[str] = []
    while len(words) < _VOCABULARY:
        # The more common, the shorter.
        parts = chance.choices((1, 2, 3), (60, 40, 0) if len(words) < 6_000 else (10, 75, 15))[0]
        root = "".join(
            chance.choice(onsets) + chance.choice(vowels) + chance.choice(_CODAS)
            for _n in range(parts)
        )
        for ending in chance.sample(_ENDINGS, chance.randint(1, 4)):
            word = root + ending
            if len(word) > 3 and word not in seen:
                seen.add(word)
                words.append(word)
    # Terms of several words, names and words with hyphens come back as they are.
    for at in range(20, len(words), 17):
        parts_of = (words[at], words[chance.randrange(2_000)])
        kind = chance.randrange(4)
        words[at] = (
            " ".join(parts_of)
            if kind < 2
            else f"{chance.choice(names)} {words[at].title()}"
            if kind == 2
            else "-".join(parts_of)
        )
    vocabulary = [*function_words, *words]
    # Past the words everybody knows, frequencies fall faster (Zipf's law has two regimes).
    knee = 9_000
    shares = (
        1 / (rank + 2.7) * min(1.0, (knee / (rank + 1)) ** 0.6) for rank in range(len(vocabulary))
    )
    return vocabulary, list(accumulate(shares))


def _passage(
    chance: random.Random, vocabulary: list[str], weights: list[float], own: list[str]
) -> str:
    words = chance.choices(vocabulary, cum_weights=weights, k=int(chance.gauss(185, 35)) or 1)
    length = len(words)
    for _n in range(length // 12):
        words[chance.randrange(length)] = chance.choice(own)
    for _n in range(chance.randrange(5)):
        words[chance.randrange(length)] = _figure(chance)
    if chance.random() < 0.35:
        at = chance.randrange(length)
        words[at] = f"“{words[at]}”" if chance.random() < 0.6 else f"{words[at]}’s"
    said = []
    at = 0
    while at < length:
        stop = at + chance.randint(7, 26)
        sentence = " ".join(words[at:stop])
        said.append(sentence[0].upper() + sentence[1:])
        at = stop
    return ". ".join(said) + "."


def _figure(chance: random.Random) -> str:
    kind = chance.randrange(5)
    if kind == 0:
        return (
            f"{chance.randint(1, 28)} {chance.choice(_MONTHS.split())} {chance.randint(1990, 2025)}"
        )
    if kind == 1:
        return f"€{chance.uniform(1, 900):.1f} million"
    if kind == 2:
        return f"{chance.uniform(0, 100):.1f} per cent"
    if kind == 3:
        return f"{chance.randint(1_000, 9_999_999):,}"
    return str(chance.randint(1, 999))
