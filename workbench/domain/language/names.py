"""Proper names of a text by rules: runs of capitalised words, with what is none of them cut away.

Made for English; in languages that capitalise every noun only runs of several words, and words in
capitals, are taken. A name that is missed costs a look, one that is none costs a needless search:
where a rule is in doubt the word is taken.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from workbench.domain.language import name_words as known
from workbench.domain.language.paragraphs import Span, paragraph_spans

_LETTER = r"[^\W\d_]"
_WORD = re.compile(
    rf"(?:{_LETTER}\.){{2,}}|{_LETTER}(?=\.\s?[A-ZÀ-Þ])\.|{_LETTER}+(?:[’'‐-]{_LETTER}+)*|\d{{1,4}}"
)
_POSSESSIVE = re.compile(r"[’']s$|(?<=[sS])[’']$")
# "US-led" ends with its first part, "Deir-ez-Zor" does not.
_LOWER_END = re.compile(r"(?<=\w)[‐-](?=[^A-ZÀ-Þ]+$)")
_GAP = re.compile(r"[ \u00a0]{1,2}|[ \u00a0]*\n[ \u00a0]*")
_OPENERS = "\"'“”„«»‘’([—–-• \t\n\u00a0"
_STOPS = frozenset(".!?:…;。")
_NOUNS_HAVE_CAPITALS = frozenset({"de", "lb", "nds"})
_LONGEST_CAPITALS = 6
_HEADING_WORDS = 5
_HEADING_SHARE = 0.7


class NameKind(StrEnum):
    """What bears a name, as far as the words around it tell."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its fullest form, and where it or a shorter form stands; spans in order."""

    text: str
    kind: NameKind
    spans: tuple[Span, ...]
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    first: bool = False  # in its sentence
    joined: bool = False  # nothing but a space before it
    ends: bool = False  # its possessive ends the name

    @property
    def low(self) -> str:
        return self.text.lower().rstrip(".")

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or _article_cut(self.text) != self.text


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    text: str
    titled: bool
    placed: bool


def names_of(text: str, language: str = "en", spans: Iterable[Span] | None = None) -> list[Name]:
    """The names of a text, or of spans of it, in the order in which they first stand there."""
    paragraphs = list(paragraph_spans(text)) if spans is None else list(spans)
    parts = [list(_words(text, *span)) for span in paragraphs]
    headings = [
        _is_heading(words, text[slice(*span)])
        for words, span in zip(parts, paragraphs, strict=True)
    ]
    bodies = [words for words, heading in zip(parts, headings, strict=True) if not heading]
    taken = _Taken(bodies, language.split("-", maxsplit=1)[0] in _NOUNS_HAVE_CAPITALS)
    found = [each for words in bodies for each in taken.of(words)]
    names = _gathered(found)
    heads = [words for words, heading in zip(parts, headings, strict=True) if heading]
    names = _with_headings(names, text, heads, taken)
    return sorted(names, key=lambda name: name.spans[0])


