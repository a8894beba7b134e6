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
    return NameRow(name, NameState.ABSENT)


def _variants(name: Name) -> Iterator[str]:
    """Other forms of it in the article, then its words a letter off."""
    for form in name.variants:
        yield f'"{form}"'
    words = name.text.split()
    if name.kind is NameKind.PERSON and len(words) > 1:
        # A middle name more or less, or the surname first, is the same person.
        yield f'"{words[0]} {words[-1]}"~2'
    letters = name.text.replace(".", "")
    if letters.isupper() or not any(len(word) >= _SHORTEST_FUZZY for word in words):
        return
    yield " ".join(f"{w}~1" if len(w) >= _SHORTEST_FUZZY else f'"{w}"' for w in words)


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
