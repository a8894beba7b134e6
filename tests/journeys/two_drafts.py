"""An article of ten claims, its next draft with an edit of another kind on each, and sources."""

from pathlib import Path

from workbench.domain.claim import Claim
from workbench.domain.evidence import Stance
from workbench.services.casework import Casework

FIRST = """Harbour bridge cost the city 31.2 million

Opposition says the council was kept in the dark

The new harbour bridge is open to traffic. The final account of the bridge is 31.2 million \
euros. The board approved it without a vote.

The bridge was opened by Mayor Anna Holt on the third of May. A brass band played on the quay.

The council was told of the overrun in March 2022. Its minutes are public.

"We told the board everything we knew," said harbour master Piet Larsen. He declined to say \
more.

Traffic on the old quay has fallen by 12 per cent since last autumn. The port office counts \
lorries at the gate.

The steel came from a mill in Ostrava that closed in January. Its owner has since gone bankrupt, \
according to the court register.

At least 62 residents wrote to object to the noise. The police logged eleven complaints in \
February alone. Two of them were withdrawn.

The lifting gear was inspected twice in 2023. No fault was found, the inspectorate said.

The contract - signed in June 2021 - names a price of "20.4 million euros" for all works. It \
runs to ninety pages.

On Monday the ferry carried 410 passengers. The weather was fine on Monday, and the crossing \
took nine minutes. Tickets cost two euros.

Next day it rained and the wind rose. On Monday the ferry carried 410 passengers. So says the \
log of the second ferry, which began its service a week later.
"""

SECOND = """Harbour bridge cost the city 31.2 million

Opposition says the council was kept in the dark

The new harbour bridge is open to traffic. The final account of the bridge is 31.4 million \
euros. The board approved it without a vote.

The steel came from a mill in Ostrava that closed in January. Its owner has since gone bankrupt, \
according to the court register.

The bridge was opened by Mayor Anna Holm on the third of May. A brass band played on the quay.

The council was not told of the overrun in March 2022. Its minutes are public.

"We told the board nearly everything we knew," said harbour master Piet Larsen. He declined to \
say more.

Since last autumn, lorries on the old quay have become 12 per cent fewer. The port office counts \
lorries at the gate.

At least 62 residents wrote to object to the noise. Two of them were withdrawn.

A second bridge is planned for the northern basin. The lifting gear was inspected twice in 2023. \
No fault was found, the inspectorate said.

The contract – signed in June 2021 – names a price of “20.4 million euros” for all works. It \
runs to ninety pages.

The weather was fine on Monday, and the crossing took nine minutes. Tickets cost two euros.

Next day it rained and the wind rose. On Monday the ferry carried 410 passengers. So says the \
log of the second ferry, which began its service a week later.
"""

# What is edited, the words of the claim, and where they stand (the last place of the words).
CLAIMS = {
    "figure": "The final account of the bridge is 31.2 million euros",
    "name": "The bridge was opened by Mayor Anna Holt on the third of May",
    "negation": "The council was told of the overrun in March 2022",
    "quotation": '"We told the board everything we knew," said harbour master Piet Larsen',
    "reworded": "Traffic on the old quay has fallen by 12 per cent since last autumn",
    "moved": "The steel came from a mill in Ostrava that closed in January",
    "deleted": "The police logged eleven complaints in February alone",
    "inserted": "The lifting gear was inspected twice in 2023",
    "typography": 'The contract - signed in June 2021 - names a price of "20.4 million euros"',
    "twin": "On Monday the ferry carried 410 passengers",
}


def write_sources(folder: Path) -> Path:
    """A folder with one document that has a line for every claim."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"Note {n}. Confirmed: {words}." for n, words in enumerate(CLAIMS.values(), 1)]
    path = folder / "notebook.txt"
    path.write_text("Notebook of the desk\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
    return path


def check_all(casework: Casework) -> dict[str, Claim]:
    """Marks all claims, links each to its line, gives each a verdict; the claims by their edit."""
    archive = casework.archive
    assert archive is not None
    source = archive.sources()[0].sha256
    ids = {}
    for kind, words in CLAIMS.items():
        start = casework.article.text.rindex(words)
        casework.mark_claim(start, start + len(words))
        claim = casework.claim_at(start, start + len(words))
        passage = casework.find_in_source(source, f"Confirmed: {words}")[0]
        casework.attach_evidence(claim.id, passage, Stance.SUPPORTS)
        casework.give_verdict(claim.id, "confirmed", f"The notebook says so, of the {kind}.")
        ids[kind] = claim.id
    return {kind: casework.case.claims[name] for kind, name in ids.items()}
