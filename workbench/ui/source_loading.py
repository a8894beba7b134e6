"""What a source needs to be shown, read off the window's thread, and its places in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.domain.deep_link import DeepLink, words_check
from workbench.domain.errors import OutOfBounds, Unknown
from workbench.domain.evidence import Evidence
from workbench.domain.source import Page, Source
from workbench.i18n import _
from workbench.services.archive import Archive
from workbench.ui.flow_view import FlowDocument
from workbench.ui.page_view import PageDocument

_SHORT_HASH = 12


@dataclass(frozen=True, slots=True)
class Loaded:
    """A source with what its view needs: sizes for pictures, pages for flowing text."""

    source: Source
    sizes: tuple[tuple[str, float, float], ...] = ()
    pages: tuple[Page, ...] = ()

    @property
    def title(self) -> str:
        """What the source is called."""
        return self.source.title or self.source.name

    @property
    def labels(self) -> list[str]:
        """The printed label of every page."""
        return [label for label, _w, _h in self.sizes] or [page.label for page in self.pages]


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a link leads in the source as it is today; `is_same` where its words still stand."""

    link: DeepLink
    is_same: bool = True


def load(archive: Archive, name: str) -> Loaded:
    """Reads a source by hash or name; blocks."""
    source = archive.source(name)
    if source.is_paged:
        return Loaded(source, sizes=tuple(archive.page_sizes(source.sha256)))
    return Loaded(source, pages=tuple(archive.pages(source.sha256)))


def landing(archive: Archive, link: DeepLink) -> Landing:
    """Checks a link against the archive; raises Unknown or OutOfBounds; blocks."""
    if not archive.has(link.source):
        raise Unknown(
            _("The link leads to a source this archive does not have ({hash}…).").format(
                hash=link.source[:_SHORT_HASH]
            ),
            _(
                "Add that document (Ctrl+D), or open the case it belongs to, and open the link "
                "again."
            ),
        )
    source = archive.source(link.source)
    if link.page > source.pages:
        raise OutOfBounds(
            _("The link leads to page {page} of “{title}”.").format(
                page=link.page, title=source.title or source.name
            ),
            _("It has pages 1 to {count}; ask for a new link.").format(count=source.pages),
        )
    text = archive.page(link.source, link.page).text
    if link.end > len(text):
        return Landing(link, is_same=False)
    return Landing(link, link.fits(text[link.start : link.end]))


def place_words(source: Source, labels: Sequence[str], number: int) -> str:
    """Where one is in a source, as people say it."""
    count = len(labels)
    if not 1 <= number <= count:
        return ""
    label = labels[number - 1] or str(number)
    fields = {"label": label, "number": number, "count": count}
    if source.is_paged:
        if label == str(number):
            return _("p. {number} of {count}").format(**fields)
        return _("p. {label} ({number} of {count})").format(**fields)
    if count == 1:
        return ""
    if label == str(number):
        return _("part {number} of {count}").format(**fields)
    return _("{label} ({number} of {count})").format(**fields)


def page_document(archive: Archive, loaded: Loaded) -> PageDocument:
    """What the view of pictures asks the archive for."""
    sha256 = loaded.source.sha256
    return PageDocument(
        tuple((width, height) for _label, width, height in loaded.sizes),
        lambda number: archive.page(sha256, number),
        lambda page, scale, clip: archive.render(sha256, page, scale, clip),
    )


def flow_document(loaded: Loaded) -> FlowDocument:
    """What the view of flowing text shows."""
    headings = [place_words(loaded.source, loaded.labels, page.number) for page in loaded.pages]
    return FlowDocument(loaded.pages, tuple(headings))


def citation(loaded: Loaded, page: int) -> str:
    """Title and place of a page, as written under a quotation."""
    place = place_words(loaded.source, loaded.labels, page)
    return f"{loaded.title}, {place}" if place else loaded.title


def evidence_link(evidence: Evidence) -> DeepLink:
    """The link to the passage of a piece of evidence."""
    place = evidence.locator
    if place.area:
        return DeepLink(place.source, place.page, area=place.boxes[0])
    check = words_check(place.exact)
    return DeepLink(place.source, place.page, place.start, place.end, words=check)


def quotation(words: str, loaded: Loaded, link: DeepLink) -> str:
    """The words, where they stand, and the link, to be put into a mail or a text."""
    words = " ".join(words.split())
    where = citation(loaded, link.page)
    first = _("“{words}” – {where}").format(words=words, where=where) if words else where
    return f"{first}\n{link.text}"
