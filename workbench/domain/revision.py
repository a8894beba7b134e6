"""A new draft against the old one: where each claim is now, and whether its verdict still holds.

A verdict holds only where every word of the claim's sentences is as it was; typography and white
space do not count. A claim in a quotation needs the whole quotation and who said it; a relative
date needs the article's date. Whatever else is found again is reopened; what is not found for
certain is lost. Words that went where nothing is checked (a comment) are lost too.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from workbench.domain.alignment import Block, Draft, blocks
from workbench.domain.article import Article, Sentence
from workbench.domain.claim import Carried, Claim
from workbench.domain.diff import Edit, Op, word_diff, word_spans
from workbench.domain.language.quotations import quotation_spans
from workbench.domain.language.relative_dates import relative_date
from workbench.domain.locator import AnchorState, Finder, describe
from workbench.i18n import _

# A sentence shorter than this, gone elsewhere without its neighbours, may speak of other things.
_TELLING_LENGTH = 40
_TELLING_WORDS = 20
_MOST_BETWEEN = 2
# Of a claim cut out of its sentence this share of the words does not tell where it was.
_TRACE = 0.34
_BARE_QUOTES = 6
_HYPHENED = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)+")
_BROKEN = re.compile(r"([^\W\d_]+)[-‐‑]\s*\n\s*([^\W\d_]+)")
_NO_HYPHEN = str.maketrans("", "", "-‐‑")
_OPENING = frozenset("“„«»\"‘'([$£€#@+−-")


@dataclass(frozen=True, slots=True)
class CarriedClaim:
    """A claim before and after, and the sentences it stood and stands in; reason where reopened.

    state is exact where nothing changed. A lost claim has no sentences in the new draft.
    """

    state: AnchorState
    before: Claim
    after: Claim
    old: tuple[int, int]
    new: tuple[int, int] = (0, 0)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RevisionPlan:
    """What a new draft does to the claims; claims that were lost before and stay so are in none.

    new: the checked sentences that no sentence of the old draft equals; edits: the whole text's.
    """

    old: Article
    article: Article
    unchanged: tuple[CarriedClaim, ...]
    moved: tuple[CarriedClaim, ...]
    changed: tuple[CarriedClaim, ...]
    lost: tuple[CarriedClaim, ...]
    new: tuple[Sentence, ...]
    edits: tuple[Edit, ...]

    @property
    def claims(self) -> tuple[CarriedClaim, ...]:
        """All of them."""
        return (*self.unchanged, *self.moved, *self.changed, *self.lost)


class _Place(NamedTuple):
    """Where a claim is now; reason says why it has to be judged again."""

    state: AnchorState
    start: int = 0
    end: int = 0
    first: int = 0
    last: int = 0
    reason: str = ""


_LOST = _Place(AnchorState.LOST)


def _claimed(sentence: Sentence, carried: Sequence[CarriedClaim]) -> bool:
    """True where a claim that was carried over stands in the sentence: it is not open."""
    return any(
        item.after.locator.start < sentence.end and sentence.start < item.after.locator.end
        for item in carried
        if not item.after.vanished
    )


def align(
    old: Article,
    new: Article,
    claims: Sequence[Claim],
    old_sentences: Sequence[Sentence],
    new_sentences: Sequence[Sentence],
) -> RevisionPlan:
    """Carries the claims over from one draft to the next."""
    aligned = _Aligned(Draft(old, old_sentences), Draft(new, new_sentences))
    carried = [
        item
        for claim in claims
        if (item := aligned.restored(claim) if claim.vanished else aligned.carried(claim))
    ]
    by_state = {
        state: tuple(item for item in carried if item.state is state) for state in AnchorState
    }
    known = {piece.key for piece in aligned.old.pieces if piece.checked}
    fresh = {piece.start for piece in aligned.new.pieces if piece.key not in known}
    return RevisionPlan(
        old,
        new,
        by_state[AnchorState.EXACT],
        by_state[AnchorState.MOVED],
        by_state[AnchorState.CHANGED],
        by_state[AnchorState.LOST],
        tuple(
            sentence
            for sentence in new_sentences
            if sentence.start in fresh
            and not aligned.says_the_same(sentence)
            and not _claimed(sentence, carried)
        ),
        tuple(word_diff(old.text, new.text)),
    )


class _Aligned:
    """Two drafts whose sentences have been paired."""

    def __init__(self, old: Draft, new: Draft) -> None:
        self.old, self.new = old, new
        self._blocks = blocks(old, new)
        self._of_old = _by_piece((b.first, b.last, b) for b in self._blocks)
        self._of_new = _by_piece((b.new_first, b.new_last, b) for b in self._blocks)
        self._old_quotes = _Quotations(old)
        self._new_quotes = _Quotations(new)
        before, after = old.article.published, new.article.published
        self._dated = bool(before and after and before != after)
        self._other_year = before[:4] != after[:4]
        self._page = new.article.as_page()
        self._finder: Finder | None = None

    def says_the_same(self, sentence: Sentence) -> bool:
        """True where the old draft has these words, in a sentence cut another way."""
        return all(
            j in self._of_new and self._of_new[j].same
            for j in self.new.within(sentence.start, sentence.end)
        )

    def carried(self, claim: Claim) -> CarriedClaim:
        """The claim as it stands in the new draft."""
        place = self._place(claim)
        span = _span(self.old, self._pieces_of(claim))
        if place.state is AnchorState.LOST:
            after = _reopened(claim, AnchorState.LOST, self.old.article.revision)
            return CarriedClaim(AnchorState.LOST, claim, after, span, reason=place.reason)
        after = self._at(_judged(claim, place.state, self.old.article.revision), place)
        sentences = _span(self.new, range(place.first, place.last + 1))
        return CarriedClaim(place.state, claim, after, span, sentences, place.reason)

    def restored(self, claim: Claim) -> CarriedClaim | None:
        """A claim that had vanished, reopened where its very words are back."""
        carried = claim.carried
        if carried is None:
            return None
        self._finder = self._finder or Finder([self._page])
        found = self._finder.find(claim.locator)
        pieces = self.new.within(found.start, found.end)
        same = found.state in (AnchorState.EXACT, AnchorState.MOVED)
        if not (same and pieces and all(self.new.pieces[j].checked for j in pieces)):
            return None
        place = _Place(AnchorState.CHANGED, found.start, found.end)
        reopened = replace(claim, verdict="", carried=replace(carried, state=place.state))
        after = self._at(reopened, place)
        reason = _("It is back in the article.")
        sentences = _span(self.new, pieces)
        return CarriedClaim(place.state, claim, after, (0, 0), sentences, reason)

    def _at(self, claim: Claim, place: _Place) -> Claim:
        article = self.new.article
        locator = describe(article.sha256, self._page, place.start, place.end)
        # A wording nobody wrote is the article's own, and follows it: "31.2" must not stay behind.
        is_own = claim.text == " ".join(claim.locator.exact.split())
        text = " ".join(locator.exact.split()) if is_own else claim.text
        return replace(claim, article=article.id, locator=locator, text=text)

    def _pieces_of(self, claim: Claim) -> range:
        return self.old.within(claim.locator.start, claim.locator.end)

    def _place(self, claim: Claim) -> _Place:
        locator, pieces = claim.locator, self._pieces_of(claim)
        exact = self.old.text[locator.start : locator.end]
        if claim.article != self.old.article.id or exact != locator.exact or not pieces:
            return _LOST._replace(reason=_("Its words were not where the old draft had them."))
        own = self._same_blocks(pieces)
        if own is None:
            return self._changed(claim, pieces)
        start, end = self._mapped(own, locator.start, locator.end)
        if not self._same_words(claim, start, end):
            return self._changed(claim, pieces)
        state = AnchorState.EXACT
        if not all(block.in_order for block in own):
            state = AnchorState.MOVED
        reason = self._reason(pieces, own, state)
        if reason:
            state = AnchorState.CHANGED
        return _Place(state, start, end, own[0].new_first, own[-1].new_last, reason)

    def _same_blocks(self, pieces: range) -> list[Block] | None:
        """The blocks of the pieces where all say the same in a row; None where not."""
        if not all(i in self._of_old for i in pieces):
            return None
        found = list(dict.fromkeys(self._of_old[i] for i in pieces))
        follows = all(after.new_first == before.new_last + 1 for before, after in pairwise(found))
        return found if follows and all(block.same for block in found) else None

    def _is_same(self, old: range, new: range) -> bool:
        """True where the old pieces all say the same, and the new ones are none but those."""
        found = self._same_blocks(old)
        if found is None:
            return False
        return found[0].new_first <= new.start and new.stop <= found[-1].new_last + 1

    def _mapped(self, own: Sequence[Block], start: int, end: int) -> tuple[int, int]:
        """The span of the new draft; the first and the last block say where it begins and ends."""
        first = self.old.counterpart(self.new, own[0], start, end)
        last = first if len(own) == 1 else self.old.counterpart(self.new, own[-1], start, end)
        return first[0], last[1]

    def _same_words(self, claim: Claim, start: int, end: int) -> bool:
        """White space aside: sentences of a script without spaces may part at a line's end."""
        before = self.old.said(claim.locator.start, claim.locator.end)
        return "".join(before.split()) == "".join(self.new.said(start, end).split())

    def _reason(self, pieces: range, own: Sequence[Block], state: AnchorState) -> str:
        """Why words that are the same may say something else; nothing where they do not."""
        before = self.old.statement(pieces)
        after = self.new.statement(range(own[0].new_first, own[-1].new_last + 1))
        if not self._is_same(before, after):
            return _("The sentence around it has changed.")
        if hyphened := _hyphens_changed(*self._texts(before, after)):
            return _("“{word}” has lost or won a hyphen.").format(word=hyphened)
        if not self._is_same(self._old_quotes.around(before), self._new_quotes.around(after)):
            return _("The quotation it stands in, or who said it, has changed.")
        words = " ".join(self.old.pieces[i].text for i in pieces)
        day = relative_date(words, other_year=self._other_year) if self._dated else ""
        if day:
            said = _("The article's date has changed, and the sentence says “{day}”.")
            return said.format(day=day)
        if state is AnchorState.MOVED and len(words) < _TELLING_LENGTH and self._alone(own):
            return _("It stands elsewhere now, without the sentences around it.")
        return ""

    def _texts(self, old: range, new: range) -> tuple[str, str]:
        return self.old.text[slice(*_span(self.old, old))], self.new.text[
            slice(*_span(self.new, new))
        ]

    def _alone(self, own: Sequence[Block]) -> bool:
        before, after = self._of_old.get(own[0].first - 1), self._of_old.get(own[-1].last + 1)
        came_before = before is not None and before.new_last == own[0].new_first - 1
        came_after = after is not None and after.new_first == own[-1].new_last + 1
        return not (came_before or came_after)

    # Changed

    def _changed(self, claim: Claim, pieces: range) -> _Place:
        """Where its altered sentences are; they must be there for certain, and in one place."""
        found = list(dict.fromkeys(self._of_old[i] for i in pieces if i in self._of_old))
        if not found:
            return self._by_words(claim)
        steps = [b.new_first - a.new_last for a, b in pairwise(found)]
        if not all(0 < step <= _MOST_BETWEEN + 1 for step in steps):
            return _LOST._replace(reason=_("Its sentences have been torn apart."))
        olds = range(min(found[0].first, pieces.start), max(found[-1].last + 1, pieces.stop))
        news = range(found[0].new_first, found[-1].new_last + 1)
        span = self._by_diff(claim, _span(self.old, olds), _span(self.new, news))
        if span is None:
            return _LOST._replace(reason=_("Its words were taken out of the sentence."))
        reason = _("Its words have changed.")
        if self._same_words(claim, *span):
            reason = _("The sentence around it has changed.")
        return _Place(AnchorState.CHANGED, *span, news.start, news.stop - 1, reason)

    def _by_diff(
        self, claim: Claim, old: tuple[int, int], new: tuple[int, int]
    ) -> tuple[int, int] | None:
        """What became of the claim's words, by a word diff of its sentences."""
        start, end = claim.locator.start - old[0], claim.locator.end - old[0]
        if start <= 0 and end >= old[1] - old[0]:
            return new
        before, after = self.old.text[slice(*old)], self.new.text[slice(*new)]
        edits = [e for e in word_diff(before, after) if e.old_start < end and start < e.old_end]
        spans = [_share(edit, before, after, start, end) for edit in edits]
        kept = [span for span in spans if any(map(str.isalnum, after[slice(*span)]))]
        words = sum(high - low for low, high in kept)
        replaced = any(edit.op is Op.REPLACE for edit in edits)
        if not kept or (not replaced and words < _TRACE * (end - start)):
            return None
        low, high = kept[0][0], kept[-1][1]
        while not (after[low].isalnum() or after[low] in _OPENING):
            low += 1
        return new[0] + low, new[0] + high

    def _by_words(self, claim: Claim) -> _Place:
        """In a sentence that is new otherwise: only words that stand once in both drafts."""
        gone = _LOST._replace(reason=_("Its sentence is no longer in the article."))
        quote = claim.locator.exact
        places = self.new.places(quote)
        if len(quote) < _TELLING_WORDS or len(places) != 1 or len(self.old.places(quote)) != 1:
            return gone
        start, end = places[0]
        pieces = self.new.within(start, end)
        if any(j in self._of_new or not self.new.pieces[j].checked for j in pieces):
            return gone
        reason = _("The sentence around it has changed.")
        return _Place(AnchorState.CHANGED, start, end, pieces.start, pieces.stop - 1, reason)


