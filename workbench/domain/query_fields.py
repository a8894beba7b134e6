"""The fields of the query language and the values they take."""

import re

from rapidfuzz.distance import OSA

from workbench.domain.analysis import fold
from workbench.i18n import _

TEXT_FIELDS = ("title", "author", "publisher", "path", "tag")
KEYWORD_FIELDS = ("source", "type", "lang", "ocr")
# What only the open case or the catalogue can answer; replaced before an engine sees the tree.
CASE_FIELDS = ("used", "has")
FIELDS = ("title", "author", "publisher", "type", "tag", "lang", "path", "source", "date", "has",
          "used", "ocr")  # fmt: skip
YES, NO = "yes", "no"
KINDS = ("pdf", "html", "text", "docx", "eml")
FIXED_VALUES = {"has": ("evidence",), "used": (YES, NO), "ocr": (YES, NO)}
_KIND_MEANT = {
    "txt": "text", "plain": "text", "htm": "html", "web": "html", "webpage": "html", "mail": "eml",
    "email": "eml", "e-mail": "eml", "word": "docx", "doc": "docx",
}  # fmt: skip
_YES_OR_NO = {"y": YES, "yes": YES, "true": YES, "1": YES, "n": NO, "no": NO, "false": NO, "0": NO}
_HASH = re.compile(r"[0-9a-f]{6,64}")
# Other names people try, and the field they mean.
_MEANT = {
    "by": "author", "writer": "author", "from": "author", "name": "title", "headline": "title",
    "subject": "title", "format": "type", "kind": "type", "filetype": "type", "ext": "type",
    "language": "lang", "file": "path", "filename": "path", "folder": "path", "year": "date",
    "published": "date", "day": "date", "before": "date", "after": "date", "label": "tag",
    "keyword": "tag", "hash": "source", "sha256": "source", "site": "publisher", "is": "used",
    "evidence": "has", "scan": "ocr",
}  # fmt: skip
_NAMED = {**{name: name for name in FIELDS}, **_MEANT}
LANGUAGES = {
    "ar": ("arabic", "العربية"), "bg": ("bulgarian", "български"), "bn": ("bengali",),
    "ca": ("catalan", "català"), "cs": ("czech", "čeština"), "da": ("danish", "dansk"),
    "de": ("german", "deutsch"), "el": ("greek", "ελληνικά"), "en": ("english",),
    "es": ("spanish", "español", "castellano"), "et": ("estonian", "eesti"),
    "fa": ("persian", "farsi", "فارسی"), "fi": ("finnish", "suomi"),
    "fr": ("french", "français"), "ga": ("irish", "gaeilge"), "he": ("hebrew", "עברית"),
    "hi": ("hindi", "हिन्दी"), "hr": ("croatian", "hrvatski"), "hu": ("hungarian", "magyar"),
    "id": ("indonesian",), "is": ("icelandic", "íslenska"), "it": ("italian", "italiano"),
    "ja": ("japanese", "日本語"), "ko": ("korean", "한국어"), "lt": ("lithuanian", "lietuvių"),
    "lv": ("latvian", "latviešu"), "nl": ("dutch", "nederlands"),
    "no": ("norwegian", "norsk"), "pl": ("polish", "polski"),
    "pt": ("portuguese", "português"), "ro": ("romanian", "română"),
    "ru": ("russian", "русский"), "sk": ("slovak", "slovenčina"),
    "sl": ("slovenian", "slovenščina"), "sr": ("serbian", "српски"),
    "sv": ("swedish", "svenska"), "sw": ("swahili", "kiswahili"), "th": ("thai", "ไทย"),
    "tr": ("turkish", "türkçe"), "uk": ("ukrainian", "українська"), "ur": ("urdu", "اردو"),
    "vi": ("vietnamese",), "zh": ("chinese", "中文", "汉语"),
}  # fmt: skip
_CODES = {fold(name): code for code, names in LANGUAGES.items() for name in names}


def nearest_field(name: str) -> str:
    """The field that was probably meant, or nothing."""
    name = name.lower()
    near = min(_NAMED, key=lambda known: OSA.distance(name, known))
    return _NAMED[near] if OSA.distance(name, near) <= (2 if len(near) > 4 else 1) else ""


def keyword_value(name: str, text: str) -> str:
    """The value of a keyword field as it is indexed; empty where the field takes no such value."""
    value = text.strip().casefold()
    if name in ("used", "ocr"):
        return _YES_OR_NO.get(value, "")
    if name == "has":
        return value if value in FIXED_VALUES["has"] else ""
    if name == "lang":
        return _language(value)
    value = value.removeprefix(".")
    if name == "type" and not value.endswith("*"):
        value = _KIND_MEANT.get(value, value)
        return value if value in KINDS else ""
    return re.sub(r"\s+", "", value)


def is_hash(text: str) -> bool:
    """True where the text may be the beginning of a source's hash."""
    return _HASH.fullmatch(text.casefold()) is not None


def values_said(name: str) -> str:
    """What a keyword field takes, for the message about what it does not take."""
    if name == "lang":
        return _("a language, such as “de” or “german”")
    values = KINDS if name == "type" else FIXED_VALUES.get(name, ())
    return _(" or ").join(f"“{value}”" for value in values)


def _language(value: str) -> str:
    if named := _CODES.get(fold(value)):
        return named
    primary = re.split("[-_]", value)[0]
    return primary if re.fullmatch("[a-z]{2,3}", primary) else ""
