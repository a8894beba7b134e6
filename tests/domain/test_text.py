"""The one normalised text: offsets round-trip, figures never change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.text import Box, Word, boxes_of, match_key, normalise

RAW = st.text(
    st.one_of(
        st.sampled_from(" \n\t-‐\u00ad\u200b\u200dﬁﬂﬃaAbB1½²⁴e\u0301…“”’–—ÅΩｶﾞ\x00\x07"),
        st.characters(),
    ),
    max_size=120,
)


@given(RAW)
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = normalise(raw).text
    assert normalise(once).text == once


# Texts with no odd sign among them go another way, which must lead to the same place.
CALM = st.text(st.sampled_from(" \n--‐‑\u00adﬁaébB1²”…\x02\ufffd"), max_size=60)


@given(CALM, CALM)
def test_what_is_odd_on_a_page_changes_nothing_elsewhere(calm: str, more: str) -> None:
    start, end = "Start of\n", "\nthe end"
    odd = "\n\n\u3000\n\n"
    alone = normalise(start + calm + more + end)
    beside = normalise(start + calm + more + end + odd)
    kept = len(alone.text)
    assert beside.text[:kept] == alone.text
    assert beside.starts[:kept] == alone.starts
    assert beside.ends[:kept] == alone.ends


@given(RAW)
def test_a_key_is_the_same_whether_the_text_was_normalised_before(raw: str) -> None:
    assert match_key(normalise(raw).text).text == match_key(raw).text


@given(RAW)
def test_every_character_knows_where_it_came_from(raw: str) -> None:
    mapped = normalise(raw)
    assert len(mapped.text) == len(mapped.starts) == len(mapped.ends)
    assert all(0 <= s < e <= len(raw) for s, e in zip(mapped.starts, mapped.ends, strict=True))
    assert list(mapped.starts) == sorted(mapped.starts)


@given(RAW, st.data())
def test_offsets_round_trip(raw: str, data: st.DataObject) -> None:
    mapped = normalise(raw)
    if not mapped.text:
        return
    start = data.draw(st.integers(0, len(mapped.text) - 1))
    end = data.draw(st.integers(start + 1, len(mapped.text)))
    low, high = mapped.to_origin(start, end)
    back_start, back_end = mapped.from_origin(low, high)
    # A character of the raw text may stand for several here (ﬁ → fi): then all of them come back.
    assert back_start <= start
    assert back_end >= end
    assert mapped.to_origin(back_start, back_end) == (low, high)


@given(RAW)
def test_digits_are_never_made_or_lost(raw: str) -> None:
    wanted = [char for char in raw if char.isdecimal() and char.isascii()]
    found = [char for char in normalise(raw).text if char.isdecimal() and char.isascii()]
    assert [c for c in found if c in "0123456789"][: len(wanted)] != [] or not wanted
    for char in "²³¹⁴½¼₂①":
        assert normalise(f"31.2{char}").text == f"31.2{char}"


@given(RAW)
def test_a_key_maps_back(raw: str) -> None:
    key = match_key(raw)
    assert len(key.text) == len(key.starts) == len(key.ends)
    assert "\n" not in key.text
    assert "  " not in key.text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("the exam-\nple of", "the example of"),
        ("the state-of-the-\nart", "the state-of-the-art"),
        ("Al-\nJazeera", "Al-Jazeera"),
        ("pages 10-\n12", "pages 10-12"),
        ("co\u00ad\noperate", "cooperate"),
        ("co\u00adoperate", "cooperate"),
        ("one\n\n\ntwo", "one\n\ntwo"),
        ("one \n two", "one two"),
        ("eﬃcient ﬁgures", "efficient figures"),
        ("cafe\u0301", "café"),
        ("a\x00b", "a\ufffdb"),
        ("31.2⁴ and 5½", "31.2⁴ and 5½"),
        ("“Curly”, ‘so’", "“Curly”, ‘so’"),
        ("wait…", "wait..."),
        ("نص\u200cها", "نص\u200cها"),
        ("zero\u200bwidth", "zerowidth"),
        ("👩\u200d🚒", "👩\u200d🚒"),
    ],
)
def test_what_becomes_of(raw: str, text: str) -> None:
    assert normalise(raw).text == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We did not”", '"We did not"'),
        ("don’t", "don't"),
        ("2020–21", "2020-21"),
        ("cease-fire", "ceasefire"),
        ("one\n\ntwo", "one two"),
    ],
)
def test_the_same_words_have_one_key(one: str, other: str) -> None:
    assert match_key(one).text == match_key(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [("10-12", "1012"), ("62", "80"), ("will", "may"), ("−3", "3"), ("IS", "is"), ("31.2", "312")],
)
def test_other_words_have_another_key(one: str, other: str) -> None:
    assert match_key(one).text != match_key(other).text


def test_boxes_join_along_a_line_and_cut_a_word() -> None:
    words = (
        Word(0, 3, Box(0.1, 0.1, 0.2, 0.12)),
        Word(4, 8, Box(0.21, 0.1, 0.3, 0.12)),
        Word(9, 13, Box(0.1, 0.13, 0.2, 0.15)),
    )
    assert boxes_of(words, 0, 13) == (Box(0.1, 0.1, 0.3, 0.12), Box(0.1, 0.13, 0.2, 0.15))
    (part,) = boxes_of(words, 9, 11)
    assert part.right == pytest.approx(0.15)
    assert boxes_of(words, 3, 4) == ()


def test_words_of_two_columns_stay_two_boxes() -> None:
    words = (Word(0, 3, Box(0.1, 0.1, 0.2, 0.12)), Word(4, 8, Box(0.6, 0.1, 0.7, 0.12)))
    assert len(boxes_of(words, 0, 8)) == 2


def test_a_line_of_arabic_is_one_box_and_a_gutter_parts_two() -> None:
    row = [Word(4 * n, 4 * n + 3, Box(0.8 - 0.1 * n, 0.1, 0.88 - 0.1 * n, 0.12)) for n in range(4)]
    assert boxes_of(row, 0, 15) == (Box(0.5, 0.1, 0.88, 0.12),)
    beside = [Word(0, 5, Box(0.1, 0.1, 0.2, 0.12)), Word(6, 11, Box(0.26, 0.1, 0.36, 0.12))]
    assert len(boxes_of(beside, 0, 11)) == 2


def test_signs_set_downwards_are_one_box_a_line() -> None:
    signs = [
        Word(n, n + 1, Box(0.5 - n // 5 * 0.1, 0.1 + n % 5 * 0.02, 0.53 - n // 5 * 0.1,
                           0.12 + n % 5 * 0.02))
        for n in range(10)
    ]  # fmt: skip
    assert len(boxes_of(signs, 0, 10)) == 2
    assert len(boxes_of(signs, 3, 7)) == 2


def test_a_tall_sign_does_not_light_the_lines_above_and_below() -> None:
    words = (
        Word(0, 3, Box(0.1, 0.100, 0.15, 0.113)),
        Word(4, 6, Box(0.16, 0.095, 0.18, 0.125)),
        Word(7, 12, Box(0.19, 0.100, 0.25, 0.113)),
    )
    line, sign = boxes_of(words, 0, 12)[:2]
    assert (line.top, line.bottom) == (0.100, 0.113)
    assert sign == words[1].box


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("found no well-\nknown pollutants", "found no well-known pollutants"),
        ("past the har-\nbour wall", "past the harbour wall"),
        ("a cost-\nbenefit study, cost-benefit", "a cost-benefit study, cost-benefit"),
        ("non-\nsense, all nonsense", "nonsense, all nonsense"),
    ],
)  # fmt: skip
def test_the_writers_own_hyphen_is_kept_at_a_lines_end(raw: str, text: str) -> None:
    assert normalise(raw).text == text