class _Taken:
    """Which words of a text are taken for names; knows which ones also stand in lower case."""

    def __init__(self, parts: Sequence[Sequence[_Word]], nouns_have_capitals: bool) -> None:
        self._nouns = nouns_have_capitals
        words = [word for part in parts for word in part]
        self._lower = {word.text for word in words if word.text[0].islower()}
        self._inside = {word.low for word in words if word.text[0].isupper() and not word.first}

    def of(self, words: Sequence[_Word]) -> Iterator[_Found]:
        """The names of a paragraph."""
        for at, run in _runs(words):
            before = words[at - 1].low if at else ""
            behind = at + len(run)
            area = behind < len(words) and words[behind].low in known.AREAS and words[behind].joined
            for titled, piece in _without_titles(run):
                bare = self._trimmed(piece)
                after = words[behind].low if behind < len(words) else ""
                if bare and self._is_name(bare, after in known.AFTER_NOUNS):
                    yield _Found(
                        bare[0].start,
                        bare[-1].end,
                        " ".join(word.text for word in bare),
                        titled,
                        area or (before in known.PLACED and bare[0] is run[0]),
                    )

    def of_heading(self, words: Sequence[_Word]) -> Iterator[_Found]:
        """Words in capitals, which are the only sure names where every word has a capital."""
        for word in words:
            if _in_capitals(word) and self._is_name([word]):
                yield _Found(word.start, word.end, word.text, titled=False, placed=False)

    def _trimmed(self, run: Sequence[_Word]) -> list[_Word]:
        """Without the sentence's first word where it is no part of the name, days, particles."""
        bare = list(run)
        while bare and bare[0].first and len(bare) > 1 and self._is_ordinary(bare[0]):
            bare = [replace(bare[1], first=False), *bare[2:]]
        while bare and (_is_plain(bare[0]) or bare[0].low in known.CALENDAR):
            del bare[0]
        while bare and (_is_plain(bare[-1]) or bare[-1].low in known.CALENDAR):
            del bare[-1]
        return bare

    def _is_name(self, bare: Sequence[_Word], like_a_noun: bool = False) -> bool:
        words = [word for word in bare if word.capital]
        if not words or all(word.low in known.DEMONYMS for word in words):
            return False
        if len(words) > 1:
            return True
        (word,) = words
        if _in_capitals(word):
            return self._is_acronym(word)
        if len(word.text.rstrip(".")) < 2 or self._nouns:
            return False
        if word.first:
            return word.low in self._inside or not (like_a_noun or self._is_ordinary(word))
        return word.low not in known.ORDINARY | known.TITLES | known.BEFORE_TITLES

    def _is_acronym(self, word: _Word) -> bool:
        """Shouted words and Roman numbers are no names."""
        short = word.text.replace(".", "")
        if word.low in known.ORDINARY and word.text != "US":
            return False
        roman = re.fullmatch(r"[IVX]+", short) is not None
        return 2 <= len(short) <= _LONGEST_CAPITALS and not roman and word.low not in self._lower

    def _is_ordinary(self, word: _Word) -> bool:
        if _in_capitals(word) and len(word.text) > 1:
            return False
        low = word.low
        likely = low.endswith(("ing", "ly", "ed", "ness", "tion", "tions", "ments", "ers"))
        return low in known.ORDINARY or low in self._lower or (likely and low not in self._inside)


def _words(text: str, start: int, end: int) -> Iterator[_Word]:
    """The words of a paragraph, possessives and lower-case ends (US-led) cut off."""
    last = -1
    for match in _WORD.finditer(text, start, end):
        begin, stop, word = match.start(), match.end(), match.group()
        ends = False
        if cut := _POSSESSIVE.search(text[begin : stop + 1] if _bare_s(text, stop) else word):
            word, ends = word[: cut.start()], True
        elif word[0].isupper() and (tail := _LOWER_END.search(word)):
            word, ends = word[: tail.start()], True
        if not word:
            continue
        joined = last >= 0 and _GAP.fullmatch(text, last, begin) is not None
        yield _Word(begin, begin + len(word), word, _starts(text, start, begin), joined, ends)
        last = stop + 1 if _after_title(text, word, stop) else stop


def _bare_s(text: str, stop: int) -> bool:
    """True at “Islamists’ ”: the mark stands behind the word."""
    after = text[stop : stop + 2]
    return after[:1] in ("’", "'") and not after[1:].strip().isalnum()


def _after_title(text: str, word: str, stop: int) -> bool:
    return text[stop : stop + 1] == "." and word.lower() in known.TITLES and len(word) < 5


