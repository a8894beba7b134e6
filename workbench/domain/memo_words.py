"""The memo's own words: headings, labels, and the paragraphs that say how the work was done."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from workbench.domain.article import CHECKED, Article, RegionKind
from workbench.domain.case import Coverage
from workbench.domain.claim import Carried, ClaimKind
from workbench.domain.evidence import Evidence, Grade, Stance
from workbench.domain.locator import AnchorState, Found, Locator
from workbench.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Words:
    """Headings and labels; those with fields in braces are filled in by a writer."""

    memo: str
    bottom_line: str
    must_fix: str
    nothing_to_fix: str
    coverage: str
    glance: str
    claim: str
    verdict: str
    page: str
    claims: str
    no_claims: str
    vanished: str
    vanished_note: str
    searches: str
    searches_all: str
    read_as: str
    searched: str
    index_state: str
    run_again: str
    as_printed: str
    our_words: str
    said_by: str
    rationale: str
    policy: str
    evidence: str
    no_evidence: str
    around: str
    note: str
    consulted: str
    clip_missing: str
    source: str
    sources: str
    no_sources: str
    used_by: str
    file: str
    hash: str
    method: str
    not_checked: str
    page_of: str
    omitted_text: str
    omitted_memo: str
    end: str


def words() -> Words:
    """The words in the language of the program."""
    return Words(
        memo=_("Fact-check memo"),
        bottom_line=_("Bottom line"),
        must_fix=_("Before this is published"),
        nothing_to_fix=_("Nothing stands in the way."),
        coverage=_("Coverage of the article"),
        glance=_("Claims at a glance"),
        claim=_("Claim"),
        verdict=_("Verdict"),
        page=_("Page"),
        claims=_("The record, claim by claim"),
        no_claims=_("The case has no claims."),
        vanished=_("No longer in the article"),
        vanished_note=_(
            "These claims stood in an earlier draft. They count for nothing above; the case keeps"
            " them with their evidence."
        ),
        searches=_("Searches that found nothing"),
        searches_all=_("Searches for the whole article that found nothing"),
        read_as=_("Read as"),
        searched=_("Searched"),
        index_state=_("index state"),
        run_again=_("Run again"),
        as_printed=_("As printed"),
        our_words=_("In our words"),
        said_by=_("Said by"),
        rationale=_("Rationale"),
        policy=_("Policy"),
        evidence=_("Evidence"),
        no_evidence=_("No evidence is linked to this claim."),
        around=_("Around it"),
        note=_("Note"),
        consulted=_("Consulted"),
        clip_missing=_("The picture of this passage is missing or damaged."),
        source=_("Source"),
        sources=_("Sources"),
        no_sources=_("No source is used."),
        used_by=_("Used by claim"),
        file=_("File"),
        hash=_("SHA-256"),
        method=_("How this was done, and how to verify it"),
        not_checked=_("What was not checked"),
        page_of=_("Page {page} of {pages}"),
        omitted_text=_(
            "{count} characters of this passage have no letterform in the memo's fonts and stand"
            " as □; the Markdown memo shows them."
        ),
        omitted_memo=_(
            "{count} characters in this memo have no letterform in its fonts and stand as □. The"
            " case and the Markdown memo hold them."
        ),
        end=_("End of the memo"),
    )


def sentences(*parts: str) -> str:
    """The parts that say something, as one run of text."""
    return " ".join(part for part in parts if part)


def quoted(text: str) -> str:
    """The text in quotation marks, unless it begins with one of its own."""
    return text if text[:1] in tuple('“"«„‘»') else _("“{text}”").format(text=text)


def shortened(text: str, length: int) -> str:
    """The beginning of the text on one line, cut between words where it is too long."""
    line = " ".join(text[: 4 * length + 4].split())
    if len(line) <= length:
        return line
    cut = line.rfind(" ", length // 2, length)
    return line[: cut if cut > 0 else length].rstrip(" ,;:.–—-") + "…"


def one_line(text: str) -> str:
    """A title, a name or the like: on one line, and no longer than a title can be."""
    return shortened(text, 300)


def date_words(text: str, language: str) -> str:
    """An ISO date, in full or in part, as people write it; anything else as it stands."""
    for length, form, pattern in ((10, "%Y-%m-%d", "d MMMM y"), (7, "%Y-%m", "MMMM y")):
        try:
            day = datetime.strptime(text[:length], form).date()
        except ValueError:
            continue
        if len(text) == length or text[length] in "T ":
            return _in_language(day, pattern, language)
    return shortened(text, 40)


def moment_words(text: str, language: str) -> str:
    """An ISO time in UTC as date and time; anything else as it stands."""
    day = date_words(text, language)
    if not re.match(r".{10}T\d\d:\d\d", text):
        return day
    return _("{date}, {time} UTC").format(date=day, time=text[11:16])


def _in_language(day: date, pattern: str, language: str) -> str:
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    return str(format_date(day, pattern, locale))


def stance_word(stance: Stance) -> str:
    """What the passage does, as a word."""
    return {
        Stance.SUPPORTS: _("supports"),
        Stance.REFUTES: _("refutes"),
        Stance.CONTEXT: _("context"),
    }[stance]


def grade_word(grade: Grade) -> str:
    """How near the source stands to the fact, as a word."""
    return {Grade.PRIMARY: _("primary source"), Grade.SECONDARY: _("secondary source")}[grade]


def kind_word(kind: ClaimKind) -> str:
    """What sort of statement the claim is, as a word."""
    return {
        ClaimKind.FIGURE: _("figure"),
        ClaimKind.QUOTATION: _("quotation"),
        ClaimKind.EVENT: _("event"),
        ClaimKind.CAUSE: _("cause"),
        ClaimKind.COMPARISON: _("comparison"),
        ClaimKind.PREDICTION: _("prediction"),
        ClaimKind.IDENTITY: _("identity"),
        ClaimKind.OPINION: _("opinion"),
    }[kind]


def article_place(article: Article, position: int) -> str:
    """Where in the article a position stands: the paragraph, or the part it belongs to."""
    paragraph = article.paragraph_number(position)
    if paragraph:
        return _("paragraph {number}").format(number=paragraph)
    region = article.region_at(position)
    return {
        RegionKind.TITLE: _("headline"),
        RegionKind.DEK: _("standfirst"),
        RegionKind.BYLINE: _("byline"),
        RegionKind.CAPTION: _("caption"),
        RegionKind.COMMENT: _("reader comment"),
    }.get(region.kind if region else RegionKind.BOILERPLATE, _("outside the article's text"))


def page_words(evidence: Evidence) -> str:
    """The printed label and where the page lies in the file, as “page iv (6 of 210)”."""
    locator = evidence.locator
    if locator.page_label in ("", str(locator.page)):
        if evidence.source_pages <= 1:
            return ""
        return _("page {page} of {pages}").format(page=locator.page, pages=evidence.source_pages)
    fields = {
        "label": shortened(locator.page_label, 60),
        "page": locator.page,
        "pages": evidence.source_pages,
    }
    if evidence.source_kind == "pdf":
        return _("page {label} ({page} of {pages})").format(**fields)
    return _("{label} ({page} of {pages})").format(**fields)


def passage_words(locator: Locator) -> str:
    """The words of a passage; of a part of a picture, that it is one, and the words in it."""
    if not locator.area:
        return locator.exact
    if not locator.exact:
        return _("[A part of the page’s picture, without words]")
    return _("[A part of the page’s picture] {words}").format(words=locator.exact)


def locator_words(locator: Locator) -> str:
    """Where exactly the passage stands, for whoever wants to look it up."""
    if locator.area:
        box = locator.boxes[0]
        return _(
            "File SHA-256 {source}; page {page} of the file, from {left} % and {top} % to {right} %"
            " and {bottom} % of its width and height."
        ).format(
            source=locator.source,
            page=locator.page,
            left=round(100 * box.left, 1),
            top=round(100 * box.top, 1),
            right=round(100 * box.right, 1),
            bottom=round(100 * box.bottom, 1),
        )
    return _(
        "File SHA-256 {source}; page {page} of the file, characters {start} to {end} of the page's"
        " text; SHA-256 of that text {layer}."
    ).format(
        source=locator.source,
        page=locator.page,
        start=locator.start,
        end=locator.end,
        layer=locator.layer,
    )


def anchor_words(found: Found | None) -> str:
    """What a passage's locator finds today, as a sentence."""
    if found is None:
        return _("Anchor not checked: the source was not at hand when this memo was made.")
    if found.state is AnchorState.EXACT:
        return _("Anchor exact: the words stand where they were linked.")
    if found.state is AnchorState.MOVED:
        return _("Anchor moved: the same words now stand on page {page} of the file.").format(
            page=found.page
        )
    if found.state is AnchorState.CHANGED:
        return _("Anchor changed: the source now reads {text}").format(text=quoted(found.text))
    return _("Anchor lost: the words are no longer found in the source.")


