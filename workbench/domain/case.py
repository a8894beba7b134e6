"""The case: article, claims and evidence, as they stand after every step so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.domain.article import CHECKED, Article, Sentence
from workbench.domain.claim import Claim
from workbench.domain.errors import Unknown
from workbench.domain.evidence import Evidence
from workbench.domain.search_record import MarkedHit, SearchRecord
from workbench.i18n import _


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """What the case is called, who checks, and by which scale and policy."""

    id: str
    title: str
    checker: str
    scale: str
    policy: str
    created: str


Record = CaseInfo | Article | Claim | Evidence | SearchRecord | MarkedHit


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after a step; None where it was not there."""

    table: str
    id: str
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a verb changed, under the name shown in the Undo menu (not yet translated)."""

    label: str
    changes: tuple[Change, ...] = ()

    def touch(self, table: str) -> bool:
        """True where a record of the table changed."""
        return any(change.table == table for change in self.changes)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a check found: its kind, where, and one sentence."""

    kind: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many units of the article are linked to a claim, dismissed, or open."""

    linked: int
    dismissed: int
    open: int

    @property
    def units(self) -> int:
        """All units."""
        return self.linked + self.dismissed + self.open

    @property
    def share(self) -> float:
        """Share of units decided, 0…1."""
        return (self.linked + self.dismissed) / self.units if self.units else 0.0

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 100 means every unit."""
        return (self.linked + self.dismissed) * 100 // self.units if self.units else 0


@dataclass(frozen=True, slots=True)
class Case:
    """A snapshot; applying changes gives the next one."""

    info: CaseInfo
    articles: Mapping[str, Article] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    searches: Mapping[str, SearchRecord] = field(default_factory=dict)
    marked_hits: Mapping[str, MarkedHit] = field(default_factory=dict)

    @property
    def article(self) -> Article:
        """The newest revision."""
        return max(self.articles.values(), key=lambda article: article.revision)

    def ordered_claims(self) -> list[Claim]:
        """Claims in the order of the article; those no longer in it come last."""
        return sorted(self.claims.values(), key=lambda c: (c.vanished, c.locator.start, c.number))

    @property
    def standing_claims(self) -> list[Claim]:
        """The claims of the newest revision, in its order."""
        return [claim for claim in self.ordered_claims() if not claim.vanished]

    @property
    def vanished_claims(self) -> list[Claim]:
        """The claims no longer in the article."""
        return [claim for claim in self.ordered_claims() if claim.vanished]

    def claim(self, name: str) -> Claim:
        """The claim of that id or number; raises Unknown."""
        for claim in self.claims.values():
            if name in (claim.id, str(claim.number)):
                return claim
        raise Unknown(
            _("The case has no claim “{name}”.").format(name=name),
            _("List the claims with “case show”."),
        )

    def evidence_of(self, claim: Claim) -> list[Evidence]:
        """The claim's evidence, oldest first."""
        return [item for item in self.evidence.values() if item.claim == claim.id]

    def searches_of(self, claim: Claim | None) -> list[SearchRecord]:
        """The searches recorded for a claim, or for the whole case, oldest first."""
        wanted = claim.id if claim else ""
        found = [record for record in self.searches.values() if record.claim == wanted]
        return sorted(found, key=lambda record: (record.at, record.id))

    def applied(self, changes: Iterable[Change]) -> "Case":
        """The case after the changes."""
        tables: dict[str, dict[str, Any]] = {
            "articles": dict(self.articles),
            "claims": dict(self.claims),
            "evidence": dict(self.evidence),
            "searches": dict(self.searches),
            "marked_hits": dict(self.marked_hits),
        }
        info = self.info
        for change in changes:
            if isinstance(change.after, CaseInfo):
                info = change.after
            elif change.after is None:
                tables[change.table].pop(change.id, None)
            else:
                tables[change.table][change.id] = change.after
        return replace(self, info=info, **tables)


def coverage(case: Case, sentences: Iterable[Sentence]) -> Coverage:
    """Counts the units (sentences of the checked regions) that a claim overlaps."""
    spans = [(c.locator.start, c.locator.end) for c in case.standing_claims]
    linked = missing = 0
    for sentence in sentences:
        if sentence.region not in CHECKED:
            continue
        if any(start < sentence.end and sentence.start < end for start, end in spans):
            linked += 1
        else:
            missing += 1
    return Coverage(linked, 0, missing)