def _starts(text: str, start: int, at: int) -> bool:
    """True for the first word of a sentence, a quotation, or what stands behind a colon."""
    before = at - 1
    opened = False
    while before >= start and text[before] in _OPENERS:
        opened = opened or text[before] in "“„«"
        before -= 1
    if before < start or opened:
        return True
    if text[before] not in _STOPS:
        return False
    word = re.search(rf"{_LETTER}+$", text[max(start, before - 12) : before])
    short = word is not None and (word[0].lower() in known.TITLES and len(word[0]) < 5)
    initial = word is not None and len(word[0]) == 1 and word[0].isupper()
    return not (text[before] == "." and (short or initial))


def _runs(words: Sequence[_Word]) -> Iterator[tuple[int, list[_Word]]]:
    """Capitalised words in a row, with particles and numbers between; and where each begins."""
    at = 0
    while at < len(words):
        if not words[at].capital:
            at += 1
            continue
        begin = at
        run = [words[at]]
        while not run[-1].ends and (step := _next(words, at)):
            run += words[at + 1 : at + step + 1]
            at += step
        yield begin, run
        at += 1


def _next(words: Sequence[_Word], at: int) -> int:
    """How many words further the run goes on; 0 where it ends."""
    for step in (1, 2, 3):
        if at + step >= len(words) or not words[at + step].joined:
            return 0
        word = words[at + step]
        if word.capital and not (word.first and step == 1 and words[at].text.endswith(".")):
            return step
        of = word.low in known.OF and _may_join(words[at])
        the = word.low == "the" and words[at + step - 1].low in known.OF
        if not (word.low in known.PARTICLES or word.text.isdigit() or of or the):
            return 0
    return 0


def _may_join(word: _Word) -> bool:
    """“of” joins an institution or an office to what it is of, and nobody to their town."""
    return word.low in known.ORGANISATIONS or word.low in known.TITLES


def _without_titles(run: Sequence[_Word]) -> Iterator[tuple[bool, list[_Word]]]:
    """The run cut at titles, each piece with whether a title stands before it."""
    rest, titled = list(run), False
    while (span := _title(rest)) is not None:
        start, end = span
        if start:
            yield titled, rest[:start]
        rest, titled = rest[end:], True
    if rest:
        yield titled, rest


def _title(run: Sequence[_Word]) -> Span | None:
    """The first title in the run, with the words that belong to it."""
    for at, word in enumerate(run):
        after = run[at + 1].low if at + 1 < len(run) else ""
        if word.low not in known.TITLES or after in known.NO_TITLE_BEFORE:
            continue
        start = at
        while start and run[start - 1].low in known.BEFORE_TITLES:
            start -= 1
        end = at + 1
        if after in known.OF:
            # "Minister of Defense": the office ends where its field does.
            while end < len(run) and run[end].low in known.PORTFOLIOS | known.OF:
                end += 1
            if run[end - 1].low in known.OF:
                end = at + 1 if not start and at else end
        return start, end
    return None


def _is_plain(word: _Word) -> bool:
    return not word.capital or word.low in ("the", "a", "an")


def _in_capitals(word: _Word) -> bool:
    letters = word.text.replace(".", "")
    return len(letters) > 1 and letters.isupper()


def _is_heading(words: Sequence[_Word], line: str) -> bool:
    """True for a line in which nearly every longer word has a capital; sentences end otherwise."""
    if line.rstrip(' \n"”’»)').endswith((".", "…")):
        return False
    long = [word for word in words if len(word.text) > 3]
    capital = sum(word.text[0].isupper() for word in long)
    return capital >= max(_HEADING_WORDS, _HEADING_SHARE * len(long))


# Variants of one name


def _key(text: str) -> str:
    """What spellings of one name have in common: “Al-Nusra Front”, “Nusra Front”; U.S., US."""
    plain = text.replace(".", "").replace("’", "'").replace("‐", "-")
    return " ".join(_article_cut(word).lower() for word in plain.split())


def _article_cut(word: str) -> str:
    head, dash, tail = word.partition("-")
    return tail if dash and head.lower() in known.ARTICLES and tail[:1].isupper() else word