def claim_anchor_words(found: Found | None) -> str:
    """What a claim's locator finds in the newest draft; nothing where all is as it was."""
    if found is None:
        return _("The claim was not looked for in this draft.")
    if found.state is AnchorState.EXACT:
        return ""
    if found.state is AnchorState.MOVED:
        return _("The same words have moved within the article since they were marked.")
    if found.state is AnchorState.CHANGED:
        return _("The article has changed: it now reads {text}").format(text=quoted(found.text))
    return _("These words are no longer found in the article.")


def reopened_words(carried: Carried, verdict: str) -> str:
    """What a claim was before the article changed, as sentences."""
    said = _("In draft {number} it read {text}").format(
        number=carried.revision, text=ended(quoted(carried.exact))
    )
    if not verdict:
        return said
    was = _(
        "There its verdict was “{verdict}”; the article has changed since, so it is open again."
    )
    return sentences(said, was.format(verdict=verdict))


def vanished_words(carried: Carried, verdict: str) -> str:
    """Where a claim last stood and what its verdict was."""
    if not verdict:
        return _("Draft {number}, without a verdict").format(number=carried.revision)
    return _("Draft {number}: {verdict}").format(number=carried.revision, verdict=verdict)


def ended(text: str) -> str:
    """The text with a full stop, unless it ends with a stop of its own."""
    return text if text.rstrip("”’\"'»").endswith((".", "!", "?", "…")) else f"{text}."


