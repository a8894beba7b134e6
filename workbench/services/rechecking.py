"""Looking at every passage again: where it stands today, and what to do where it moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.domain.case import Changes
from workbench.domain.claim import Claim
from workbench.domain.errors import Unknown
from workbench.domain.evidence import Evidence
from workbench.domain.locator import LOST, AnchorState, Finder, Found
from workbench.domain.source import Source
from workbench.domain.text import match_key
from workbench.i18n import N_, _
from workbench.services.archive import Archive
from workbench.services.casework import Casework, Passage
from workbench.services.jobs import Job


@dataclass(frozen=True, slots=True)
class AnchorReport:
    """Where a piece of evidence stands today.

    source is the hash of the document it was found in, its own or another version of it; empty
    where it is lost. reason is one sentence, empty where the passage is exact.
    """

    evidence: str
    found: Found
    source: str
    reason: str = ""


def check_evidence(casework: Casework, job: Job | None = None) -> list[AnchorReport]:
    """Every piece of evidence looked at again, in the order of the claims."""
    job = job or Job()
    items = list(_ordered(casework))
    job.report(0, len(items))
    anchors = casework.anchors()
    versions = _Versions(casework.archive)
    reports = []
    for number, item in enumerate(items):
        job.report(number, len(items), item.source_title)
        reports.append(_report(item, anchors[item.id], versions))
    job.report(len(items), len(items))
    return reports


def accept_anchors(casework: Casework, reports: Sequence[AnchorReport]) -> Changes:
    """Takes the places where passages were found for theirs, in one step.

    A verdict that rested on other words is taken back: no signed claim outlives them. Raises
    Unknown where one was not found: there is no place to take.
    """
    if any(report.found.state is AnchorState.LOST for report in reports):
        raise Unknown(
            _("The passage was not found, so there is no place to accept."),
            _("Select the words in a source and repair the evidence with them."),
        )
    places = [(report.evidence, _passage(report)) for report in reports]
    return _place(casework, places, N_("Accept moved passages"))


def relink_evidence(casework: Casework, evidence_id: str, passage: Passage) -> Changes:
    """Points evidence at another passage; stance, grade and note stay, a verdict does not."""
    return _place(casework, [(evidence_id, passage)], N_("Repair evidence"))


def _passage(report: AnchorReport) -> Passage:
    found = report.found
    return Passage(report.source, found.page, found.start, found.end)


def _place(casework: Casework, places: Sequence[tuple[str, Passage]], label: str) -> Changes:
    drafts = []
    reopened: dict[str, Claim] = {}
    for evidence_id, passage in places:
        item = casework.evidence(evidence_id)
        source, locator = casework.locate(passage)
        drafts.append((replace(item, locator=locator), source))
        claim = casework.case.claims[item.claim]
        if claim.verdict and match_key(locator.exact).text != match_key(item.locator.exact).text:
            reopened[claim.id] = claim
    return casework.put_evidence(label, drafts, list(reopened.values()))


class _Versions:
    """Other versions of documents that are gone, each read once."""

    def __init__(self, archive: Archive | None) -> None:
        self._archive = archive
        self._finders: dict[str, Finder] = {}
        self._known: dict[str, list[Source]] = {}

    def has(self, source: str) -> bool:
        """True where the document itself is in the archive."""
        return self._archive is not None and self._archive.has(source)

    def find(self, item: Evidence) -> tuple[Found, Source | None]:
        """The best place in another version; lost where there is none, or none fits."""
        best: tuple[Found, Source | None] = (LOST, None)
        for version in self._of(item):
            found = self._finder(version).find(item.locator)
            if found.state is AnchorState.MOVED:
                return found, version
            if found.state is AnchorState.CHANGED:
                best = found, version
        return best

    def newest(self, item: Evidence) -> Source | None:
        """The version of a document that came last."""
        known = self._of(item)
        return known[0] if known else None

    def _of(self, item: Evidence) -> list[Source]:
        own = item.locator.source
        if self._archive is None:
            return []
        if own not in self._known:
            known = self._archive.versions(item.source_name, item.source_title, own)
            self._known[own] = known[::-1]
        return self._known[own]

    def _finder(self, version: Source) -> Finder:
        if version.sha256 not in self._finders:
            assert self._archive is not None  # a version came from it
            self._finders[version.sha256] = Finder(
                self._archive.texts(version.sha256), other_version=True
            )
        return self._finders[version.sha256]


def _report(item: Evidence, found: Found, versions: _Versions) -> AnchorReport:
    if found.state is AnchorState.EXACT:
        return AnchorReport(item.id, found, item.locator.source)
    if found.state is not AnchorState.LOST:
        return AnchorReport(item.id, found, item.locator.source, _moved_or_changed(item, found))
    elsewhere, version = versions.find(item)
    if version is None:
        return AnchorReport(item.id, LOST, "", _lost(item, versions))
    said = _("Found in another version, “{name}”, on page {page}.")
    reason = said.format(name=version.name, page=elsewhere.page)
    return AnchorReport(item.id, elsewhere, version.sha256, reason)


def _moved_or_changed(item: Evidence, found: Found) -> str:
    if found.state is AnchorState.CHANGED:
        return _("The words on page {page} are not those that were linked.").format(page=found.page)
    if found.page == item.locator.page:
        return _("The passage stands elsewhere on its page.")
    return _("The passage stands on page {now}, no longer on page {was}.").format(
        now=found.page, was=item.locator.page
    )


def _lost(item: Evidence, versions: _Versions) -> str:
    if versions.has(item.locator.source):
        return _("“{name}” does not have the words any more.").format(name=item.source_name)
    if other := versions.newest(item):
        said = _("The archive has another version of “{name}”, without the words: “{other}”.")
        return said.format(name=item.source_name, other=other.name)
    return _("The archive does not have “{name}”.").format(name=item.source_name)


def _ordered(casework: Casework) -> Iterator[Evidence]:
    for claim in casework.case.ordered_claims():
        yield from casework.case.evidence_of(claim)
