"""The case as the panels see it: verbs to call, one signal a step, the claim in hand."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Signal

from workbench.domain.article import CHECKED, Article, Sentence
from workbench.domain.case import Case, Changes, Coverage
from workbench.domain.claim import Claim, ClaimKind
from workbench.domain.errors import WorkbenchError
from workbench.domain.evidence import Evidence, Grade, Stance
from workbench.domain.history import HistoryRow
from workbench.domain.locator import Found
from workbench.domain.policy import PolicyResult
from workbench.domain.revision import RevisionPlan
from workbench.domain.search_record import Mark
from workbench.domain.verdict import Rating
from workbench.i18n import _
from workbench.services import rechecking, revisions, searches
from workbench.services.archive import Hit, SearchResult
from workbench.services.casework import Casework, Passage
from workbench.services.rechecking import AnchorReport
from workbench.services.search_results import IndexState
from workbench.services.searches import Replay
from workbench.ui.merged_draft import Compared, compare
from workbench.ui.tasks import Tasks

Verb = Callable[[], Changes]


class CaseModel(QObject):
    """Wraps a casework: every verb answers by `changed`, every failure by `failed`.

    Attaching evidence makes a picture in a child process, so it runs in a thread; verbs called
    meanwhile wait their turn, and undo takes back what the person saw last.
    """

    opened = Signal()
    changed = Signal(object)
    currentChanged = Signal(str)
    markedAgain = Signal(str)
    anchorsChanged = Signal()
    failed = Signal(object)
    busyChanged = Signal(bool)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._casework: Casework | None = None
        self._current = ""
        self._busy = False
        self._waiting: list[Callable[[], None]] = []
        self._reports: Mapping[str, AnchorReport] = {}
        self._looking = False
        self._look_again = False
        self._compared: dict[tuple[str, str], Compared] = {}

    @property
    def casework(self) -> Casework | None:
        """The open case's verbs; None where no case is open."""
        return self._casework

    @property
    def is_open(self) -> bool:
        """True where a case is open."""
        return self._casework is not None

    @property
    def case(self) -> Case:
        """The case as it stands; only where one is open."""
        return self._open().case

    @property
    def units(self) -> list[Sentence]:
        """The sentences that have to be decided."""
        if self._casework is None:
            return []
        return [s for s in self._casework.sentences if s.region in CHECKED]

    @property
    def drafts(self) -> list[Article]:
        """The revisions of the article, the first one first."""
        articles = self.case.articles.values() if self.is_open else ()
        return sorted(articles, key=lambda article: article.revision)

    @property
    def current(self) -> Claim | None:
        """The claim in hand."""
        return self.case.claims.get(self._current) if self.is_open else None

    @property
    def busy(self) -> bool:
        """True while a verb runs in a thread."""
        return self._busy

    @property
    def undo_label(self) -> str:
        """The name of the step Undo takes back, translated; empty where there is none."""
        label = self._casework.undo_label if self._casework else ""
        return _(label) if label else ""

    @property
    def redo_label(self) -> str:
        """The name of the step Redo does again, translated; empty where there is none."""
        label = self._casework.redo_label if self._casework else ""
        return _(label) if label else ""

    @property
    def steps(self) -> int:
        """How many steps the case's history has."""
        return self._casework.steps if self._casework else 0

    def set_casework(self, casework: Casework | None) -> None:
        """Takes another case in hand, or none; the old one is closed by whoever opened it."""
        self._casework = casework
        self._reports = {}
        self._compared = {}
        claims = casework.case.ordered_claims() if casework else []
        self._current = claims[0].id if claims else ""
        self.opened.emit()
        self.refresh_anchors()

    def finish(self, patience_ms: int = 15_000) -> bool:
        """Waits until no verb runs or waits; the window stays alive. For closing."""
        timer = QElapsedTimer()
        timer.start()
        loop = QEventLoop()
        self.busyChanged.connect(loop.quit)
        while self._busy and timer.elapsed() < patience_ms:
            loop.processEvents(
                QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
                | QEventLoop.ProcessEventsFlag.WaitForMoreEvents,
                100,
            )
        return not self._busy

    def rating(self, claim: Claim) -> Rating | None:
        """The verdict given to a claim; None where there is none yet."""
        return self.rating_of(claim.verdict)

    def rating_of(self, code: str) -> Rating | None:
        """The value of the scale with that code."""
        ratings = self._open().scale.ratings
        return next((rating for rating in ratings if rating.code == code), None)

    def ratings(self) -> Sequence[Rating]:
        """The values a verdict can take, in the order of their keys."""
        return self._casework.scale.ratings if self._casework else ()

    def coverage(self) -> Coverage:
        """How much of the article is linked to a claim or dismissed."""
        return self._open().coverage()

    def judge(self, claim: Claim) -> PolicyResult:
        """Whether the claim's verdict has the evidence it needs."""
        return self._open().judge(claim)

    def anchor(self, evidence: Evidence) -> Found | None:
        """Where a piece of evidence is today; None until that is known."""
        report = self._reports.get(evidence.id)
        return report.found if report is not None else None

    def anchor_report(self, evidence_id: str) -> AnchorReport | None:
        """Where a piece of evidence is today, and in which document; None until known."""
        return self._reports.get(evidence_id)

    @property
    def reports(self) -> list[AnchorReport]:
        """Where all evidence is today, as far as that is known."""
        return list(self._reports.values())

    @property
    def looking(self) -> bool:
        """True while it is found out where the evidence stands."""
        return self._looking

    def take_reports(self, reports: Sequence[AnchorReport]) -> None:
        """Evidence was looked at again: this is where it stands."""
        self._reports = {report.evidence: report for report in reports}
        self.anchorsChanged.emit()

    def clip(self, evidence: Evidence) -> bytes | None:
        """The picture of the passage, as PNG."""
        return self._open().clip(evidence)

    def history(self) -> list[HistoryRow]:
        """Every step so far."""
        return self._open().history()

    def set_current(self, claim_id: str) -> None:
        """Takes a claim in hand."""
        if claim_id != self._current:
            self._current = claim_id
            self.currentChanged.emit(claim_id)

    def step_current(self, step: int) -> None:
        """Takes the next or the previous claim in hand, in the order of the article."""
        claims = self.case.ordered_claims()
        if not claims:
            return
        ids = [claim.id for claim in claims]
        at = ids.index(self._current) + step if self._current in ids else 0
        self.set_current(ids[min(max(at, 0), len(ids) - 1)])

    def mark_claim(self, start: int, end: int) -> None:
        """Makes a claim of a span of the article, or finds the one it is, and takes it in hand."""

        def mark() -> Changes:
            changes = self._open().mark_claim(start, end)
            known = None if changes.changes else self._claim_of(start, end)
            if known is not None:
                self.set_current(known.id)
                self.markedAgain.emit(known.id)
            return changes

        self._do(mark, follow=True)

    def edit_claim(
        self,
        claim_id: str,
        *,
        text: str | None = None,
        speaker: str | None = None,
        kind: ClaimKind | None = None,
    ) -> None:
        """Changes what is said of a claim."""
        self._do(lambda: self._open().edit_claim(claim_id, text=text, speaker=speaker, kind=kind))

    def remove_claim(self, claim_id: str) -> None:
        """Takes a claim and its evidence out of the case."""
        self._do(lambda: self._open().remove_claim(claim_id), follow=True)

    def attach_evidence(self, claim_id: str, passage: Passage, stance: Stance) -> None:
        """Links a passage to a claim; in a thread, because of the picture."""
        self._do(lambda: self._open().attach_evidence(claim_id, passage, stance), in_thread=True)

    def edit_evidence(
        self,
        evidence_id: str,
        *,
        stance: Stance | None = None,
        grade: Grade | None = None,
        note: str | None = None,
    ) -> None:
        """Changes what is said of a piece of evidence."""
        self._do(
            lambda: self._open().edit_evidence(evidence_id, stance=stance, grade=grade, note=note)
        )

    def detach_evidence(self, evidence_id: str) -> None:
        """Takes a piece of evidence off its claim."""
        self._do(lambda: self._open().detach_evidence(evidence_id))

    def give_verdict(self, claim_id: str, code: str, rationale: str | None = None) -> None:
        """Gives a claim its verdict; no code takes it back."""
        self._do(lambda: self._open().give_verdict(claim_id, code, rationale))

    def give_again(self, claim_id: str) -> None:
        """Gives a claim the verdict and rationale it had before a draft or new hits undid it."""
        claim = self.case.claims[claim_id]
        before = claim.overtaken if claim.has_new_hits else claim.carried
        if before is not None and before.verdict:
            self.give_verdict(claim_id, before.verdict, before.rationale)

    def revise(self, plan: RevisionPlan, article: Article, original: bytes) -> None:
        """Takes another draft of the article; claims are carried over as planned."""

        def take() -> Changes:
            changes = revisions.revise(self._open(), plan, article, original)
            self._open().coverage()  # cuts the new text into sentences here, not in the window
            return changes

        self._do(take, in_thread=True)

    def accept_anchors(self, reports: Sequence[AnchorReport]) -> None:
        """Takes the places where passages were found for theirs; in a thread: new pictures."""
        self._do(lambda: rechecking.accept_anchors(self._open(), reports), in_thread=True)

    def relink_evidence(self, evidence_id: str, passage: Passage) -> None:
        """Points evidence at the words selected now; in a thread, because of the picture."""
        self._do(
            lambda: rechecking.relink_evidence(self._open(), evidence_id, passage), in_thread=True
        )

    def compare(self, old: Article, new: Article, done: Callable[[Compared], None]) -> None:
        """Compares two drafts in a thread; what was compared before is known at once."""
        key = old.sha256, new.sha256
        known = self._compared.get(key)
        if known is not None:
            done(known)
            return

        def keep(compared: Compared) -> None:
            self._compared[key] = compared
            done(compared)

        self._tasks.run(lambda: compare(old, new), keep, owner=self)

    def mark_hits(self, hits: Sequence[Hit], mark: Mark, query: str) -> None:
        """Notes that hits were seen, or what they are worth for the claim in hand."""
        claim = self._current
        self._do(lambda: searches.mark_hits(self._open(), hits, mark, query, claim), in_thread=True)

    def clear_marks(self, hits: Sequence[Hit]) -> None:
        """Takes back what was thought of hits for the claim in hand; they stay seen."""
        claim = self._current
        self._do(lambda: searches.clear_marks(self._open(), hits, claim), in_thread=True)

    def record_search(
        self, claim_id: str, result: SearchResult, state: IndexState, note: str
    ) -> None:
        """Keeps a search as proof of looking, for a claim or, without one, for the case."""
        self._do(
            lambda: searches.record_search(self._open(), claim_id, result, state, note),
            in_thread=True,
        )

    def record_searches(
        self, claim_id: str, results: Sequence[SearchResult], state: IndexState
    ) -> None:
        """Keeps the searches of a batch as proof of looking, in one step."""
        self._do(
            lambda: searches.record_searches(self._open(), claim_id, results, state),
            in_thread=True,
        )

    def remove_search(self, search_id: str) -> None:
        """Takes a recorded search out of the case."""
        self._do(lambda: searches.remove_search(self._open(), search_id))

    def take_replays(self, replays: Sequence[Replay]) -> None:
        """Writes how recorded searches went when run again; new hits reopen claims."""
        self._do(lambda: searches.take_replays(self._open(), replays), in_thread=True)

    def rename(self, title: str) -> None:
        """Gives the case another title."""
        self._do(lambda: self._open().rename(title))

    def undo(self) -> None:
        """Takes the last step back."""
        self._do(lambda: self._open().undo(), follow=True)

    def redo(self) -> None:
        """Does the step taken back last again."""
        self._do(lambda: self._open().redo(), follow=True)

    def refresh_anchors(self) -> None:
        """Looks again where all evidence stands in the archive, in a thread."""
        casework = self._casework
        if casework is None or casework.archive is None or not casework.case.evidence:
            self._reports = {}
            return
        if self._looking:
            self._look_again = True
            return
        self._looking = True

        def done(reports: list[AnchorReport]) -> None:
            self._looking = False
            if casework is self._casework and not self._look_again:
                self.take_reports(reports)
            self._look_on()

        def failed(error: WorkbenchError) -> None:
            self._looking = False
            self.failed.emit(error)
            self._look_on()

        self._tasks.run(lambda: rechecking.check_evidence(casework), done, failed, owner=self)

    def _look_on(self) -> None:
        """Looks once more where the case changed meanwhile, however often it did."""
        if self._look_again:
            self._look_again = False
            self.refresh_anchors()

    def _claim_of(self, start: int, end: int) -> Claim | None:
        """The claim of just these words of the article, spaces around them left out."""
        words = self.case.article.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        for claim in self.case.ordered_claims():
            place = claim.locator
            if (place.source, place.start, place.end) == (self.case.article.sha256, start, end):
                return claim
        return None

    def _open(self) -> Casework:
        if self._casework is None:
            raise WorkbenchError(_("No case is open."), _("Open an article or a case first."))
        return self._casework

    def _do(self, verb: Verb, in_thread: bool = False, follow: bool = False) -> None:
        """Calls a verb now, or after the one that runs; follow takes its claim in hand."""
        if self._busy:
            self._waiting.append(lambda: self._do(verb, in_thread, follow))
            return
        if in_thread:
            self._set_busy(True)
            self._tasks.run(verb, self._arrived, self._broken, owner=self)
            return
        try:
            changes = verb()
        except WorkbenchError as error:
            self.failed.emit(error)
            return
        self._tell(changes, follow)

    def _arrived(self, changes: Changes) -> None:
        self._set_busy(False)
        self._tell(changes, follow=False)
        self._next()

    def _broken(self, error: WorkbenchError) -> None:
        self._set_busy(False)
        self.failed.emit(error)
        self._next()

    def _next(self) -> None:
        while self._waiting and not self._busy:
            self._waiting.pop(0)()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busyChanged.emit(busy)

    def _tell(self, changes: Changes, follow: bool) -> None:
        if not changes.changes:
            return
        before = self._current
        if follow or before not in self.case.claims:
            self._current = self._current_after(changes)
        self.changed.emit(changes)
        if self._current != before:
            self.currentChanged.emit(self._current)
        if changes.touch("evidence"):
            self.refresh_anchors()

    def _current_after(self, changes: Changes) -> str:
        """The claim the step was about, so that undo shows what it took back."""
        claims = self.case.claims
        for change in changes.changes:
            for record in (change.after, change.before):
                if isinstance(record, Claim) and record.id in claims:
                    return record.id
                if isinstance(record, Evidence) and record.claim in claims:
                    return record.claim
        if self._current in claims:
            return self._current
        gone = [c.before for c in changes.changes if isinstance(c.before, Claim)]
        at = gone[0].locator.start if gone else 0
        near = min(claims.values(), key=lambda c: abs(c.locator.start - at), default=None)
        return near.id if near else ""
