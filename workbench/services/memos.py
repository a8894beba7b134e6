"""Memos: written from a case after every anchor was looked at again; and verified."""

from collections.abc import Iterable
from pathlib import Path

import workbench
from workbench.adapters.case_audit import audit
from workbench.adapters.files import bytes_hash
from workbench.adapters.memo_writers import writer_for
from workbench.domain.case import Case, Problem
from workbench.domain.diff_parts import marked_diff
from workbench.domain.errors import EngineError, FileMissing, WorkbenchError
from workbench.domain.locator import AnchorState, Found
from workbench.domain.memo import MemoContext, compose
from workbench.domain.memo_searches import stale_words
from workbench.i18n import _
from workbench.services.archive import Archive
from workbench.services.casework import Casework
from workbench.services.jobs import Job
from workbench.services.rechecking import check_evidence
from workbench.services.workbench import open_case


def export(casework: Casework, path: Path, job: Job | None = None) -> list[Path]:
    """Writes the memo by the suffix of path; returns every file written."""
    job = job or Job()
    writer = writer_for(path)
    job.report(0, 3, _("Looking at every passage again"))
    gone = casework.missing_sources()
    items = casework.case.evidence
    # Evidence whose source is not at hand was not looked at: that is not the same as lost.
    anchors = {
        id_: found
        for id_, found in casework.anchors().items()
        if items[id_].locator.source not in gone
    }
    problems = casework.problems() + [p for p in _sources(casework) if p.kind == "original"]
    history = casework.history()
    context = MemoContext(
        coverage=casework.coverage(),
        claims=casework.claim_anchors(),
        chain_head=history[-1].hash,
        steps=len(history),
        last_step=history[-1].at,
        program=f"workbench {workbench.__version__}",
        original=_hash(casework),
        problems=tuple(problem.message for problem in problems),
        index_state=_index_state(casework),
    )
    memo = compose(casework.case, casework.scale, casework.policy, anchors, context)
    job.report(1, 3, _("Collecting the clips"))
    clips = {
        item.clip.sha256: data
        for item in casework.case.evidence.values()
        if item.clip and (data := casework.clip(item))
    }
    job.report(2, 3, _("Writing {name}").format(name=path.name))
    return writer(memo, clips, path)


def verify(case_path: Path, archive: Archive | None) -> list[Problem]:
    """Everything a reader has to be able to trust, looked at again; an empty list is good news."""
    if not case_path.is_file():
        raise FileMissing(
            _("There is no case at {path}.").format(path=case_path), _("Check the name.")
        )
    problems = audit(case_path)
    try:
        casework = open_case(case_path, archive, read_only=True)
    except WorkbenchError as error:
        return problems or [Problem("case", str(case_path), error.message)]
    try:
        problems += _claims(casework) + _sources(casework) + _evidence(casework)
    except WorkbenchError as error:
        problems.append(Problem("case", str(case_path), error.message))
    finally:
        casework.close()
    return problems


def verify_note(case_path: Path, archive: Archive | None) -> str:
    """What is no fault but good to know: searches to be asked again; empty where there are none."""
    try:
        casework = open_case(case_path, archive, read_only=True)
    except WorkbenchError:
        return ""  # what is wrong with the case is for verify to say
    try:
        digest = _index_state(casework)
        count = sum(record.is_stale(digest) for record in casework.case.searches.values())
    finally:
        casework.close()
    return stale_words(count) if count else ""


def _hash(casework: Casework) -> str:
    return bytes_hash(casework.original())


def _index_state(casework: Casework) -> str:
    """What the searches that found nothing would search now; empty where that is not known."""
    archive = casework.archive
    if archive is None or not any(r.found_nothing for r in casework.case.searches.values()):
        return ""
    try:
        return archive.index_state().digest
    except EngineError:
        # An engine that is elsewhere and silent keeps nobody from writing a memo.
        return ""


def _claims(casework: Casework) -> list[Problem]:
    states = casework.claim_anchors()
    return _not_exact(
        (f"claim {claim.number}", _("Claim {n}").format(n=claim.number), states[claim.id])
        for claim in casework.case.standing_claims
    )


def _sources(casework: Casework) -> list[Problem]:
    problems = []
    for sha256, name in sorted(_used(casework.case).items()):
        archive = casework.archive
        if archive is None or not archive.has(sha256):
            where = archive.folder if archive else ""
            message = _("The archive {folder} does not have “{name}”; name the right one.")
            problems.append(Problem("source", sha256, message.format(folder=where, name=name)))
            continue
        state = archive.state_of_original(sha256)
        if state == "damaged":
            message = _("The original of “{name}” is not the file that was consulted.")
            problems.append(Problem("original", sha256, message.format(name=name)))
        elif state == "missing":
            message = _("The original of “{name}” is gone from the archive.")
            problems.append(Problem("original", sha256, message.format(name=name)))
    return problems


def _evidence(casework: Casework) -> list[Problem]:
    if casework.archive is None:
        return []
    numbers = {claim.id: claim.number for claim in casework.case.claims.values()}
    problems = []
    for report in check_evidence(casework):
        item = casework.evidence(report.evidence)
        gone = not report.source and not casework.archive.has(item.locator.source)
        if report.reason and not gone:
            reason = report.reason
            if report.found.state is AnchorState.CHANGED:
                reason += " " + marked_diff(item.locator.exact, report.found.text)
            message = _("Evidence of claim {n} in “{title}”: {state}. {reason}").format(
                n=numbers.get(item.claim, 0),
                title=item.source_title,
                state=_(report.found.state.value),
                reason=reason,
            )
            problems.append(Problem("anchor", f"evidence {item.id}", message))
    return problems


def _not_exact(anchors: Iterable[tuple[str, str, Found]]) -> list[Problem]:
    said = {
        AnchorState.MOVED: _("{what}: the passage has moved."),
        AnchorState.CHANGED: _("{what}: the passage has changed."),
        AnchorState.LOST: _("{what}: the passage is not found any more."),
    }
    return [
        Problem("anchor", where, said[found.state].format(what=what))
        for where, what, found in anchors
        if found.state is not AnchorState.EXACT
    ]


def _used(case: Case) -> dict[str, str]:
    return {item.locator.source: item.source_name for item in case.evidence.values()}
