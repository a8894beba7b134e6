"""The numbers printed on a PDF's pages, from the rules in the file.

PyMuPDF's own get_label takes the P of /Type/PageLabel for a prefix and reads all rules anew for
every page.
"""

import re
from collections.abc import Iterable

_STYLE = re.compile(r"/S\s*/([DRrAa])")
_FIRST = re.compile(r"/St\s+(\d{1,9})")
_PREFIX = re.compile(r"/P\s*(?:\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]*)>)", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-7]{1,3}|.)", re.DOTALL)
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LONGEST = 40


def printed_labels(rules: Iterable[tuple[int, str]], pages: int) -> list[str]:
    """A label for each page; its place where the file has no rule for it."""
    labels = [str(number) for number in range(1, pages + 1)]
    known = sorted((start, rule) for start, rule in rules if 0 <= start < pages)
    for at, (start, rule) in enumerate(known):
        stop = known[at + 1][0] if at + 1 < len(known) else pages
        style = _STYLE.search(rule)
        first = _FIRST.search(rule)
        prefix = _prefix(rule)
        if style is None and not prefix:
            continue
        for page in range(start, stop):
            number = page - start + (int(first.group(1)) if first else 1)
            label = prefix + (_numeral(style.group(1), number) if style else "")
            labels[page] = " ".join(label.split())[:_LONGEST] or labels[page]
    return labels


def _prefix(rule: str) -> str:
    match = _PREFIX.search(rule)
    if match is None:
        return ""
    if match.group(2) is not None:
        digits = re.sub(r"\s", "", match.group(2))
        data = bytes.fromhex(digits + "0" * (len(digits) % 2))
    else:
        text = _ESCAPE.sub(_unescaped, match.group(1))
        data = text.encode("latin-1", "replace")
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("latin-1")


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1)
    return chr(int(code, 8) % 256) if code[0] in "01234567" else code


def _numeral(style: str, number: int) -> str:
    if style in "Aa":
        letter = chr(ord("a") + (number - 1) % 26) * min(_LONGEST, (number - 1) // 26 + 1)
        return letter.upper() if style == "A" else letter
    if style in "Rr" and 0 < number < 5_000:
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (number // value)
            number %= value
        return roman.upper() if style == "R" else roman
    return str(number)
