"""Cases the memo's tests share: a realistic one, a hostile one and one of any size."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pymupdf

from workbench.adapters.scales import load_scale
from workbench.domain.article import Article, Region, RegionKind
from workbench.domain.case import Case, CaseInfo, Coverage
from workbench.domain.claim import Carried, Claim, ClaimKind, Overtaken
from workbench.domain.evidence import Clip, Evidence, Grade, Stance
from workbench.domain.locator import LOST, AnchorState, Found, Locator
from workbench.domain.memo import Memo, MemoContext, compose
from workbench.domain.policy import DEFAULT
from workbench.domain.query_options import Unit
from workbench.domain.search_record import SearchRecord
from workbench.domain.source import Page
from workbench.domain.text import text_hash

PARAGRAPHS = (
    (RegionKind.TITLE, "Bridge costs doubled to 40 million, mayor admits"),
    (RegionKind.DEK, "Council was “never told” of the overrun, says opposition"),
    (RegionKind.BYLINE, "By a staff writer, 14 May 2026"),
    (
        RegionKind.BODY,
        "The new harbour bridge opened on 3 May, two years late. It cost the city 40 million euros,"
        " twice the sum agreed in 2021, according to figures seen by this paper.",
    ),
    (
        RegionKind.BODY,
        "“We did not tell the council, and we should have,” the mayor told the board on Tuesday."
        " At least 62 residents wrote to object; a later paragraph speaks of 80 letters.",
    ),
    (
        RegionKind.BODY,
        "Traffic has fallen by 12 per cent since last month, the port office said, the first"
        " decline in a decade. The bridge is the ugliest on the coast.",
    ),
    (
        RegionKind.BODY,
        "Steel made up a third of the overrun. The contractor, Hallam & Sons, has built three other"
        " bridges for the county, and none of them opened on time.",
    ),
    (RegionKind.CAPTION, "The bridge at dusk, seen from Custom House Quay."),
    (RegionKind.COMMENT, "Disgrace! They should all resign."),
    (RegionKind.COMMENT, "I drove over it yesterday, it is fine."),
    (RegionKind.BOILERPLATE, "Harbour Courier · Contact · Privacy"),
)

ACCOUNT = (
    "7. Cost of works. The board approved the final account on 28 April 2026. The works were let in"
    " March 2021 for a sum of 20.4 million euros, price base January 2021. The final cost of the"
    " bridge is 31.2 million euros, including quay walls (4.1 million) that were not part of the"
    " contract of 2021. Of the difference, 3.6 million result from the increase in steel prices"
    " between July 2021 and June 2022, recorded under item 7.3, and 2.9 million from the change of"
    " foundation approved by the council on 9 November 2022."
)
MINUTES = (
    "The Mayor said that the board had not told the public of the revised sum, and that it should"
    " have. The council had been informed on 9 November 2022 and on 17 January 2024 (minutes, items"
    " 6 and 11). Sixty-two letters of objection had been received by the closing date; eighteen"
    " arrived after it and were not counted. The bridge was opened to traffic on Sunday 3 May 2026."
)
TRAFFIC = (
    "Crossings in April 2026: 41,210. Crossings in March 2026: 46,830, a fall of 12.0 per cent."
    " Falls of a like size were recorded in 2017 and 2021, both after works on the quay road."
)
LETTER = (
    "Dear colleague, the opening was planned for May 2024 and moved twice. We have built the"
    " bridges at Ansley, Corve and Tarn for the county; Corve was handed over eleven days early."
    " Yours, R. Hallam, Hallam & Sons."
)


@dataclass(frozen=True)
class Prepared:
    """A case and all that compose and a writer need besides."""

    case: Case
    anchors: Mapping[str, Found]
    context: MemoContext
    clips: Mapping[str, bytes]

    def memo(self) -> Memo:
        return compose(
            self.case, load_scale(self.case.info.scale), DEFAULT, self.anchors, self.context
        )


@dataclass(frozen=True)
class Document:
    """A source of the archive as far as evidence repeats it."""

    title: str
    name: str
    kind: str
    text: str
    label: str
    page: int
    pages: int
    author: str = ""
    publisher: str = ""
    published: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()

    def locator(self, words: str) -> Locator:
        start = self.text.index(words)
        end = start + len(words)
        return Locator(
            self.sha256,
            self.page,
            self.label,
            text_hash(self.text),
            start,
            end,
            words,
            self.text[max(0, start - 96) : start],
            self.text[end : end + 96],
        )


FINAL = Document(
    "Final account of the harbour bridge",
    "final-account-2026.pdf",
    "pdf",
    ACCOUNT,
    "14",
    16,
    42,
    "Harbour Board",
    "Port of Skelmouth",
    "2026-04-28",
)
COUNCIL = Document(
    "Minutes of the Council, 12 May 2026",
    "minutes-2026-05-12.pdf",
    "pdf",
    MINUTES,
    "iv",
    6,
    210,
    "",
    "Skelmouth Borough Council",
    "2026-05-12",
)
COUNTS = Document(
    "Bridge crossings by month",
    "crossings.html",
    "html",
    TRAFFIC,
    "1",
    1,
    1,
    "Port Office",
    "",
    "2026-05",
)
MAIL = Document(
    "Re: your questions about the bridges",
    "Re_ your questions.eml",
    "eml",
    LETTER,
    "Body",
    1,
    2,
    "R. Hallam",
    "",
    "2026-05-11",
)


def article() -> Article:
    """The article of the realistic case."""
    regions, text = [], ""
    for kind, paragraph in PARAGRAPHS:
        regions.append(Region(kind, len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    return Article(
        "article-1",
        2,
        "bridge-costs-doubled.html",
        "html",
        hashlib.sha256(text.encode()).hexdigest(),
        text.rstrip(),
        tuple(regions),
        PARAGRAPHS[0][1],
        PARAGRAPHS[1][1],
        "By a staff writer, Harbour Courier",
        "2026-05-14",
        "en",
    )


def picture(text: str, width: int = 460) -> bytes:
    """A PNG of words on paper, as the source viewer clips it."""
    with pymupdf.open() as document:
        page = document.new_page(width=width, height=26 + 15 * (len(text) // 78 + 1))
        page.insert_textbox(
            pymupdf.Rect(12, 8, width - 12, page.rect.height), text, fontname="tiro", fontsize=11.5
        )
        return bytes(page.get_pixmap(dpi=144).tobytes("png"))


def _claim(of: Article, number: int, words: str, kind: ClaimKind, **rest: str) -> Claim:
    start = of.text.index(words)
    page = Page(1, "1", of.text, text_hash(of.text))
    locator = Locator(
        of.sha256,
        1,
        "1",
        page.layer,
        start,
        start + len(words),
        words,
        of.text[max(0, start - 96) : start],
        of.text[start + len(words) :][:96],
    )
    text = rest.pop("text", words)
    return Claim(f"c{number}", number, of.id, locator, text, kind=kind, **rest)


def _claims(of: Article) -> list[Claim]:
    k = ClaimKind
    return [
        _claim(
            of,
            1,
            "The new harbour bridge opened on 3 May",
            k.EVENT,
            verdict="confirmed",
            rationale="The council's minutes name the day.",
        ),
        _claim(
            of,
            2,
            "two years late",
            k.COMPARISON,
            verdict="confirmed-with-change",
            rationale="Planned for May 2024 by the contractor's letter. Say “two years later than"
            " planned”: no contract date was found.",
        ),
        _claim(
            of,
            3,
            "It cost the city 40 million euros, twice the sum agreed in 2021",
            k.FIGURE,
            text="The bridge cost the city 40 million euros, twice the sum agreed in 2021.",
            speaker="the paper, “figures seen by this paper”",
            verdict="incorrect",
            rationale="The final account gives 31.2 million euros, quay walls included, against"
            " 20.4 million let in 2021: 1.53 times, not twice.\n\nNo document mentions 40 million.",
        ),
        _claim(
            of,
            4,
            "“We did not tell the council, and we should have,”",
            k.QUOTATION,
            text="The mayor said the council was not told.",
            speaker="the mayor",
            verdict="incorrect",
            rationale="The minutes have “had not told the public”. The council was informed twice.",
        ),
        _claim(
            of,
            5,
            "At least 62 residents wrote to object",
            k.FIGURE,
            verdict="confirmed",
            rationale="Sixty-two letters by the closing date.",
        ),
        _claim(of, 6, "80 letters", k.FIGURE),
        _claim(
            of,
            7,
            "Traffic has fallen by 12 per cent since last month",
            k.FIGURE,
            speaker="the port office",
            verdict="confirmed",
            rationale="46,830 crossings in March, 41,210 in April: 12.0 per cent.",
        ),
        _claim(
            of,
            8,
            "the first decline in a decade",
            k.COMPARISON,
            verdict="unsupported",
            rationale="The same table records falls in 2017 and 2021.",
        ),
        _claim(of, 9, "The bridge is the ugliest on the coast.", k.OPINION, verdict="opinion"),
        _claim(
            of,
            10,
            "none of them opened on time",
            k.EVENT,
            verdict="cannot-verify",
            speaker="the paper",
        ),
    ]


_LINKS = (
    (
        1,
        COUNCIL,
        "The bridge was opened to traffic on Sunday 3 May 2026.",
        "supports",
        "primary",
        "",
    ),
    (
        2,
        MAIL,
        "the opening was planned for May 2024 and moved twice",
        "supports",
        "secondary",
        "The contractor's own word; the contract itself was asked for on 12 May.",
    ),
    (
        3,
        FINAL,
        "The final cost of the bridge is 31.2 million euros, including quay walls (4.1"
        " million) that were not part of the contract of 2021.",
        "refutes",
        "primary",
        "",
    ),
    (
        3,
        FINAL,
        "The works were let in March 2021 for a sum of 20.4 million euros, price base"
        " January 2021.",
        "refutes",
        "primary",
        "31.2 / 20.4 = 1.53",
    ),
    (3, FINAL, "3.6 million result from the increase in steel prices", "context", "primary", ""),
    (
        4,
        COUNCIL,
        "the board had not told the public of the revised sum, and that it should have",
        "refutes",
        "primary",
        "“the public”, not “the council”.",
    ),
    (
        4,
        COUNCIL,
        "The council had been informed on 9 November 2022 and on 17 January 2024",
        "refutes",
        "primary",
        "",
    ),
    (
        5,
        COUNCIL,
        "Sixty-two letters of objection had been received by the closing date",
        "supports",
        "primary",
        "",
    ),
    (
        6,
        COUNCIL,
        "eighteen arrived after it and were not counted",
        "context",
        "primary",
        "62 + 18 = 80: both figures may be right, the text has to say which.",
    ),
    (
        7,
        COUNTS,
        "Crossings in April 2026: 41,210. Crossings in March 2026: 46,830, a fall of 12.0"
        " per cent.",
        "supports",
        "primary",
        "",
    ),
    (7, COUNTS, "Falls of a like size were recorded in 2017 and 2021", "context", "primary", ""),
    (
        8,
        COUNTS,
        "Falls of a like size were recorded in 2017 and 2021, both after works on the quay road.",
        "refutes",
        "primary",
        "",
    ),
    (8, FINAL, "recorded under item 7.3", "context", "secondary", ""),
    (
        10,
        MAIL,
        "Corve was handed over eleven days early",
        "refutes",
        "secondary",
        "Said by the contractor; the county has not answered.",
    ),
    (
        10,
        MAIL,
        "We have built the bridges at Ansley, Corve and Tarn for the county",
        "context",
        "secondary",
        "",
    ),
)


def realistic() -> Prepared:
    """Ten claims, fifteen pieces of evidence, one passage moved, one changed, one lost."""
    of = article()
    info = CaseInfo(
        "case-1",
        "Harbour bridge, council vote",
        "A. Checker",
        "editorial",
        "one-primary",
        "2026-05-14T08:00:00Z",
    )
    evidence, clips, anchors = {}, {}, {}
    for index, (number, document, words, stance, grade, note) in enumerate(_LINKS, start=1):
        data = picture(document.text) if document.kind == "pdf" else None
        clip = None
        if data:
            size = pymupdf.Pixmap(data)
            clip = Clip(hashlib.sha256(data).hexdigest(), size.width, size.height)
            clips[clip.sha256] = data
        key = f"e{index:02}"
        evidence[key] = Evidence(
            key,
            f"c{number}",
            document.locator(words),
            Stance(stance),
            Grade(grade),
            document.title,
            document.kind,
            document.name,
            document.pages,
            f"2026-05-14T09:{index:02}:00Z",
            document.author,
            document.publisher,
            document.published,
            note,
            clip,
        )
        where = evidence[key].locator
        anchors[key] = Found(AnchorState.EXACT, where.page, where.start, where.end, words)
    anchors["e07"] = replace(anchors["e07"], state=AnchorState.MOVED, page=7)
    anchors["e11"] = replace(
        anchors["e11"], state=AnchorState.CHANGED, text="Falls were recorded in 2017 and in 2021"
    )
    anchors["e15"] = LOST
    claims = {claim.id: claim for claim in _claims(of)}
    context = MemoContext(
        Coverage(10, 4, 7),
        {
            c.id: Found(AnchorState.EXACT, 1, c.locator.start, c.locator.end)
            for c in claims.values()
        },
        hashlib.sha256(b"chain").hexdigest(),
        214,
        "2026-05-14T16:42:07Z",
        "The fact-checker's workbench 0.1.0",
        of.sha256,
    )
    return Prepared(Case(info, {of.id: of}, claims, evidence), anchors, context, clips)


HOSTILE = (
    '#panic("run") *bold* _it_ `raw` $x$ @ref <label> = head \\ // {%\n'
    "# Heading\n- item\n1. one\n> quote\n<script>alert(1)</script><img src=x onerror=alert(1)>"
    " [link](javascript:alert(1)) ![p](http://evil.example/p.png) https://evil.example/"
    " www.evil.example a@evil.example &lt;b&gt; ~~gone~~ | a | b |\n\n"
    "    indented\n\n---\n\n```\nfence\n```\n\n"
    "\x00\x01\x1b[31m\x7f\x85\ufeff\ufffe\uffff\ue000\u202eevil\u202c\u2066x\u2069\U000e0041"
    "\U0010ffff\ud800"
    " مرحبا بالعالم שלום 中文字幕 한국어 日本 😀👩‍👩‍👧 e\u0301\u0323 ਕ ก ع\u093f x\u0488\u20dd"
    + "z\u0300"
    * 40
)


def hostile() -> Prepared:
    """The realistic case with every text a stranger can fill turned against the memo."""
    base = realistic()
    long = HOSTILE + " " + "w" * 50_000
    claims = {}
    for claim in base.case.claims.values():
        exact = long if claim.number == 3 else HOSTILE
        locator = replace(claim.locator, exact=exact, prefix=HOSTILE, suffix=HOSTILE)
        verdict = HOSTILE if claim.number == 1 else claim.verdict
        claims[claim.id] = replace(
            claim,
            locator=locator,
            text=HOSTILE,
            speaker=HOSTILE,
            rationale=HOSTILE,
            verdict=verdict,
            number=3,
        )
    evidence = {}
    for item in base.case.evidence.values():
        exact = "word " * 10_000 if item.id == "e03" else HOSTILE
        locator = replace(
            item.locator, exact=exact, prefix=HOSTILE, suffix=HOSTILE, page_label=HOSTILE
        )
        evidence[item.id] = replace(
            item,
            locator=locator,
            note=HOSTILE,
            source_title=HOSTILE,
            source_author=HOSTILE,
            source_publisher=HOSTILE,
            source_published=HOSTILE,
            source_name=HOSTILE,
            source_kind=HOSTILE,
            consulted=HOSTILE,
        )
    text = replace(
        base.case.article,
        name=HOSTILE,
        title=HOSTILE,
        dek=HOSTILE,
        byline=HOSTILE,
        published=HOSTILE,
        language=HOSTILE,
    )
    info = replace(base.case.info, title=HOSTILE, checker=HOSTILE)
    case = Case(info, {text.id: text}, claims, evidence)
    context = replace(base.context, last_step=HOSTILE, language=HOSTILE, program=HOSTILE)
    clips = dict(base.clips)
    damaged = next(iter(clips))
    clips[damaged] = clips[damaged][:-40]
    anchors = {**base.anchors, "e11": Found(AnchorState.CHANGED, 1, 0, 9, HOSTILE)}
    return Prepared(case, anchors, context, clips)


def redrafted(base: Prepared, text: str = "The account.") -> Prepared:
    """The case after a second draft that reopened the first claim and dropped the last one."""
    first, *_rest, last = base.case.ordered_claims()
    reopened = Carried(AnchorState.CHANGED, 1, text, "confirmed", text)
    lost = Carried(AnchorState.LOST, 1, last.locator.exact, "incorrect", text)
    claims = {
        **base.case.claims,
        first.id: replace(first, verdict="", rationale="", carried=reopened),
        last.id: replace(last, verdict="", rationale="", carried=lost),
    }
    return replace(base, case=replace(base.case, claims=claims))


def _search(number: int, claim: str, query: str, read_as: str, **rest: object) -> SearchRecord:
    made = SearchRecord(
        id=f"s{number}",
        claim=claim,
        query=query,
        unit=Unit.PASSAGE,
        stems=True,
        read_as=read_as,
        scope="harbour-papers",
        engine="tantivy",
        sentinel="tantivy 0.25 3",
        index_state=hashlib.sha256(b"index").hexdigest(),
        sources=412,
        passages=20_481,
        total=0,
        seen=0,
        relevant=0,
        note="",
        who="A. Checker",
        at=f"2026-05-14T15:{number:02}:00+00:00",
        known="",
        latest_total=0,
        latest_new=0,
        latest_at=f"2026-05-14T15:{number:02}:00+00:00",
        latest_state=hashlib.sha256(b"index").hexdigest(),
    )
    return replace(made, **rest)  # type: ignore[arg-type]


def searched(base: Prepared, text: str = "") -> Prepared:
    """The case with searches: none found, some not looked at, one that new hits overtook."""
    again = "2026-05-20T08:30:00+00:00"
    records = [
        _search(
            1,
            "c3",
            '"40 million" OR "forty million"',
            "any of: the words “40 million” in a row; the words “forty million” in a row",
            note="Figures and words, in all minutes since 2021.",
            latest_at=again,
        ),
        _search(
            2,
            "c3",
            "cost bridge date:[2021-01-01 to 2026-05-14]",
            "all of: cost; bridge; date from 1 January 2021 to 14 May 2026",
            unit=Unit.PAGE,
            stems=False,
            total=14,
            seen=9,
        ),
        _search(
            3,
            "c10",
            "Hallam late~1",
            "all of: Hallam; late, one letter off",
            total=2,
            seen=2,
            latest_at=again,
            latest_new=3,
            latest_total=5,
        ),
        _search(4, "", "`harbour` corruption", "all of: harbour, corruption", total=1, seen=1),
        _search(5, "c1", "opened may", "all of: opened, may", total=3, seen=3, relevant=2),
    ]
    if text:
        strings = dict.fromkeys(("query", "read_as", "scope", "engine", "note", "who", "at"), text)
        records = [replace(r, **strings, index_state=text) for r in records]  # type: ignore[arg-type]
    searches = {record.id: record for record in records}
    signed = Overtaken((text or "Hallam late~1",), 3, "cannot-verify", "Nothing found.", again)
    claims = {
        **base.case.claims,
        "c10": replace(base.case.claims["c10"], verdict="", overtaken=signed),
    }
    return replace(base, case=replace(base.case, searches=searches, claims=claims))


def outgrown(base: Prepared) -> Prepared:
    """The case with an archive that is not the one its searches were asked of."""
    return replace(base, context=replace(base.context, index_state="ef" * 32))


def of_size(claims: int) -> Prepared:
    """A case of that many claims, each with the evidence of one of the realistic ones."""
    base = realistic()
    first = list(base.case.claims.values())
    made, evidence, anchors = {}, {}, {}
    for number in range(1, claims + 1):
        model = first[number % len(first)]
        claim = replace(model, id=f"c{number}", number=number)
        made[claim.id] = claim
        for item in base.case.evidence_of(model):
            copy = replace(item, id=f"{item.id}-{number}", claim=claim.id)
            evidence[copy.id] = copy
            anchors[copy.id] = base.anchors[item.id]
    case = replace(base.case, claims=made, evidence=evidence)
    return Prepared(case, anchors, base.context, base.clips)
