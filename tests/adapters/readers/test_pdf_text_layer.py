"""What page makers do to words, and the words all the same: spacing, marks, scripts, doubles."""

from pathlib import Path

import pytest

from tests.pdf_kit import at, draw, raw, read, wide

SAME = {chr(code): chr(code) for code in range(32, 127)}
HEBREW = {chr(0x61 + n): chr(0x5D0 + n) for n in range(26)} | {" ": " ", "4": "4", "2": "2"}


def one(tmp_path: Path, *pages: str, **how: object) -> str:
    """The text of the first page."""
    return read(draw(tmp_path / "a.pdf", *pages, **how)).text  # type: ignore[arg-type]


def test_ligatures_are_letters(tmp_path: Path) -> None:
    letters = SAME | {"#": "ﬁ", "@": "ffi", "%": "ﬅ"}
    text = one(tmp_path, at(50, 80, "the #nal o@ce la%", font="U"), letters=letters)
    assert text == "the final office last"


def test_hyphens_at_line_ends(tmp_path: Path) -> None:
    letters = SAME | {"#": "\u00ad", "@": "‐"}
    lines = ["The council held its exam#", "ination of the quay and ware@", "houses on Tues#day"]
    stream = "".join(at(50, 80 + 13 * n, line, font="U") for n, line in enumerate(lines))
    assert one(tmp_path, stream, letters=letters) == (
        "The council held its examination of the quay and warehouses on Tuesday"
    )


def test_a_heading_set_wide_is_found_by_its_words(tmp_path: Path) -> None:
    for pitch in (2, 4, 6, 8):
        spaced = at(50, 60, "COUNCIL OF THE CITY", 12).replace("BT", f"BT {pitch} Tc")
        assert one(tmp_path, spaced) == "COUNCIL OF THE CITY"
    assert one(tmp_path, at(50, 60, "C O U N C I L   O F   T H E   C I T Y")) == (
        "COUNCIL OF THE CITY"
    )


@pytest.mark.parametrize(
    "row",
    ["A B C D E F", "x y z w v", "1 2 3 4 5 6 7", "A A B A B B A", "J R R T K", "N S E W N S"],
)
def test_letters_that_are_no_word_stay_apart(tmp_path: Path, row: str) -> None:
    assert one(tmp_path, at(50, 60, row)) == row


def test_a_word_in_the_text_spelt_out_is_closed_up(tmp_path: Path) -> None:
    stream = at(50, 60, "the c o m m i t t e e met").replace("BT", "BT -2.3 Tw")
    assert one(tmp_path, stream) == "the committee met"


def test_words_without_spaces_are_parted_by_their_gaps(tmp_path: Path) -> None:
    parts = "-110".join(f"({word})" for word in ("the", "council", "met", "on", "Tuesday", "night"))
    stream = f"BT /F 12 Tf 50 500 Td [{parts}] TJ ET"
    page = read(draw(tmp_path / "a.pdf", stream))
    assert page.text == "the council met on Tuesday night"
    assert len({word.box.left for word in page.words}) == 6


def test_a_long_word_stays_one(tmp_path: Path) -> None:
    word = "Donaudampfschifffahrtsgesellschaft"
    assert one(tmp_path, at(50, 60, word)) == word


def test_a_raised_figure_never_joins_a_figure(tmp_path: Path) -> None:
    stream = (
        "BT /F 11 Tf 50 500 Td (paid 31.2) Tj 4 Ts /F 7 Tf (4) Tj 0 Ts /F 11 Tf ( for the quay.) Tj"
        " /F 7 Tf 4 Ts (12) Tj 0 Ts /F 11 Tf ( and 10) Tj /F 7 Tf 4 Ts (-3) Tj"
        " 0 Ts /F 11 Tf ( of H) Tj -2 Ts /F 7 Tf (2) Tj 0 Ts /F 11 Tf (O, 5 m) Tj"
        " /F 7 Tf 4 Ts (2) Tj ET"
    )
    assert one(tmp_path, stream) == "paid 31.2⁴ for the quay.¹² and 10⁻³ of H2O, 5 m²"


def test_a_raised_figure_at_the_head_of_a_line(tmp_path: Path) -> None:
    stream = (
        "BT /F 7 Tf 4 Ts 50 500 Td (4) Tj 0 Ts /F 11 Tf (The council paid 31) Tj"
        " /F 7 Tf 4 Ts (5) Tj 0 Ts /F 11 Tf ( crowns) Tj ET"
    )
    assert one(tmp_path, stream) == "⁴The council paid 31⁵ crowns"


def test_small_capitals_are_one_word(tmp_path: Path) -> None:
    stream = (
        "BT /F 12 Tf 50 500 Td (C) Tj /F 9 Tf (OUNCIL) Tj /F 12 Tf ( M) Tj /F 9 Tf (EETS) Tj ET"
    )
    assert one(tmp_path, stream) == "COUNCIL MEETS"


def test_a_large_initial_belongs_to_its_word(tmp_path: Path) -> None:
    beside = ["he council met on Tuesday evening", "and voted by seventeen to nine", "to pay for"]
    below = ["the finished quay, as the minutes say."]
    stream = at(50, 126, "T", 36)
    stream += "".join(at(76, 100 + 13 * n, line) for n, line in enumerate(beside))
    stream += "".join(at(50, 139 + 13 * n, line) for n, line in enumerate(below))
    page = read(draw(tmp_path / "a.pdf", stream))
    assert page.text == " ".join(["T" + beside[0], *beside[1:], *below])
    assert page.text[page.words[1].start : page.words[1].end] == "he"


