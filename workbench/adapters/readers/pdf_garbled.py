"""Text layers that cannot be trusted: fonts that do not say which letters their shapes are."""

import re

_BAD = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
_PLAIN_SIGNS = re.compile("[\t-\r\x20-\x7e]+")
_FAR = re.compile("[\u0400-\u1cff\u2e80-\ufaff\ufb1d-\ufefc]")
_CODES = re.compile(r"(?:/[A-Za-z]{1,2}\d{1,3}){3,}|(?:\(cid:\d+\))+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_WESTERN_MARKED = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]")
_LETTER = re.compile(r"[^\W\d_]")
# Latin letters joined to Cyrillic, Hebrew, Arabic … ones in one word; Greek is left to formulae.
_MIXED = re.compile("[A-Za-z\u00c0-\u024f][\u0400-\u1cff\u2e80-\ufaff\ufb1d-\ufefc]|"
                    "[\u0400-\u1cff\u2e80-\ufaff\ufb1d-\ufefc][A-Za-z\u00c0-\u024f]")  # fmt: skip
_INNER = re.compile(r"[A-Za-z][\]\[#^\\`~*|{}?!@$%+º¦]\S*[A-Za-z]\S*")
# No figures, and no dots that lead the eye.
_SINGLE = re.compile(r"(?<!\S)[!-\-/:-~\u00a1-\u024f](?!\S)")
_LATIN_RUN = re.compile("[A-Za-z\u00c0-\u024f]{4,}")
_HARD = re.compile("[bcdfghjklmnpqrstvwxzçñčďěłńňřśšťžźż]{4,}", re.IGNORECASE)
_VOWEL = re.compile("[aeiouyà-æè-ïò-öø-ýÿāăąēĕėęěīįıōŏőœūŭůűųŷ]", re.IGNORECASE)
# The shortest of the commonest words of many languages in Latin letters.
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "the of and to in is for that on with as by at from it are or be not this was will "
        "de la le les des du en et un une que est pour dans el los las una por con del se su al "
        "der die das und den von zu mit im ist ein eine für auf dem nicht des sich "
        "di il che per non lo gli nel da e o do os em um uma para com não na no "
        "van het een op te dat voor zijn niet och att som på av är det til af og er "
        "ja ei se että jest nie z w i je v a s si že az egy nem és hogy "
        "cu din pe nu ca bir ve bu için ne için untuk yang dan dengan ini itu của và là các "
        "y u ne su od za iz kao ir ar uz par kad ka fyrir sem að "
        "must shall may should page section",
    )
)
_TELLING = frozenset(word for word in _COMMON if len(word) > 2)


def unreliable(text: str) -> bool:
    """True where the text of a page is noise, whatever its language."""
    return strangeness(text) >= 1


def strangeness(text: str) -> float:
    """0 for plain text; 1 and more where the letters cannot be those that were printed."""
    tokens = text.lower().split()
    solid = sum(map(len, tokens))
    if solid < 8:
        return 0.0
    found = 0.0
    if not text.isascii() or _CONTROL.search(text):
        found = _by_signs(text, solid)
    if found >= 1:
        return found
    common = [token for token in tokens if token in _COMMON]
    if sum(map(_TELLING.__contains__, common)) <= 0.01 * len(tokens):
        found = max(found, _by_pieces(text, len(tokens)))
    if found >= 1 or len(common) > 0.04 * len(tokens):
        return found
    if "/" in text or "(cid" in text:
        codes = sum(len(match.group()) for match in _CODES.finditer(text))
        found = max(found, codes / solid / 0.25)
    return found if found >= 1 or solid < 60 else max(found, _by_letters(text))


def _by_signs(text: str, solid: int) -> float:
    found = 0.0
    signs = _PLAIN_SIGNS.sub("", text)
    if len(signs) < 5 and _CONTROL.search(signs) is None:
        return found
    bad = len(_BAD.findall(signs))
    if bad >= 5:
        found = bad / solid / 0.15
    marked = len(_WESTERN_MARKED.findall(signs))
    # Cyrillic or Greek read as Latin-1; no language has so many marked letters.
    if marked >= 30:
        found = max(found, marked / max(1, len(_LETTER.findall(text))) / 0.5)
    mixed = len(_MIXED.findall(text)) if len(_FAR.findall(signs)) >= 10 else 0
    if mixed >= 10:
        found = max(found, mixed / len(text.split()) / 0.3)
    return found


def _by_pieces(text: str, tokens: int) -> float:
    """Signs of many kinds within words, or single ones all over; letters alone may be words."""
    if tokens >= 100:
        single = _SINGLE.findall(text)
        if len(single) > 0.7 * tokens and len(set(single)) >= 20:
            return len(single) / tokens / 0.7
    # A list of addresses, or of formulae, has the same few of them again and again.
    inner = [match.group()[1] for match in _INNER.finditer(text)]
    if tokens >= 20 and len(inner) > 0.12 * tokens and len(set(inner)) >= 6:
        return len(inner) / tokens / 0.12
    return 0.0


def _by_letters(text: str) -> float:
    """Words that nobody can say, where none of the little words of any language stands."""
    tokens = text.split()
    if len(tokens) < 20:
        return 0.0
    if _shifted(text):
        return 2.0
    # Keys and sums in base 64 are long unbroken strings; a garbled page still has its words.
    runs = [run for token in tokens if len(token) <= 30 for run in _LATIN_RUN.findall(token)]
    hard = sum(1 for run in runs if _HARD.search(run))
    vowels = sum(len(_VOWEL.findall(run)) for run in runs)
    unsaid = hard > 0.35 * len(runs) and vowels < 0.3 * sum(map(len, runs))
    return 1.0 + hard / len(runs) if unsaid and len(runs) >= 20 else 0.0


def _shifted(text: str) -> bool:
    """Numbers of glyphs taken for letters: every one stands as far from what was meant."""
    runs = "".join(_LATIN_RUN.findall(text))
    if len(runs) < 40 or len(_VOWEL.findall(runs)) > 0.32 * len(runs):
        return False
    for by in range(1, 64):
        meant = text.translate({code: code + by for code in range(33, 127)}).split()
        told = [word for word in meant if word in _TELLING]
        # One word alone is chance: "RFC" stands as far from "the" as its letters do.
        if len(told) > 0.06 * len(meant) and len(set(told)) > 2:
            return True
    return False
