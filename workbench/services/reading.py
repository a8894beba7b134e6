"""Reading the article under check."""

from pathlib import Path

from workbench.adapters.files import bytes_hash, os_error
from workbench.adapters.worker import Limits, Worker
from workbench.adapters.worker_methods import ArticlePart
from workbench.domain.article import CHECKED, Article, Region, RegionKind, Sentence
from workbench.domain.errors import FileEmpty
from workbench.domain.language.regions import regions_of
from workbench.domain.language.sentences import sentences
from workbench.i18n import _

_LIMITS = Limits(seconds=60.0, memory=1_500_000_000)


def read_article(path: Path) -> tuple[Article, bytes]:
    """The article in a file and its original bytes; read in a child, errors by cause."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise os_error(error, path) from error
    worker = Worker(_LIMITS)
    try:
        part = worker.call("read_article", {"path": str(path.absolute())}, ArticlePart)
    finally:
        worker.close()
    regions = tuple(Region(RegionKind(kind), start, end) for kind, start, end in part.regions)
    article = Article(
        id="r1",
        revision=1,
        name=path.name,
        kind=part.kind,
        sha256=bytes_hash(data),
        text=part.text,
        regions=regions,
        title=part.title,
        dek=part.dek,
        byline=part.byline,
        published=part.published,
        language=part.language,
    )
    return article, data


def read_pasted(text: str, name: str = "") -> tuple[Article, bytes]:
    """An article from the clipboard."""
    if not text.strip():
        raise FileEmpty(_("There is no text to check."), _("Paste the article's words."))
    data = text.encode("utf-8", "replace")
    text = data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    regions = regions_of(text)
    title = next((text[r.start : r.end] for r in regions if r.kind is RegionKind.TITLE), "")
    article = Article(
        id="r1",
        revision=1,
        name=name or _("Pasted text"),
        kind="text",
        sha256=bytes_hash(data),
        text=text,
        regions=regions,
        title=title,
    )
    return article, data


def sentences_of(article: Article) -> list[Sentence]:
    """The sentences of the checked regions, in the order of the text."""
    found = []
    for region in article.regions:
        if region.kind in CHECKED:
            spans = sentences(article.text, [(region.start, region.end)])
            found += [Sentence(start, end, region.kind) for start, end in spans]
    return found
