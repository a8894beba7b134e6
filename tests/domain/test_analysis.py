"""Words as every engine indexes them: folded alike, in order, at their places."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.domain.analysis import (
    compounds,
    fold,
    index_text,
    is_unspaced,
    letter_by_letter,
    spaced,
    tokens,
    words_of,
)

GAP = "␞"
SCRIPTS = st.sampled_from(
    [*"aZé ß-–‑'’_²½ﬁ①æı\n\t", "km²", "e\u0301", "в", "Й", "и\u0306", "ё", "ث", "كَ", "ـ", "ی", "٣",
     "ש", "שׁ", "क", "क़", "ि", "京", "都", "が", "か\u3099", "한", "ท", "ี่", "လ", "ខ", "ླ", "🎉",
     "\u200d", "\u200c", "\u00ad", "\u2060", "\ufeff", "\u0488", "\u20d7", "\u1ab0", "⑴", "ｱ", "㎞",
     "´", "ͺ", "İ", "ǆ", "ẞ", "ﷺ", "𝔘", "\0"]
)  # fmt: skip
MIXED = st.lists(SCRIPTS, max_size=12).map("".join) | st.text(max_size=60)


def words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


def indexed(text: str) -> list[str]:
    return index_text(text).split(f" {GAP} ")[0].split()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Façade ﬁnal STRASSE straße Ünï", ["facade", "final", "strasse", "strasse", "uni"]),
        ("O’Brien’s “quay”", ["o", "brien", "s", "quay"]),
        ("MOSKVA Москва ЁЛКА Йод", ["moskva", "москва", "елка", "иод"]),
        ("كَتَبَ الأُمّةُ", ["كتب", "الامه"]),
        ("שָׁלוֹם", ["שלום"]),
        ("東京都", ["東京", "京都", "都"]),
        ("東京 tower", ["東京", "京", "tower"]),
        ("第3章", ["第", "3", "章"]),
        ("ガラス ｶﾞﾗｽ", ["ガラ", "ラス", "ス"] * 2),
        ("서울", ["서울", "울"]),
        ("๓๔ ١٢ १२", ["34", "12", "12"]),
        ("committee⁴ 40 km² CO₂ 1½", ["committee", "40", "km2", "co2", "11", "2"]),
        ("cease\u00adfire می\u200cخواهم", ["ceasefire", "ميخواهم"]),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_of_many_scripts(text: str, found: list[str]) -> None:
    assert words(text) == found
    assert indexed(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("an e-mail, the Cease‑Fire", ["email", "ceasefire"]),
        ("state-of-the-art", ["stateoftheart"]),
        ("COVID-19 on 2016-09-17", ["covid19"]),
        ("-a b- --x-- c-d-", ["cd"]),
        ("committee⁴-run", ["committeerun"]),
        ("½-inch", []),
        ("x" * 40 + "-y", []),
        ("Straßen-Brücke", ["strassenbrucke"]),
    ],
)
def test_a_word_with_hyphens_is_one_word_too(text: str, found: list[str]) -> None:
    assert [token.word for token in compounds(text)] == found
    assert index_text(text).split(f" {GAP} ")[1:] == found


def test_spans_of_words_are_theirs() -> None:
    text = "Die Straße: 東京都, e-mail"
    assert [(text[t.start : t.end], t.word) for t in tokens(text)] == [
        ("Die", "die"), ("Straße", "strasse"), ("東京", "東京"), ("京都", "京都"), ("都", "都"),
        ("e", "e"), ("mail", "mail"),
    ]  # fmt: skip
    assert [text[t.start : t.end] for t in compounds(text)] == ["e-mail"]


@given(MIXED)
@example("а\u0488б")
@example("\u0958")
@example("京\u3099\u3099")
def test_an_engine_indexes_the_words_that_are_lit(text: str) -> None:
    assert indexed(text) == words(text)


@given(MIXED)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for start, end, word in tokens(text):
        assert last <= start < end <= len(text)
        assert word == word.strip()
        assert not any(char.isspace() for char in word)
        last = start
    for start, end, word in compounds(text):
        assert 0 <= start < end <= len(text)
        assert word in index_text(text).split()


@given(MIXED)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert words(" ".join(words(text))) == words(text) or any(map(is_unspaced, words(text)))


@given(MIXED)
@example("e\u0301km²")
def test_composed_and_decomposed_letters_are_the_same_words(text: str) -> None:
    assert words(unicodedata.normalize("NFC", text)) == words(unicodedata.normalize("NFD", text))


@given(MIXED)
@example("İkm²")
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


@given(MIXED)
def test_a_text_read_letter_by_letter_has_the_same_words(text: str) -> None:
    even = letter_by_letter(text)
    if even is not None:
        assert len(even) == len(text)
        assert [even[start:end] for start, end, _word in tokens(text)] == words(text)
        assert spaced(even).split() == words(text)


@given(MIXED)
def test_a_query_for_a_whole_text_finds_it(text: str) -> None:
    wanted = words_of(text)
    found = words(text)
    if wanted and not (len(wanted[-1]) == 1 and is_unspaced(wanted[-1])):
        assert found[: len(wanted)] == wanted
        assert len(found) - len(wanted) <= 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("東京都", ["東京", "京都"]),
        ("東京 大学", ["東京", "京", "大学"]),
        ("京", ["京"]),
        ("第3章", ["第", "3", "章"]),
        ("ガラス", ["ガラ", "ラス"]),
        ("人人", ["人人"]),
    ],
)
def test_words_of_a_query_in_a_script_without_spaces(query: str, found: list[str]) -> None:
    assert words_of(query) == found


@given(st.text("aB1 --‐‑–—_“”’é½ﬁ²⁴km€ßæ京都ガア\u0301\u00ad\t\n.,'", max_size=24))
def test_the_index_gets_the_words_and_then_the_compounds(text: str) -> None:
    wanted = [token.word for token in tokens(text)]
    for token in compounds(text):
        wanted += [GAP, token.word]
    assert index_text(text).split() == wanted


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("It carried 1,200 people.", ["1200"]),
        ("9,847,300 or 9.847.300 or 9 847 300 or 9’847’300", ["9847300"] * 4),
        ("1,2 and 31.2 and 12,34 and 2016", []),
        ("1,2000 and 1,200.5 and v1.200.3000", ["1200"]),
    ],
)
def test_figures_are_found_with_and_without_their_signs(text: str, figures: list[str]) -> None:
    assert [token.word for token in compounds(text)] == figures
    assert index_text(text).split(GAP)[1:] == [f" {word} " for word in figures][:-1] + [
        f" {word}" for word in figures[-1:]
    ]