def _gathered(found: Sequence[_Found]) -> list[Name]:
    """One name for all its forms: the fullest, with a surname or a shorter form joined to it."""
    groups: dict[str, list[_Found]] = defaultdict(list)
    for each in found:
        groups[_key(each.text)].append(each)
    longer = _longer_ones(groups)
    owner = {key: _owner(key, groups, longer) for key in groups}
    merged: dict[str, list[_Found]] = defaultdict(list)
    for key, members in groups.items():
        merged[owner[key]] += members
    return [_name(groups[key], members) for key, members in merged.items()]


def _longer_ones(keys: Iterable[str]) -> dict[str, list[str]]:
    """The names that end as another one does, by that one."""
    longer: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        words = key.split()
        for cut in range(1, len(words)):
            longer[" ".join(words[cut:])].append(key)
    return longer


def _owner(
    key: str, groups: Mapping[str, Sequence[_Found]], longer: Mapping[str, Sequence[str]]
) -> str:
    """The one longer name that ends as this one does; itself where there is none, or several."""
    while others := longer.get(key):
        if " " not in key and not all(_personal(groups[other]) for other in others):
            return key
        shortest = min(others, key=len)
        if not all(other.endswith(shortest) for other in others):
            return key
        key = shortest
    return key


def _personal(members: Sequence[_Found]) -> bool:
    return _kind(members) is NameKind.PERSON


def _name(own: Sequence[_Found], members: Sequence[_Found]) -> Name:
    texts = Counter(each.text for each in own)
    text = max(texts, key=lambda form: (texts[form], "." not in form, len(form)))
    others = sorted({each.text for each in members} - {text}, key=lambda form: (-len(form), form))
    spans = sorted({(each.start, each.end) for each in members})
    return Name(text, _kind([*own, *members]), tuple(spans), tuple(others))


def _kind(members: Sequence[_Found]) -> NameKind:
    words = [word.lower() for word in members[0].text.split()]
    if any(each.titled for each in members):
        return NameKind.PERSON
    if words[-1] in known.ORGANISATIONS or (known.ORGANISATIONS & set(words) and "of" in words):
        return NameKind.ORGANISATION
    letters = members[0].text.replace(".", "")
    if letters.isupper() and len(words) == 1:
        return NameKind.ORGANISATION
    if known.PLACES & {words[0], words[-1]} or sum(e.placed for e in members) * 2 > len(members):
        return NameKind.PLACE
    if (
        2 <= len(words) <= 5
        and not known.DEMONYMS & set(words)
        and not any(map(str.isdigit, words))
    ):
        return NameKind.PERSON
    return NameKind.OTHER


def _with_headings(
    names: Sequence[Name], text: str, headings: Sequence[Sequence[_Word]], taken: _Taken
) -> list[Name]:
    """Names known from the text where headings have them, and words in capitals."""
    result = list(names)
    for words in headings:
        if not words:
            continue
        line = text[words[0].start : words[-1].end]
        covered: list[Span] = []
        for at, name in enumerate(result):
            spans = [
                (words[0].start + match.start(), words[0].start + match.end())
                for form in (name.text, *name.variants)
                if form in line
                for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", line)
            ]
            if spans:
                covered += spans
                result[at] = replace(name, spans=tuple(sorted({*name.spans, *spans})))
        fresh = [
            each
            for each in taken.of_heading(words)
            if not any(start <= each.start < end for start, end in covered)
        ]
        by_key = sorted(fresh, key=lambda each: _key(each.text))
        for _key_of, group in groupby(by_key, key=lambda each: _key(each.text)):
            members = list(group)
            result.append(_name(members, members))
    return [_inside_out(name) for name in result]


def _inside_out(name: Name) -> Name:
    """Without the spans of a short form inside those of a longer one."""
    kept: list[Span] = []
    for span in sorted(name.spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[1] > kept[-1][1]:
            kept.append(span)
    return replace(name, spans=tuple(kept))
