"""Which text layers are said to be unreliable, and which never are."""

import random
import string

import pytest

from workbench.adapters.readers.pdf_garbled import unreliable

ENGLISH = (
    "The council met on Tuesday evening in the examination hall and voted by seventeen to nine "
    "to pay for the finished quay, which had been built in the years before the war and stood "
    "empty since the last of the ships had gone to the breakers further down the coast. "
)
PLAIN = {
    "german": "Der Rat tagte am Dienstagabend und beschloss, die Kosten des Kais zu tragen. " * 5,
    "polish": "Rada miasta zebrała się we wtorek wieczorem i postanowiła opłacić nabrzeże. " * 5,
    "czech": "Rada se sešla v úterý večer a rozhodla, že zaplatí nábřeží. Strč prst skrz krk. " * 5,
    "vietnamese": "Hội đồng đã họp vào tối thứ Ba và quyết định trả tiền cho bến cảng mới. " * 5,
    "welsh": "Cyfarfu'r cyngor nos Fawrth a phleidleisiodd dros dalu am y cei gorffenedig. " * 5,
    "finnish": "Valtuusto kokoontui tiistai-iltana ja päätti maksaa valmiin laiturin. " * 5,
    "turkish": "Meclis salı akşamı toplandı ve bitmiş rıhtımın parasını ödemeye karar verdi. " * 5,
    "russian": "Совет собрался во вторник вечером и решил заплатить за набережную. " * 5,
    "greek": "Το συμβούλιο συνεδρίασε την Τρίτη το βράδυ και αποφάσισε να πληρώσει. " * 5,
    "arabic": "اجتمع المجلس مساء الثلاثاء وقرر دفع ثمن الرصيف الجديد في المدينة. " * 5,
    "chinese": "市议会星期二晚上开会，决定支付新码头的费用。" * 12,
    "icelandic": "Bæjarstjórnin kom saman á þriðjudagskvöld og ákvað að greiða fyrir bryggjuna. "
    * 5,
    "capitals": ENGLISH.upper(),
    "figures": "\n".join(f"{n} {n * 4711:,} {n / 7:.2f} % −{n}" for n in range(60)),
    "phones": "\n".join(f"J. Brown, +44 20 7946 {n:04}" for n in range(60)),
    "code": "for (i = 0; i < n; i++) { if (buf[i] != '\\0') strncpy(dst, src->ptr, len); }\n" * 12,
    "hex": "\n".join(random.Random(n).randbytes(32).hex() for n in range(30)),
    "formula": "∑ᵢ (xᵢ − μ)² / σ² = χ², ∂f/∂x → 0, ∀ε ∃δ: |x − y| < δ ⇒ |f(x) − f(y)| < ε\n" * 8,
    "acronyms": "NATO UNESCO WHO IMF OECD WTO UNHCR OSCE ASEAN OPEC FAO ILO UNICEF " * 6,
    "bullets": "\uf0b7 " + ENGLISH + "\n\uf0b7 " + ENGLISH,
    "little": "17",
    "references": "\n".join(
        f"[{n}] J. Postel, RFC {n * 7}, DOI 10.17487/RFC{n}" for n in range(60)
    ),
    "markup": "\n".join(
        f'<element name="row{n}" type="xs:string" use=optional/>' for n in range(60)
    ),
    "dots": "Introduction ........................ 4\nThe quay ................ 17\n" * 12,
    "letters": " ".join("A = 0.05, B = 1.75, x ∈ M, f ( x ) = y ; a b c d" for _ in range(20)),
    "leaders": "Introduction . . . . . . . . . . . . . . . . . 4\nKai . . . . . . . . . 17\n" * 12,
    "grid": ("+---+---+ | a | b | x[0]*y[1] \n" * 20),
    "addresses": "\n".join(f"Jane Brown jane.brown@example{n}.org" for n in range(60)),
    "mail": "https://example.org/minutes?year=1916 h.lisle@example.org /var/log/syslog\n" * 8,
}


@pytest.mark.parametrize("kind", PLAIN)
def test_plain_pages_are_reliable(kind: str) -> None:
    assert not unreliable(PLAIN[kind])


def _shifted(text: str, by: int) -> str:
    return "".join(chr(ord(char) - by) if char > " " else char for char in text)


def _soup(letters: str) -> str:
    chance = random.Random(4)
    return " ".join("".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(90))


GARBLED = {
    "shifted by 29": _shifted(ENGLISH, 29),
    "shifted by 31": _shifted(ENGLISH, 31),
    "private use": "".join(chr(0xE000 + ord(char)) if char > " " else char for char in ENGLISH),
    "replaced": "".join("\ufffd" if char in "aeiou" else char for char in ENGLISH),
    "control": "".join(chr(1 + ord(char) % 8) if char.islower() else char for char in ENGLISH),
    "codes": " ".join("".join(f"/C{ord(char) % 90}" for char in word) for word in ENGLISH.split()),
    "cids": " ".join("".join(f"(cid:{ord(char)})" for char in word) for word in ENGLISH.split()),
    "consonants": _soup("bcdfghjklmnpqrstvwxz"),
    "random letters": _soup(string.ascii_lowercase),
    "wrong code page": PLAIN["russian"].encode("cp1251").decode("latin-1"),
    "mixed scripts": _soup("abcdefghijklmабвгдежзиклмн"),
    "letter by letter": " ".join(_shifted(ENGLISH.replace(" ", ""), 29)),
    "letter by letter, ten off": " ".join(_shifted(ENGLISH.replace(" ", ""), 10)),
    "signs in words": _soup("aeiosty?#`^*[]|!+") + " a e i o y" * 3,
}


@pytest.mark.parametrize("kind", GARBLED)
def test_garbled_pages_are_not(kind: str) -> None:
    assert unreliable(GARBLED[kind])