def test_a_large_initial_that_may_be_a_word_stays_one(tmp_path: Path) -> None:
    stream = at(50, 126, "A", 36) + at(76, 100, "man went out") + at(76, 113, "in the evening")
    assert one(tmp_path, stream).startswith("A man")


def test_accents_set_as_signs_of_their_own(tmp_path: Path) -> None:
    # TeX sets the accent and moves back under it.
    stream = "BT /F 12 Tf 50 500 Td [(Kurt G)-111(\xa8)444(odel and Ren)-111(\xb4)444(e)] TJ ET"
    assert one(tmp_path, stream) == "Kurt Gödel and René"


def test_combining_marks_and_joined_emoji(tmp_path: Path) -> None:
    letters = SAME | {"#": "e\u0301", "@": "👩\u200d🚒", "%": "👍🏽"}
    text = one(tmp_path, at(50, 80, "caf# @ % end", font="U"), letters=letters)
    assert text == "café 👩\u200d🚒 👍🏽 end"


def test_hebrew_reads_from_the_right(tmp_path: Path) -> None:
    # Drawn from the left: what is read first stands last.
    lines = ["abc defg 42 hij", "klm nop qrs"]
    stream = "".join(at(50, 80 + 14 * n, line, font="U") for n, line in enumerate(lines))
    page = read(draw(tmp_path / "a.pdf", stream, letters=HEBREW))
    wanted = [
        word if word.isdigit() else "".join(HEBREW[char] for char in reversed(word))
        for line in lines
        for word in reversed(line.split())
    ]
    assert page.text.replace("\n\n", " ").split() == wanted
    assert "\n" not in page.text
    assert len(page.boxes(0, page.text.index(wanted[4]))) == 1


def test_hebrew_drawn_word_by_word_from_the_right(tmp_path: Path) -> None:
    words = ["abc", "defg", "hij", "klm"]
    stream = "".join(at(300 - 30 * n, 80, word[::-1], font="U") for n, word in enumerate(words))
    wanted = " ".join("".join(HEBREW[char] for char in word) for word in words)
    assert one(tmp_path, stream, letters=HEBREW) == wanted


def test_signs_set_downwards_make_lines(tmp_path: Path) -> None:
    columns = ["東京都議会は火曜日に", "新しい埠頭の費用を", "払うと決めた。"]
    stream = "".join(
        f"BT /V 12 Tf 1 0 0 1 {300 - 20 * n} 500 Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
        for n, text in enumerate(columns)
    )
    page = read(draw(tmp_path / "a.pdf", stream, upright_signs=True))
    assert page.text == "".join(columns)
    boxes = page.boxes(3, 15)
    assert len(boxes) == 2
    assert all(box.bottom - box.top > box.right - box.left for box in boxes)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_stamp_along_the_edge_is_a_paragraph_of_its_own(tmp_path: Path, turn: int) -> None:
    stream = "".join(
        at(100, 100 + 13 * n, line)
        for n, line in enumerate(["The council met on Tuesday", "and voted to pay for the quay"])
    )
    stream += "BT /F 11 Tf 0 1 -1 0 30 200 Tm (stamped in May 2016) Tj ET"
    page = read(draw(tmp_path / "a.pdf", stream, turn=turn))
    assert page.text.split("\n\n") == [
        "The council met on Tuesday and voted to pay for the quay",
        "stamped in May 2016",
    ]
    start = page.text.index("stamped")
    assert len(page.boxes(start, len(page.text))) == 1


PROSE = [
    "The council met on Tuesday and said that that was",
    "what it had had in mind, 42 for and 42 against it.",
]


@pytest.mark.parametrize("shift", [0, 0.3, 0.8])
def test_a_text_printed_twice_is_read_once(tmp_path: Path, shift: float) -> None:
    once = "".join(at(50, 80 + 13 * n, line) for n, line in enumerate(PROSE))
    again = "".join(at(50 + shift, 80 + 13 * n, line) for n, line in enumerate(PROSE))
    words = "".join(
        at(50 + dx + wide(line[: line.index(word)]), 120, word)
        for line in ["Each word drawn twice"]
        for word in line.split()
        for dx in (0, shift)
    )
    assert one(tmp_path, once + again) == " ".join(PROSE)
    assert one(tmp_path, words) == "Each word drawn twice"


def test_a_scan_recognised_twice_is_read_once(tmp_path: Path) -> None:
    lines = [*PROSE, "and the harbour master wrote that he would pay."]
    other = [line.replace("rn", "m").replace("that", "tbat") for line in lines]
    hidden = "".join(at(51, 79.5 + 13 * n, line, 10.8) for n, line in enumerate(other))
    shown = "".join(at(50, 80 + 13 * n, line) for n, line in enumerate(lines))
    assert one(tmp_path, shown + "3 Tr " + hidden) == " ".join(lines)


def test_a_table_keeps_its_equal_figures_and_its_rows(tmp_path: Path) -> None:
    rows = [("Oslo", "42", "42"), ("Bergen", "42", "42"), ("Tromsø", "7", "42")] * 3
    stream = "".join(
        at(60 + 100 * column, 80 + 14 * n, cell)
        for n, row in enumerate(rows)
        for column, cell in enumerate(row)
    )
    said = one(tmp_path, stream)
    assert [tuple(line.split()) for line in said.split("\n\n")] == rows


def test_unreliable_is_said_of_the_page(tmp_path: Path) -> None:
    assert raw(draw(tmp_path / "a.pdf", at(50, 80, PROSE[0]))).reliable
    letters = {chr(code): chr(0xE000 + code) for code in range(33, 127)} | {" ": " "}
    assert not raw(
        draw(tmp_path / "b.pdf", at(50, 80, PROSE[0], font="U"), letters=letters)
    ).reliable
