"""Errors by cause. Each says what happened, what to do, and with which status a command ends."""

from typing import ClassVar


class WorkbenchError(Exception):
    """A foreseen failure: one sentence on what happened, one on the remedy."""

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"


class FileMissing(WorkbenchError):
    """The named file or folder is not there."""

    exit_code = 4


class FileEmpty(WorkbenchError):
    """The file has no content."""

    exit_code = 5


class FileNotReadable(WorkbenchError):
    """The system does not let us read the file."""

    exit_code = 6


class FileDamaged(WorkbenchError):
    """The file is truncated, broken or not what its name says."""

    exit_code = 7


class FileLocked(WorkbenchError):
    """The file opens only with a password."""

    exit_code = 8


class FormatUnknown(WorkbenchError):
    """No reader for this kind of file."""

    exit_code = 9


class FileTooLarge(WorkbenchError):
    """The file, or what unpacks from it, passes a limit."""

    exit_code = 10


class ReaderStopped(WorkbenchError):
    """The child process that read the file crashed, hung or took too much memory."""

    exit_code = 11


class NotACase(WorkbenchError):
    """The file is no case, or a damaged one."""

    exit_code = 12


class CaseNewer(WorkbenchError):
    """The case was written by a newer program."""

    exit_code = 13


class CaseInUse(WorkbenchError):
    """Another window or command has the case open."""

    exit_code = 14


class FolderReadOnly(WorkbenchError):
    """The place cannot be written to."""

    exit_code = 15


class DiskFull(WorkbenchError):
    """No space is left where we have to write."""

    exit_code = 16


class ArchiveUnusable(WorkbenchError):
    """The archive folder is missing, foreign, newer or damaged."""

    exit_code = 17


class QuoteNotFound(WorkbenchError):
    """The words are not where they were said to be, or are there more than once."""

    exit_code = 18


class Unknown(WorkbenchError):
    """No claim, source, verdict or other noun of that name."""

    exit_code = 19


class NothingToUndo(WorkbenchError):
    """The history has no step to take back, or none to do again."""

    exit_code = 20


class MemoFailed(WorkbenchError):
    """The memo could not be written."""

    exit_code = 21


class AlreadyThere(WorkbenchError):
    """A file stands where a new one would be written."""

    exit_code = 23


class OutOfBounds(WorkbenchError):
    """A page, a limit or another number outside what there is."""

    exit_code = 24


class ArchiveBusy(WorkbenchError):
    """Another window or command is importing into the archive."""

    exit_code = 25


class NoDisplay(WorkbenchError):
    """There is no screen for the window."""

    exit_code = 26


class LinkUnreadable(WorkbenchError):
    """A link to a passage that is not as we write them."""

    exit_code = 27


class RecognitionMissing(WorkbenchError):
    """Text recognition lacks its language files, or the language asked for."""

    exit_code = 28


class SameDraft(WorkbenchError):
    """The new draft has the text the case has already."""

    exit_code = 29


class PlanOutdated(WorkbenchError):
    """The case has moved on since a new draft was compared with it."""

    exit_code = 30


class NotAnAnnotation(WorkbenchError):
    """A Web Annotation that names no source, or no place in it."""

    exit_code = 31


class ClaimVanished(WorkbenchError):
    """A verdict on a claim that is no longer in the article."""

    exit_code = 32
