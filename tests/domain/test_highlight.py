"""What a query lights up: exactly the words that made the hit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.analysis import compounds, tokens
from workbench.domain.highlight import spans
from workbench.domain.query import parse
from workbench.domain.query_options import Options


def stem(word: str) -> str:
    return word.removesuffix("s")


def lit(query: str, text: str, *, stems: bool = True) -> list[str]:
    tree = parse(query, Options(stems=stems)).tree
    assert tree is not None
    return [text[start:end] for start, end in spans(tree, text, stem)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("cost", "Costs of a cost; costly", ["Costs", "cost"]),
        ('"cost"', "Costs of a cost", ["cost"]),
        ('"final account" cost* brigde~', "The final account costs for the bridge. Final  Account.",
         ["final account", "costs", "bridge", "Final  Account"]),
        ("br?dge", "bridge brdge bridges", ["bridge"]),
        ("ridge~", "bridge", ["bridge"]),
        ("cost NOT bridge", "bridge cost", ["cost"]),
        ("title:cost bridge", "the cost of a bridge", ["bridge"]),
        ("cost date:2016 type:pdf used:yes", "the cost 2016 pdf yes", ["cost"]),
        ("e-mail", "An e-mail, an email, an E‑Mail and e mail; emails", [
            "e-mail", "email", "E‑Mail", "e mail", "emails"]),
        ("email", "An e-mail", ["e-mail"]),
        ("emai*", "An e-mail", ["e-mail"]),
        ("committee", "the committee⁴ met", ["committee"]),
        ("31.2", "It cost 31.2⁴ million.", ["31.2"]),
        ("31.24", "It cost 31.2⁴ million.", []),
        ("km2", "An area of 40 km² in all.", ["km²"]),
        ("co2", "Less CO₂ than before.", ["CO₂"]),
        ("facade strasse", "Façade, Straße, cafe\u0301", ["Façade", "Straße"]),
        ("cafe", "the cafe\u0301, the CAFÉ", ["cafe\u0301", "CAFÉ"]),
        ("final", "ﬁnal ﬁnals", ["ﬁnal", "ﬁnals"]),
        ("brien", "O’Brien’s", ["Brien"]),
        ("москва", "МОСКВА, Москва́", ["МОСКВА", "Москва́"]),
        ("كتب", "كَتَبَ الكتاب", ["كَتَبَ"]),
        ("שלום", "שָׁלוֹם", ["שָׁלוֹם"]),
        ("東京", "東京都と東京", ["東京", "東京"]),
        ("東京都", "新東京都庁", ["東京都"]),
        ("京", "東京 京都", ["京", "京"]),
        ("東京 橋", "東京の橋です", ["東京", "橋"]),
        ('"東京 tower"', "東京 Tower", ["東京 Tower"]),
        ("ガラス", "ｶﾞﾗｽの橋", ["ｶﾞﾗｽ"]),
        ("ภาษา", "เรียนภาษาไทย", ["ภาษา"]),
        ('"cost bridge"~3', "cost of the bridge; cost a b c d bridge", ["cost", "bridge", "cost"]),
        ('"cost bridge"~2', "bridge, cost", ["bridge", "cost"]),
        ('"cost bridge"~2', "bridge of the cost", []),
    ],
)  # fmt: skip
def test_what_is_lit(query: str, text: str, found: list[str]) -> None:
    assert lit(query, text) == found


def test_without_stems_only_the_very_form_is_lit() -> None:
    assert lit("cost", "Costs of a cost", stems=False) == ["cost"]


TEXTS = st.text(
    st.sampled_from("aé ß-’.ﬁ京都がคี่कि🎉\u0301\u3099\u00adнЙك"), max_size=30
) | st.text(max_size=40)  # fmt: skip


@given(
    TEXTS, st.sampled_from(["a", "a*", "京", "京都", '"a京"', "aa~", "é OR ß", '"a a"~3', "a-é"])
)
def test_spans_never_overlap_nor_leave_the_text(text: str, query: str) -> None:
    tree = parse(query).tree
    last = 0
    for start, end in spans(tree, text, stem):
        assert last <= start < end <= len(text)
        last = end


@given(TEXTS)
def test_every_word_of_a_text_is_lit_by_a_query_for_it(text: str) -> None:
    for token in [*tokens(text), *compounds(text)]:
        if not token.word[0].isalnum():
            continue  # the later half of a pair: nobody can write a vowel sign alone
        tree = parse(f'"{token.word}"').tree
        found = spans(tree, text, stem)
        assert any(start < token.end and token.start < end for start, end in found)
