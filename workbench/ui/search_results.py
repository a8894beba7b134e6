"""The list of hits as rows: by document, each document to fold, and what is known of each hit."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.domain.evidence import Evidence
from workbench.domain.search_record import Mark
from workbench.domain.source import Source
from workbench.i18n import _, ngettext
from workbench.services.archive import Hit, SearchResult

HIT_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_BEFORE = 48
_SNIPPET = 260


@dataclass(frozen=True, slots=True)
class Group:
    """A document with its hits; details are said after its title."""

    source: str
    title: str
    details: str
    hits: tuple[Hit, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class More:
    """The last row where there are more hits than are shown."""

    shown: int
    total: int


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a hit: a sign, a word, and the role of its colour."""

    sign: str = ""
    word: str = ""
    role: str = ""

    @property
    def text(self) -> str:
        """Sign and word."""
        return f"{self.sign} {self.word}".strip()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a passage on one line, and what of it is lit."""

    text: str
    lit: tuple[tuple[int, int], ...]


Row = Group | Hit | More
Linked = dict[tuple[str, int], list[tuple[int, int, int]]]
Place = tuple[str, int, int, int]
MarkOf = Callable[[Hit], Mark | None]


def place_of(hit: Hit) -> Place:
    """Where a hit stands: what it is known by from one search to the next."""
    return hit.source, hit.page, hit.start, hit.end


def snippet(hit: Hit, before: int = _BEFORE, length: int = _SNIPPET) -> Snippet:
    """The words around the first lit ones, cut between words."""
    first = hit.spans[0][0] if hit.spans else 0
    start = max(0, first - before)
    if start > 0:
        cut = hit.text.find(" ", start, first)
        start = cut + 1 if cut >= 0 else start
    end = min(len(hit.text), start + length)
    lead = "… " if start > 0 else ""
    shift = len(lead) - start
    # A paragraph mark is two characters: one shows as a space, one not at all.
    body = hit.text[start:end].replace("\n\n", " \u200b")
    text = lead + body + (" …" if end < len(hit.text) else "")
    lit = tuple((s + shift, min(e, end) + shift) for s, e in hit.spans if s < end and e > start)
    return Snippet(text, lit)


def by_document(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Hits of one document together, documents in the order of their best hit, then by page."""
    order: dict[str, list[Hit]] = {}
    for hit in hits:
        order.setdefault(hit.source, []).append(hit)
    return [sorted(of_one, key=lambda h: (h.page, h.start)) for of_one in order.values()]


def grouped(hits: Sequence[Hit]) -> list[Hit]:
    """The hits in the order in which they are shown."""
    return [hit for of_one in by_document(hits) for hit in of_one]