class _Quotations:
    """Which sentences hang together because somebody's words run over them."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        regions = sorted((r.start, r.end) for r in draft.article.regions)
        self._spans = quotation_spans(draft.text, regions)
        self._ends = [end for _start, end in self._spans]
        self._paragraphs = [start for start, _end in regions]

    def around(self, pieces: range) -> range:
        """The pieces, with the whole of each quotation they touch and with who said it."""
        spans = self._touching(pieces)
        if not spans:
            return pieces
        whole = self._draft.statement(
            self._draft.within(
                min(spans[0][0], _span(self._draft, pieces)[0]),
                max(spans[-1][1], _span(self._draft, pieces)[1]),
            )
        )
        first, stop = whole.start, whole.stop
        if not self._is_bare(whole):
            return whole
        for _step in range(_BARE_QUOTES):
            if first == 0:
                break
            first -= 1
            if not self._is_bare(range(first, first + 1)):
                break
        if stop < len(self._draft.pieces) and self._same_paragraph(stop - 1, stop):
            stop += 1
        return range(first, stop)

    def _touching(self, pieces: range) -> list[tuple[int, int]]:
        start, end = _span(self._draft, pieces)
        at = bisect_left(self._ends, start + 1)
        found = []
        while at < len(self._spans) and self._spans[at][0] < end:
            found.append(self._spans[at])
            at += 1
        return found

    def _is_bare(self, pieces: range) -> bool:
        """True where nothing but quoted words stands in the pieces: nobody is named."""
        start, end = _span(self._draft, pieces)
        spans = self._touching(pieces)
        edges = [start, *(edge for span in spans for edge in span), end]
        outside = zip(edges[::2], edges[1::2], strict=True)
        return bool(spans) and not any(
            char.isalnum() for low, high in outside for char in self._draft.text[low:high]
        )

    def _same_paragraph(self, one: int, other: int) -> bool:
        places = [self._draft.pieces[index].start for index in (one, other)]
        return bisect_left(self._paragraphs, places[0] + 1) == bisect_left(
            self._paragraphs, places[1] + 1
        )


def _hyphens_changed(old: str, new: str) -> str:
    """A word with a hyphen in one text only: whoever re-signed did not resign.

    A hyphen at a line's end says nothing, and elsewhere typography does not count it.
    """
    words = [{word.translate(_NO_HYPHEN) for word in _HYPHENED.findall(t)} for t in (old, new)]
    broken = {"".join(pair) for text in (old, new) for pair in _BROKEN.findall(text)}
    return min((words[0] ^ words[1]) - broken, default="")


def _by_piece(rows: Iterable[tuple[int, int, Block]]) -> dict[int, Block]:
    return {index: block for first, last, block in rows for index in range(first, last + 1)}


def _span(draft: Draft, pieces: range) -> tuple[int, int]:
    if not pieces:
        return 0, 0
    return draft.pieces[pieces[0]].start, draft.pieces[pieces[-1]].end


def _share(edit: Edit, old: str, new: str, start: int, end: int) -> tuple[int, int]:
    """The edit's new words that come from the claim's; what was replaced counts whole."""
    if edit.op is not Op.SAME:
        return edit.new_start, edit.new_end
    befores = word_spans(old[edit.old_start : edit.old_end])
    afters = word_spans(new[edit.new_start : edit.new_end])
    low, high = start - edit.old_start, end - edit.old_start
    own = [at for at, (first, last) in enumerate(befores) if first < high and low < last]
    if not own:
        return edit.new_start, edit.new_start
    return edit.new_start + afters[own[0]][0], edit.new_start + afters[own[-1]][1]


def _judged(claim: Claim, state: AnchorState, revision: int) -> Claim:
    """The claim after a draft that left it so; what was to be judged again still is."""
    if state is AnchorState.CHANGED:
        return _reopened(claim, state, revision)
    if claim.rewritten:
        return claim
    if state is AnchorState.EXACT:
        return replace(claim, carried=None)
    words = claim.locator.exact
    return replace(claim, carried=Carried(state, revision, words, claim.verdict, claim.rationale))


def _reopened(claim: Claim, state: AnchorState, revision: int) -> Claim:
    """Without its verdict, which is kept with the words it was given for."""
    if claim.rewritten and claim.carried is not None:
        return replace(claim, carried=replace(claim.carried, state=state))
    carried = Carried(state, revision, claim.locator.exact, claim.verdict, claim.rationale)
    rationale = "" if claim.verdict else claim.rationale
    return replace(claim, carried=carried, verdict="", rationale=rationale)
