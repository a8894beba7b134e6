"""Words whose meaning hangs on the day of publication."""

import re

# One list for all languages: a word too many only asks somebody to look again.
_RELATIVE = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|overnight|currently|now|recently|upcoming|ago"
    r"|(?:this|last|next|past|previous|coming|earlier this|later this)"
    r"\s+(?:\w+\s+)?(?:morning|afternoon|evening|night|weekend|week|month|quarter|year|decade"
    r"|century|spring|summer|autumn|fall|winter|season)s?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|heute|gestern|vorgestern|morgen|derzeit|kürzlich"
    r"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
    r"|(?:vorige|letzte|nächste|kommende|diese)[rsnm]?\s+(?:woche|monat|jahr)\w*"
    r"|aujourd.hui|hier|demain|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|(?:semaine|mois|année|an)\s+(?:dernière?|prochaine?)"
    r"|hoy|ayer|mañana|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|(?:semana|mes|año)\s+(?:pasad[ao]|próxim[ao])"
    r"|vandaag|gisteren|morgen|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|(?:vorige|volgende|komende)\s+(?:week|maand|jaar)"
    r"|oggi|ieri|domani|(?:lune|marte|mercole|giove|vener)dì|sabato|domenica)\b",
    re.IGNORECASE,
)
# With a capital: "may" is a verb more often than a month.
_DAY_WITHOUT_YEAR = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(?!\.?\s*(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?"
    r"(?:of\s+)?\d{4})"
)


def relative_date(text: str, *, other_year: bool) -> str:
    """The first words that mean another day once the article's date is another, or nothing."""
    found = _RELATIVE.search(text)
    if found is None and other_year:
        found = _DAY_WITHOUT_YEAR.search(text)
    return found.group() if found else ""