class ResultsModel(QAbstractListModel):
    """Titles and hits as rows; a folded document keeps its hits but shows none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._hits: list[Hit] = []
        self._snippets: dict[int, Snippet] = {}
        self._paged: set[str] = set()
        self._folded: set[str] = set()
        self._seen: set[Place] = set()
        self._new: frozenset[Place] = frozenset()
        self._linked: Linked = {}
        self._mark_of: MarkOf = lambda _hit: None

    @property
    def hits(self) -> list[Hit]:
        """The hits in the order shown, those of folded documents too."""
        return list(self._hits)

    @property
    def groups(self) -> list[Group]:
        """The documents in the order shown."""
        return [row for row in self._rows if isinstance(row, Group)]

    # What is shown --------------------------------------------------------------------------------

    def show(self, hits: Sequence[Hit], details: dict[str, str], total: int = 0) -> None:
        """Shows these hits of so many; details say what each document is."""
        documents = by_document(hits)
        self._snippets = {}
        self._hits = [hit for of_one in documents for hit in of_one]
        self._paged = {hit.source for hit in hits if page_words(hit)}
        groups = [
            Group(
                of_one[0].source,
                of_one[0].title,
                details.get(of_one[0].source, ""),
                tuple(of_one),
                of_one[0].source in self._folded,
            )
            for of_one in documents
        ]
        self._lay_out(groups, [More(len(hits), total)] if total > len(hits) > 0 else [])

    def set_details(self, details: dict[str, str]) -> None:
        """Says anew what each document is."""
        for row, entry in enumerate(self._rows):
            if isinstance(entry, Group):
                self._rows[row] = replace(entry, details=details.get(entry.source, ""))
        self._all_changed()

    def fold(self, row: int, folded: bool) -> None:
        """Takes the hits of the document in that row out of sight, or shows them again."""
        group = self._rows[row] if 0 <= row < len(self._rows) else None
        if not isinstance(group, Group) or group.folded == folded:
            return
        (self._folded.add if folded else self._folded.discard)(group.source)
        last = row + len(group.hits)
        if folded:
            self.beginRemoveRows(QModelIndex(), row + 1, last)
            del self._rows[row + 1 : last + 1]
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), row + 1, last)
            self._rows[row + 1 : row + 1] = group.hits
            self.endInsertRows()
        self._rows[row] = replace(group, folded=folded)
        self.dataChanged.emit(self.index(row), self.index(row))

    def fold_all(self, folded: bool) -> None:
        """Folds every document, or shows all hits."""
        groups = [replace(group, folded=folded) for group in self.groups]
        sources = {group.source for group in groups}
        self._folded = self._folded | sources if folded else self._folded - sources
        self._lay_out(groups, [row for row in self._rows if isinstance(row, More)])

    def group_row(self, source: str) -> int:
        """The row of a document's title; -1 where it is not shown."""
        rows = enumerate(self._rows)
        return next((n for n, r in rows if isinstance(r, Group) and r.source == source), -1)

    def row_of(self, hit: Hit | None) -> int:
        """The row of a hit; -1 where it is not shown."""
        return next((row for row, each in enumerate(self._rows) if each is hit), -1)

    def snippet_of(self, hit: Hit) -> Snippet:
        """The piece of a hit that is shown, made once."""
        known = self._snippets.get(id(hit))
        if known is None:
            known = self._snippets[id(hit)] = snippet(hit)
        return known

    def has_pages(self, hit: Hit) -> bool:
        """True where hits of the document say their page."""
        return hit.source in self._paged

    # What is known of hits ------------------------------------------------------------------------

    def set_linked(self, items: Iterable[tuple[Evidence, int]]) -> None:
        """Says which passages are evidence, with the numbers of their claims."""
        self._linked = {}
        for item, number in items:
            place = item.locator
            spans = self._linked.setdefault((place.source, place.page), [])
            spans.append((place.start, place.end, number))
        self._all_changed()

    def set_marks(self, mark_of: MarkOf) -> None:
        """Says how hits are marked in the case."""
        self._mark_of = mark_of
        self._all_changed()

    def set_new(self, places: Iterable[Place]) -> None:
        """Says which hits came since the search was last looked through."""
        self._new = frozenset(places)
        self._all_changed()

    def mark_seen(self, hit: Hit) -> None:
        """Notes that a hit was opened, where no case does."""
        self._seen.add(place_of(hit))
        self._all_changed()

    def forget_seen(self) -> None:
        """Forgets what was opened where no case noted it."""
        self._seen = set()
        self._all_changed()

    def mark_of(self, hit: Hit) -> Mark | None:
        """How a hit is marked; None where nobody looked at it."""
        mark = self._mark_of(hit)
        return mark or (Mark.SEEN if place_of(hit) in self._seen else None)

    def looked(self, hits: Iterable[Hit]) -> int:
        """How many of these hits somebody looked at."""
        return sum(self.mark_of(hit) is not None for hit in hits)

    def state_of(self, hit: Hit) -> State:
        """What is known of a hit: marked and linked to claims, new, or nothing yet."""
        marked, numbers = self._marked(hit), self._claims_of(hit)
        if not numbers:
            return marked
        linked = _("linked to {numbers}").format(numbers=", ".join(map(str, numbers)))
        if self.mark_of(hit) is None:
            return State("", linked, "accent")
        both = _("{mark} · {linked}").format(mark=marked.word, linked=linked)
        return State(marked.sign, both, "accent")

    # Qt -------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == HIT_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(row)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The keyboard steps over titles, but stops at folded ones: behind them are hits."""
        row = self._rows[index.row()] if index.isValid() else None
        if row is None or (isinstance(row, Group) and not row.folded):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    # Private --------------------------------------------------------------------------------------

    def _lay_out(self, groups: Sequence[Group], rest: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = []
        for group in groups:
            self._rows.append(group)
            if not group.folded:
                self._rows += group.hits
        self._rows += rest
        self.endResetModel()

    def _marked(self, hit: Hit) -> State:
        mark = self.mark_of(hit)
        if mark is Mark.RELEVANT:
            return State("●", _("relevant"), "accent")
        if mark is Mark.NOT_RELEVANT:
            return State("⊘", _("not relevant"))
        if mark is Mark.SEEN:
            return State("○", _("seen"))
        return State("★", _("new"), "open") if place_of(hit) in self._new else State()

    def _claims_of(self, hit: Hit) -> list[int]:
        spans = self._linked.get((hit.source, hit.page), ())
        return sorted({n for start, end, n in spans if start < hit.end and end > hit.start})

    def _spoken(self, row: Row) -> str:
        if isinstance(row, Group):
            parts = [row.title, row.details, _("folded") if row.folded else ""]
        elif isinstance(row, More):
            parts = [more_words(row)]
        else:
            parts = [page_words(row), self.snippet_of(row).text, self.state_of(row).word]
        return ", ".join(part for part in parts if part)

    def _all_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


def page_words(hit: Hit) -> str:
    """Where a hit is, in short."""
    if hit.kind == "pdf":
        return _("p. {label}").format(label=hit.page_label)
    if hit.page_label in ("", str(hit.page)):
        return "" if hit.page == 1 else _("part {number}").format(number=hit.page)
    return hit.page_label


def more_words(more: More) -> str:
    """What the row says that gets more hits."""
    return _("{shown} of {total} hits are shown. Return gets more").format(
        shown=f"{more.shown:,}", total=f"{more.total:,}"
    )


def document_words(kind: str, pages: int, published: str, hits: int, complete: bool = True) -> str:
    """What a document is, after its title: kind, pages, date, how many hits."""
    parts = [kind_words(kind)]
    if kind == "pdf":
        parts.append(ngettext("{count} page", "{count} pages", pages).format(count=pages))
    if published:
        parts.append(published)
    counted = ngettext("{count} hit", "{count} hits", hits)
    if not complete:
        counted = ngettext("{count} hit shown", "{count} hits shown", hits)
    parts.append(counted.format(count=hits))
    return " · ".join(parts)


def details_of(result: SearchResult | None, sources: Mapping[str, Source]) -> dict[str, str]:
    """What each document with hits is, by hash, as far as it is known."""
    if result is None:
        return {}
    complete = result.total <= len(result.hits)
    counts = Counter(hit.source for hit in result.hits)
    return {
        source.sha256: document_words(
            source.kind, source.pages, source.published, counts[source.sha256], complete
        )
        for source in (sources[sha256] for sha256 in counts if sha256 in sources)
    }


def kind_words(kind: str) -> str:
    """What a kind of source is called."""
    names = {
        "pdf": _("PDF"),
        "html": _("Web page"),
        "text": _("Text"),
        "docx": _("Word document"),
        "eml": _("E-mail"),
    }
    return names.get(kind, kind.upper())
