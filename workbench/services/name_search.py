"""Every name of an article looked for in the archive: as it is spelt, then as it may be spelt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.article import CHECKED, Article
from workbench.domain.language.names import Name, NameKind, names_of
from workbench.services.archive import Archive
from workbench.services.jobs import Job
from workbench.services.search_results import Hit

_LOOKED_AT = 20
# A letter off makes another word of a short one.
_SHORTEST_FUZZY = 5
_SHORTEST_TWO_OFF = 6
_LONGEST_PARTICLE = 3
_LONGEST_FOUND = 80
_ENOUGH = 0.6
# A space, a comma, or one more word.
_BETWEEN = re.compile(r"[\s,.]{1,2}|\s[\w.’'-]{1,15}\s")


class NameState(StrEnum):
    """Whether the archive has a name."""

    EXACT = "exact"
    VARIANT = "variant"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name of the article and how the archive has it; hits counts passages."""

    name: Name
    state: NameState
    found: str = ""
    hits: int = 0


def names_in(article: Article) -> list[Name]:
    """The names in the regions of an article that are checked."""
    spans = [(r.start, r.end) for r in article.regions if r.kind in CHECKED]
    return names_of(article.text, article.language or "en", spans)


def look_for_names(archive: Archive, names: list[Name], job: Job) -> list[NameRow]:
    """A row for every name."""
    rows = []
    for done, name in enumerate(names):
        job.report(done, len(names), name.text)
        rows.append(_row(archive, name))
    job.report(len(names), len(names))
    return rows


def _row(archive: Archive, name: Name) -> NameRow:
    result = archive.search(f'"{name.text}"', limit=1)
    if result.total:
        return NameRow(name, NameState.EXACT, name.text, result.total)
    for query in _variants(name):
        result = archive.search(query, limit=_LOOKED_AT)
        for hit in result.hits:
            if found := _together(hit, len(name.text)):
                return NameRow(name, NameState.VARIANT, found, result.total)
    return _two_off(archive, name) or NameRow(name, NameState.ABSENT)


def _variants(name: Name) -> Iterator[str]:
    """Other forms of it in the article, then its words a letter off."""
    for form in name.variants:
        yield f'"{form}"'
    words = name.text.split()
    if name.kind is NameKind.PERSON and len(words) > 1:
        # A middle name more or less, or the surname first, is the same person.
        yield f'"{words[0]} {words[-1]}"~2'
    if not _is_initials(name) and any(len(word) >= _SHORTEST_FUZZY for word in words):
        yield " ".join(map(_one_off, words))


def _two_off(archive: Archive, name: Name) -> NameRow | None:
    """Its last word two letters off: mostly the surname, and heard rather than read."""
    *before, last = name.text.split()
    if _is_initials(name) or len(last) < _SHORTEST_TWO_OFF:
        return None
    query = " ".join([*map(_one_off, before), f"{last}~2"])
    result = archive.search(query, limit=_LOOKED_AT)
    for hit in result.hits:
        found = _together(hit, len(name.text))
        # Two letters off, a name is soon like a common word.
        if found and not any(w.islower() for w in found.split() if len(w) > _LONGEST_PARTICLE):
            return NameRow(name, NameState.VARIANT, found, result.total)
    return None


def _one_off(word: str) -> str:
    return f"{word}~1" if len(word) >= _SHORTEST_FUZZY else f'"{word}"'


def _is_initials(name: Name) -> bool:
    return name.text.replace(".", "").isupper()


def _together(hit: Hit, length: int) -> str:
    """The words that were found, where they stand together as those of a name do."""
    groups: list[tuple[int, int]] = []
    for start, end in hit.spans:
        if groups and _BETWEEN.fullmatch(hit.text, groups[-1][1], start):
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    said = (" ".join(hit.text[start:end].split()) for start, end in groups)
    return next((each for each in said if _ENOUGH * length <= len(each) <= _LONGEST_FOUND), "")
