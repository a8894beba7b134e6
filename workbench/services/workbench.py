"""The workbench: the open archive, new and open cases, and the sample to learn with."""

import getpass
import os
import shutil
from pathlib import Path

import msgspec

from workbench.adapters.archive_store import ArchiveStore
from workbench.adapters.case_file import CaseFile
from workbench.adapters.files import speaking
from workbench.adapters.paths import data_folder, resources
from workbench.adapters.scales import all_scales, load_scale
from workbench.domain import policy as policies
from workbench.domain.article import Article
from workbench.domain.case import CaseInfo
from workbench.domain.claim import ClaimKind
from workbench.domain.errors import AlreadyThere, ArchiveUnusable, FolderReadOnly
from workbench.domain.evidence import Grade, Stance
from workbench.domain.verdict import RatingScale
from workbench.i18n import _
from workbench.services.archive import Archive
from workbench.services.casework import Casework
from workbench.services.jobs import Job
from workbench.services.reading import read_article

CASE_SUFFIX = ".case"


class SampleEvidence(msgspec.Struct, frozen=True):
    """A passage of the sample: file name and exact words."""

    document: str
    quote: str
    stance: Stance
    grade: Grade
    note: str = ""


class SampleClaim(msgspec.Struct, frozen=True):
    """A claim of the sample with its verdict."""

    quote: str
    text: str
    speaker: str
    kind: ClaimKind
    verdict: str
    rationale: str
    evidence: list[SampleEvidence]


class SampleCase(msgspec.Struct, frozen=True):
    """The sample's finished casework."""

    title: str
    checker: str
    article: str
    claims: list[SampleClaim]


class Workbench:
    """What both faces hold: an archive, and the way to cases."""

    def __init__(self, archive_folder: Path | None = None) -> None:
        self.archive = Archive(archive_folder or default_archive())
        self.who = _user_name()

    def use_archive(self, folder: Path) -> None:
        """Closes the archive and opens another."""
        if folder.absolute() != self.archive.folder.absolute():
            opened = Archive(folder)
            self.archive.close()
            self.archive = opened

    def new_case(
        self,
        article: Article,
        original: bytes,
        path: Path,
        title: str = "",
        scale: str = "editorial",
    ) -> Casework:
        """A case on the article; nothing is decided in it yet."""
        file = create_case(article, original, path, who=self.who, title=title, scale=scale)
        return Casework(file, load_scale(scale), self.archive)

    def open_case(self, path: Path) -> Casework:
        """An existing case, for writing."""
        return open_case(path, self.archive, who=self.who)

    def sample(self) -> Path:
        """The sample case in the user's folder, made at the first call, its archive opened."""
        folder = data_folder() / "sample"
        path = folder / f"sample{CASE_SUFFIX}"
        if not path.exists():
            build_sample(folder, Job())
        self.use_archive(folder / "archive")
        return path

    def scales(self) -> list[RatingScale]:
        """All rating scales, the default one first."""
        return all_scales()

    def close(self) -> None:
        """Closes the archive."""
        self.archive.close()


def default_archive() -> Path:
    """The archive in the user's data folder."""
    return data_folder() / "archive"


def existing_archive(folder: Path) -> Archive:
    """The archive in a folder that must be one already; raises ArchiveUnusable."""
    if not (folder / "catalogue.db").is_file():
        raise ArchiveUnusable(
            _("There is no archive in {folder}.").format(folder=folder),
            _("Make one with “archive add”, or name another with --archive."),
        )
    return Archive(folder)


def create_case(
    article: Article,
    original: bytes,
    path: Path,
    *,
    who: str = "",
    title: str = "",
    scale: str = "editorial",
) -> CaseFile:
    """The file of a new case; its first step holds the article and its original bytes."""
    info = CaseInfo(
        id="case",
        title=title or article.title or Path(article.name).stem,
        checker=who or _user_name(),
        scale=load_scale(scale).code,
        policy=policies.DEFAULT.code,
        created="",
    )
    return CaseFile.create(path, info.checker, [info, article], [original])


def open_case(
    path: Path, archive: Archive | None, *, who: str = "", read_only: bool = False
) -> Casework:
    """An existing case; only one window or command may have it open for writing."""
    file = CaseFile(path, who or _user_name(), read_only=read_only)
    return Casework(file, load_scale(file.case.info.scale), archive)


def build_sample(folder: Path, job: Job) -> tuple[Path, Path]:
    """The sample archive and case in a folder: (case, archive); an older one is replaced."""
    sample = msgspec.json.decode((_sample() / "case.json").read_bytes(), type=SampleCase)
    case_path, archive_folder = folder / f"sample{CASE_SUFFIX}", folder / "archive"
    with speaking(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _remove_old(case_path, archive_folder, sample.checker)
    archive = Archive(archive_folder)
    try:
        archive.add([_sample() / "archive"], job)
        article, original = read_article(_sample() / sample.article)
        file = create_case(article, original, case_path, who=sample.checker, title=sample.title)
        casework = Casework(file, load_scale(), archive)
        try:
            for done, claim in enumerate(sample.claims):
                job.report(done, len(sample.claims), claim.text)
                _work(casework, claim)
        finally:
            casework.close()
    finally:
        archive.close()
    return case_path, archive_folder


def _work(casework: Casework, wanted: SampleClaim) -> None:
    casework.mark_quote(wanted.quote, wanted.text, wanted.speaker)
    claim = max(casework.case.claims.values(), key=lambda claim: claim.number)
    casework.edit_claim(claim.id, kind=wanted.kind)
    for item in wanted.evidence:
        passage = casework.find_in_source(item.document, item.quote)[0]
        casework.attach_evidence(claim.id, passage, item.stance, item.grade, item.note)
    casework.give_verdict(claim.id, wanted.verdict, wanted.rationale)


def _sample() -> Path:
    return resources() / "sample"


def _remove_old(case_path: Path, archive_folder: Path, checker: str) -> None:
    """Only what is an untouched sample of ours: nobody's work is ever written over."""
    if case_path.exists():
        file = CaseFile(case_path, read_only=True)
        others = {row.who for row in file.history()} - {checker}
        file.close()
        if others:
            raise AlreadyThere(
                _("{path} holds somebody's work.").format(path=case_path),
                _("Name another folder for the sample, or move that case away."),
            )
    elif any(case_path.with_name(name).exists() for name in ("memo.pdf", "memo.md")):
        raise AlreadyThere(
            _("{folder} holds a memo of another case.").format(folder=case_path.parent),
            _("Name another folder for the sample."),
        )
    if archive_folder.exists() and any(archive_folder.iterdir()):
        if not (archive_folder / "catalogue.db").is_file():
            raise FolderReadOnly(
                _("{folder} holds other things.").format(folder=archive_folder),
                _("Choose an empty folder for the sample."),
            )
        store = ArchiveStore(archive_folder)
        names = {source.name for source in store.sources()}
        store.close()
        ours = {path.name for path in (_sample() / "archive").iterdir()}
        if not names <= ours:
            raise FolderReadOnly(
                _("{folder} holds an archive of your own.").format(folder=archive_folder),
                _("Choose an empty folder for the sample."),
            )
        shutil.rmtree(archive_folder)
    case_path.unlink(missing_ok=True)


def _user_name() -> str:
    try:
        return os.environ.get("WORKBENCH_USER") or getpass.getuser()
    except (KeyError, OSError):
        return _("a checker")
