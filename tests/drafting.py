"""Articles made by chance and edited the way editors edit, each sentence followed by its id."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from workbench.adapters.files import bytes_hash
from workbench.domain.article import Article, Region, RegionKind, Sentence
from workbench.domain.claim import Claim
from workbench.domain.locator import describe
from workbench.services.reading import sentences_of

NAMES = [
    "Ada",
    "Brecht",
    "Calder",
    "Duval",
    "Erskine",
    "Falk",
    "Grieg",
    "Hopper",
    "Ibsen",
    "Jansen",
    "Kovacs",
    "Lindqvist",
]
PLACES = [
    "Aalborg",
    "Bergen",
    "Cadiz",
    "Dunkirk",
    "Esbjerg",
    "Faro",
    "Ghent",
    "Hasselt",
    "Ivrea",
    "Jerez",
    "Kotka",
    "Lund",
]
NOUNS = [
    "bridge",
    "harbour",
    "ferry",
    "tunnel",
    "depot",
    "clinic",
    "school",
    "theatre",
    "stadium",
    "museum",
    "library",
    "market",
    "reactor",
    "pipeline",
    "orchard",
    "vineyard",
    "shipyard",
    "quarry",
    "glacier",
    "archive",
    "warehouse",
    "hotel",
    "bakery",
    "foundry",
    "laboratory",
    "observatory",
    "railway",
    "terminal",
    "reservoir",
    "cathedral",
    "prison",
    "barracks",
    "embassy",
    "cinema",
    "zoo",
    "aquarium",
    "greenhouse",
    "windmill",
    "lighthouse",
    "brewery",
]
VERBS = [
    "closed",
    "opened",
    "flooded",
    "burned",
    "doubled",
    "shrank",
    "collapsed",
    "reopened",
    "vanished",
    "stalled",
    "surged",
    "merged",
    "expanded",
    "relocated",
    "faltered",
    "recovered",
    "defaulted",
    "prospered",
]
THINGS = [
    "budget",
    "wages",
    "rent",
    "subsidy",
    "permits",
    "emissions",
    "visitors",
    "patients",
    "cargo",
    "tickets",
    "complaints",
    "inspections",
    "turnover",
    "mortgages",
    "herring",
    "timber",
    "gravel",
    "electricity",
    "salaries",
    "pensions",
    "turbines",
    "lawsuits",
    "vaccines",
    "textbooks",
    "uniforms",
    "bicycles",
    "anchors",
    "barrels",
]
WHY = [
    "after heavy rain",
    "despite two warnings",
    "under an old treaty",
    "because a valve had failed",
    "without a single permit",
    "on the advice of engineers",
    "while the council was in recess",
    "as auditors had foreseen",
    "against the wishes of neighbours",
    "in spite of a boycott",
    "thanks to a private donor",
    "before any survey was made",
    "under pressure from lenders",
    "with help from the army",
    "at the request of residents",
    "in the coldest winter on record",
]


@dataclass
class Line:
    """A sentence; quote is the number of the quotation it is part of."""

    id: int
    text: str
    quote: int = 0


@dataclass
class Script:
    """Paragraphs of sentences, a title, comments, and how the text is set."""

    title: str
    paragraphs: list[list[Line]]
    comments: list[str] = field(default_factory=list)
    width: int = 0
    typography: bool = False
    next: int = 1000
    joined: dict[int, int] = field(default_factory=dict)

    def copy(self) -> "Script":
        """Another one to edit."""
        paragraphs = [[replace(line) for line in lines] for lines in self.paragraphs]
        return replace(
            self, paragraphs=paragraphs, comments=list(self.comments), joined=dict(self.joined)
        )

    @property
    def lines(self) -> list[Line]:
        """All sentences."""
        return [line for lines in self.paragraphs for line in lines]


@dataclass
class Draft:
    """A script as an article, and where each sentence stands."""

    article: Article
    spans: dict[int, tuple[int, int]]
    sentences: list[Sentence]


def sentence(rnd: random.Random) -> str:
    """A sentence of its own, with a name, a figure and a place."""
    name, place = rnd.choice(NAMES), rnd.choice(PLACES)
    noun, other = rnd.sample(NOUNS, 2)
    verb, thing, why = rnd.choice(VERBS), rnd.choice(THINGS), rnd.choice(WHY)
    figure = rnd.choice([f"{rnd.randint(2, 99)}.{rnd.randint(1, 9)}", str(rnd.randint(11, 9999))])
    no = rnd.choice(["", "", " not"])
    shapes = (
        f"The {noun} in {place} {verb} {why}, and {name} did{no} count {figure} {thing}.",
        f"{name} said the {noun} near the {other} had{no} lost {figure} {thing} {why}.",
        f"{figure.capitalize()} {thing} {verb} {why} when {name} left {place} for the {noun}.",
        f"{why.capitalize()}, the {thing} of the {noun} {verb} by {figure} per cent in {place}.",
        f"“The {noun} has{no} cost {place} {figure} {thing} {why},” {name} told the {other}.",
        f"Is the {noun} of {place} worth {figure} {thing}, as {name} wrote {why}?",
    )
    return rnd.choice(shapes)


def script(rnd: random.Random, size: int) -> Script:
    """An article with quotations over several sentences, and with twins."""
    number = 0
    paragraphs: list[list[Line]] = []
    for _paragraph in range(size):
        lines = []
        for _line in range(rnd.randint(1, 4)):
            number += 1
            lines.append(Line(number, sentence(rnd)))
        if rnd.random() < 0.25:
            lines = _quoted(lines, rnd)
        paragraphs.append(lines)
    made = Script(sentence(rnd).rstrip(".?"), paragraphs)
    for _twin in range(rnd.randint(0, 3)):
        number += 1
        free = [line for line in made.lines if not line.quote]
        if not free:
            break
        text = rnd.choice(free).text
        if rnd.random() < 0.5:
            text = re.sub(r"\d(?=\D*$)", str(rnd.randint(1, 9)), text)
        target = rnd.choice(made.paragraphs)
        if not any(line.quote for line in target):
            target.insert(rnd.randint(0, len(target)), Line(number, text))
    return made


def _quoted(lines: list[Line], rnd: random.Random) -> list[Line]:
    """The paragraph as one quotation, said by somebody in its last sentence."""
    made = [replace(line, text=re.sub("[“”]", "", line.text), quote=lines[0].id) for line in lines]
    made[0].text = "“" + made[0].text
    said = made[-1].text[:-1] + f",” said {rnd.choice(NAMES)} of the {rnd.choice(NOUNS)}."
    made[-1].text = said
    return made


def draft(made: Script, revision: int = 1) -> Draft:
    """The article, each paragraph a region."""
    parts, spans, regions = [made.title], {}, [Region(RegionKind.TITLE, 0, len(made.title))]
    at = len(made.title)
    for lines in made.paragraphs:
        if not lines:
            continue
        parts.append("\n\n")
        at += 2
        start = at
        for index, line in enumerate(lines):
            text = set_text(line.text, made)
            if index:
                gap = "\n" if made.width else "  " if made.typography else " "
                parts.append(gap)
                at += len(gap)
            spans[line.id] = (at, at + len(text))
            parts.append(text)
            at += len(text)
        regions.append(Region(RegionKind.BODY, start, at))
    for comment in made.comments:
        parts.append("\n\n" + comment)
        regions.append(Region(RegionKind.COMMENT, at + 2, at + 2 + len(comment)))
        at += 2 + len(comment)
    text = "".join(parts)
    for tail, head in reversed(made.joined.items()):
        if head in spans:
            spans[tail] = spans[head]
    sha256 = bytes_hash(text.encode())
    kind = (f"r{revision}", revision, "a.txt", "text", sha256, text, tuple(regions))
    article = Article(*kind, title=made.title)
    return Draft(article, spans, sentences_of(article))


def set_text(text: str, made: Script) -> str:
    """The sentence as it is set: other quotation marks, lines broken at a width."""
    if made.typography:
        text = text.replace("“", '"').replace("”", '"').replace(" the ", " the\u00a0")
    if made.width:
        lines = [""]
        for word in text.split(" "):
            if len(lines[-1]) + len(word) > made.width:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        text = "\n".join(lines)
    return text


# Edits


def _pick(made: Script, rnd: random.Random, having: str = "") -> Line | None:
    lines = [line for line in made.lines if re.search(having, line.text)]
    return rnd.choice(lines) if lines else None


def insert(made: Script, rnd: random.Random) -> None:
    made.next += 1
    lines = rnd.choice(made.paragraphs)
    at = rnd.randint(0, len(lines))
    lines.insert(at, Line(made.next, sentence(rnd)))


def delete(made: Script, rnd: random.Random) -> None:
    if (line := _pick(made, rnd)) is None:
        return
    for lines in made.paragraphs:
        if line in lines:
            lines.remove(line)
    made.paragraphs = [lines for lines in made.paragraphs if lines]


def reword(made: Script, rnd: random.Random) -> None:
    if (line := _pick(made, rnd)) is None:
        return
    words = line.text.split(" ")
    for _word in range(rnd.randint(1, 3)):
        at = rnd.randrange(len(words))
        if words[at].isalpha():
            words[at] = rnd.choice(NOUNS + VERBS + THINGS)
    line.text = " ".join(words)


def figure(made: Script, rnd: random.Random) -> None:
    if line := _pick(made, rnd, r"\d"):
        digit = rnd.choice(list(re.finditer(r"\d", line.text)))
        new = str((int(digit.group()) + rnd.randint(1, 8)) % 10)
        line.text = line.text[: digit.start()] + new + line.text[digit.end() :]


def name(made: Script, rnd: random.Random) -> None:
    if line := _pick(made, rnd, "|".join(NAMES)):
        found = rnd.choice(list(re.finditer("|".join(NAMES), line.text)))
        new = rnd.choice([other for other in NAMES if other != found.group()])
        line.text = line.text[: found.start()] + new + line.text[found.end() :]


def negation_in(made: Script, rnd: random.Random) -> None:
    if line := _pick(made, rnd, r" (?:did|had|has) (?!not)"):
        line.text = re.sub(r" (did|had|has) (?!not)", r" \1 not ", line.text, count=1)


def negation_out(made: Script, rnd: random.Random) -> None:
    if line := _pick(made, rnd, r" not "):
        line.text = line.text.replace(" not ", " ", 1)


def denied(made: Script, rnd: random.Random) -> None:
    if line := _pick(made, rnd, r" (?:said|told|wrote) "):
        line.text = re.sub(r" (?:said|told|wrote) ", " denied to ", line.text, count=1)


def unquoted(made: Script, rnd: random.Random) -> None:
    quotes = sorted({line.quote for line in made.lines if line.quote})
    if quotes:
        number = rnd.choice(quotes)
        for line in made.lines:
            if line.quote == number:
                line.text = re.sub("[“”]", "", line.text)
                line.quote = 0


def speaker(made: Script, rnd: random.Random) -> None:
    if line := _pick(made, rnd, "” said"):
        new = f"” said {rnd.choice(NAMES)} the {rnd.choice(VERBS)}"
        line.text = re.sub(r"” said \w+ of", new, line.text)


def swap(made: Script, rnd: random.Random) -> None:
    one, other = rnd.randrange(len(made.paragraphs)), rnd.randrange(len(made.paragraphs))
    pair = made.paragraphs
    pair[one], pair[other] = pair[other], pair[one]


def split(made: Script, rnd: random.Random) -> None:
    at = rnd.randrange(len(made.paragraphs))
    lines = made.paragraphs[at]
    if len(lines) > 1 and not any(line.quote for line in lines):
        cut = rnd.randint(1, len(lines) - 1)
        made.paragraphs[at : at + 1] = [lines[:cut], lines[cut:]]


def join(made: Script, rnd: random.Random) -> None:
    if len(made.paragraphs) > 1:
        at = rnd.randrange(len(made.paragraphs) - 1)
        made.paragraphs[at : at + 2] = [made.paragraphs[at] + made.paragraphs[at + 1]]


def one_of_two(made: Script, rnd: random.Random) -> None:
    """Two sentences become one."""
    at = rnd.randrange(len(made.paragraphs))
    lines = made.paragraphs[at]
    if len(lines) > 1 and not any(line.quote for line in lines) and lines[0].text[-1] == ".":
        head, tail = lines[0], lines.pop(1)
        made.joined[tail.id] = head.id
        head.text = head.text[:-1] + ", while " + tail.text[0].lower() + tail.text[1:]


def typography(made: Script, rnd: random.Random) -> None:
    made.typography = True


def wrap(made: Script, rnd: random.Random) -> None:
    made.width = rnd.randint(40, 80)


def comment(made: Script, rnd: random.Random) -> None:
    copied = rnd.choice([sentence(rnd), rnd.choice(made.lines).text])
    made.comments.append(f"{rnd.choice(NAMES)} says: {copied}")


def title(made: Script, rnd: random.Random) -> None:
    made.title = sentence(rnd).rstrip(".?")


EDITS: tuple[Callable[[Script, random.Random], None], ...] = (
    insert,
    delete,
    reword,
    figure,
    name,
    negation_in,
    negation_out,
    denied,
    unquoted,
    speaker,
    swap,
    split,
    join,
    one_of_two,
    typography,
    wrap,
    comment,
    title,
)


def touched(before: Script, after: Script) -> set[int]:
    """Sentences that say something else now; a quotation is touched as a whole."""
    said = {line.id: line.text for line in after.lines}
    ids = [line.id for line in after.lines]
    found = {line.id for line in before.lines if said.get(line.id) != line.text}
    for number in {line.quote for line in before.lines if line.quote}:
        quoted = [line.id for line in before.lines if line.quote == number]
        at = ids.index(quoted[0]) if quoted[0] in ids else 0
        if found.intersection(quoted) or ids[at : at + len(quoted)] != quoted:
            found.update(quoted)
    return found


def claims_on(old: Draft, made: Script, rnd: random.Random) -> list[Claim]:
    """A signed claim on each sentence: the whole of it, or some of its words."""
    found = []
    page = old.article.as_page()
    for line in made.lines:
        start, end = old.spans[line.id]
        words = [match.span() for match in re.finditer(r"\S+", page.text[start:end])]
        if rnd.random() < 0.6:
            low = rnd.randrange(len(words))
            high = rnd.randint(low, len(words) - 1)
            start, end = start + words[low][0], start + words[high][1]
        locator = describe(old.article.sha256, page, start, end)
        number = line.id
        found.append(
            Claim(f"c{number}", number, "r1", locator, "x", verdict="confirmed", rationale="why")
        )
    return found
