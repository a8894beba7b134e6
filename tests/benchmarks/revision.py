"""How long a new draft takes: `python tests/benchmarks/revision.py`.

An article of 90,000 characters with 300 claims and 60 edits is aligned; the peer is difflib's
word diff of the same two texts in the same run, which places no claim.
"""

import difflib
import random
import time

from tests import drafting
from tests.drafting import claims_on, draft
from workbench.domain.revision import align


def main() -> None:
    """Prints both times and their ratio."""
    rnd = random.Random(5)
    made = drafting.script(rnd, 430)
    old = draft(made)
    claims = rnd.sample(claims_on(old, made, rnd), 300)
    for _edit in range(60):
        rnd.choice(drafting.EDITS[:15])(made, rnd)
    new = draft(made, 2)
    begun = time.process_time()
    plan = align(old.article, new.article, claims, old.sentences, new.sentences)
    ours = time.process_time() - begun
    begun = time.process_time()
    words = old.article.text.split(), new.article.text.split()
    difflib.SequenceMatcher(None, *words, autojunk=False).get_opcodes()
    theirs = time.process_time() - begun
    counts = [len(part) for part in (plan.unchanged, plan.moved, plan.changed, plan.lost)]
    print(f"{len(old.article.text)} characters, {len(claims)} claims: {counts}")
    print(f"aligned in {ours:.2f} s; difflib {theirs:.2f} s; ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
