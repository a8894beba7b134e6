"""Reading the article under check."""

import json
from pathlib import Path

from workbench.adapters.files import bytes_hash, os_error
from workbench.adapters.readers import ArticleReading, Metadata
from workbench.adapters.readers.article import reading_of
from workbench.adapters.readers.encoding import clean, unify_newlines
from workbench.adapters.worker import Limits, Worker
from workbench.domain.annotation import locator_from
from workbench.domain.article import CHECKED, Article, Sentence
from workbench.domain.errors import FileNotReadable, NotAnAnnotation
from workbench.domain.language.sentences import sentences
from workbench.domain.locator import Locator
from workbench.i18n import _

_LIMITS = Limits(seconds=60.0, memory=1_500_000_000)


def read_article(path: Path) -> tuple[Article, bytes]:
    """The article in a file and its original bytes; read in a child, errors by cause."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise os_error(error, path) from error
    except OSError as error:
        raise FileNotReadable(
            _("{path} cannot be read.").format(path=path),
            _("Name a file, not a folder, and check that you may read it."),
        ) from error
    worker = Worker(_LIMITS)
    try:
        part = worker.call("read_article", {"path": str(path.absolute())}, ArticleReading)
    finally:
        worker.close()
    return _article(path.name, bytes_hash(data), part), data


def read_pasted(text: str, name: str = "") -> tuple[Article, bytes]:
    """An article from the clipboard; FileEmpty where there are no words."""
    data = text.encode("utf-8", "replace")
    plain = unify_newlines(clean(data.decode("utf-8")))
    name = name or _("Pasted text")
    reading = reading_of(Path(name), "text", plain, Metadata())
    return _article(name, bytes_hash(data), reading), data


def read_annotation(path: Path) -> Locator:
    """The locator of a W3C Web Annotation in a JSON file; raises NotAnAnnotation."""
    try:
        annotation = json.loads(path.read_bytes())
    except OSError as error:
        raise os_error(error, path) from error
    except (ValueError, RecursionError) as error:
        raise NotAnAnnotation(
            _("{path} is not JSON.").format(path=path), _("Name the file of a Web Annotation.")
        ) from error
    return locator_from(annotation if isinstance(annotation, dict) else {})


def sentences_of(article: Article) -> list[Sentence]:
    """The sentences of the checked regions, in the order of the text."""
    found = []
    for region in article.regions:
        if region.kind in CHECKED:
            spans = sentences(article.text, [(region.start, region.end)])
            found += [Sentence(start, end, region.kind) for start, end in spans]
    return found


def _article(name: str, sha256: str, reading: ArticleReading) -> Article:
    return Article(
        id="r1",
        revision=1,
        name=name,
        kind=reading.kind,
        sha256=sha256,
        text=reading.text,
        regions=reading.regions,
        title=reading.title,
        dek=reading.dek,
        byline=reading.byline,
        published=reading.published,
        language=reading.language,
    )