def method_paragraphs() -> tuple[str, ...]:
    """How passages are kept and found, and what a hash proves."""
    return (
        _(
            "Each claim is a span of the article, kept with its exact words. Each piece of evidence"
            " is a passage of a source, linked by a person who also judged whether it supports or"
            " refutes the claim or gives context, and how near the source stands to the fact."
        ),
        _(
            "A passage is remembered several ways: the file, the page, the position on the page,"
            " the exact words and the words around them. Before this memo was written each one was"
            " looked for again. “Exact” means the same words at the same place; “moved”, the same"
            " words elsewhere in the file; “changed”, other words between the same neighbours;"
            " “lost”, not found. Where two places fit alike, the answer is “lost”, never a guess."
        ),
        _(
            "A SHA-256 hash is a number computed from every byte of a file. A file with the same"
            " hash is the same file; after the smallest change the hash is another. The hashes here"
            " name the very files that were read, so a copy from anywhere can be compared."
        ),
        _(
            "Every step of the work is kept in the case's history, each step chained by its hash to"
            " the one before. The case hash on the first page is the last link of that chain: if"
            " any earlier step were altered, it would be another."
        ),
    )


def verify_words() -> str:
    """Introduces the command that checks the case."""
    return _(
        "To check history, files, pictures and every passage again, with the case and the archive"
        " at hand:"
    )


def not_checked_paragraphs(coverage: Coverage, article: Article) -> tuple[str, ...]:
    """What a reader must not take for checked."""
    paragraphs = [_coverage_words(coverage)]
    outside = [region for region in article.regions if region.kind not in CHECKED]
    comments = sum(region.kind is RegionKind.COMMENT for region in outside)
    if comments:
        line = ngettext(
            "{count} reader comment below the article was not checked.",
            "{count} reader comments below the article were not checked.",
            comments,
        )
        paragraphs.append(line.format(count=comments))
    if any(region.kind is RegionKind.BOILERPLATE for region in outside):
        paragraphs.append(_("Menus, notices and other furniture of the page were not checked."))
    paragraphs.append(
        _(
            "Title, byline and date of publication are given as the article's file has them."
            " Titles, authors and dates of sources are given as the archive has them."
        )
    )
    return tuple(paragraphs)


def _coverage_words(coverage: Coverage) -> str:
    if not coverage.units:
        return _("No checkable unit was found in the article.")
    if not coverage.open:
        return _("Every checkable unit of the article is linked to a claim or was dismissed.")
    line = ngettext(
        "{count} of {units} checkable unit is linked to no claim and was not checked.",
        "{count} of {units} checkable units are linked to no claim and were not checked.",
        coverage.open,
    )
    return line.format(count=coverage.open, units=coverage.units)
