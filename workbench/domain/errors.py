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


class SearchProvesNothing(WorkbenchError):
    """A search that is no proof of looking: of no text, misread, for nothing, for far too much."""

    exit_code = 33


class EngineError(WorkbenchError):
    """A search engine elsewhere cannot answer now; whatever needs no search goes on."""

    exit_code = 39


class AddressUnusable(EngineError):
    """The address of a search engine is none, is not safe, or holds a password."""

    exit_code = 40


class EngineMissing(EngineError):
    """The library that speaks to a search engine is not installed."""

    exit_code = 41


class EngineUnreachable(EngineError):
    """Nothing answers at the search engine's address."""

    exit_code = 42


class EngineSlow(EngineError):
    """The search engine did not answer in time."""

    exit_code = 43


class EngineRefused(EngineError):
    """The search engine does not accept the user, the password, or what they ask for."""

    exit_code = 44


class CertificateNotTrusted(EngineError):
    """The search engine's certificate is of nobody we trust, of another name, or too old."""

    exit_code = 45


class EngineBusy(EngineError):
    """The search engine has too much to do, and had it for as long as we waited."""

    exit_code = 46


class EngineFailed(EngineError):
    """The search engine could not do what it was asked for; its own reason is in the message."""

    exit_code = 47


class EngineIndexGone(EngineError):
    """The archive's index is no longer in the search engine."""

    exit_code = 48


class BulkFailed(EngineError):
    """The search engine took only some of the passages, also when asked again."""

    exit_code = 49


class KeyringMissing(WorkbenchError):
    """The system has no keyring for passwords, or it is locked and stays so."""

    exit_code = 50


class KeyringSilent(WorkbenchError):
    """The system's keyring does not answer."""

    exit_code = 51
