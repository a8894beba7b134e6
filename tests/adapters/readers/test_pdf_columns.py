"""Reading order: columns, tables, running heads and feet, footnotes."""

from pathlib import Path

import pytest

from tests.pdf_kit import at, draw, read, wide

LEFT = [
    "The council met on Tuesday and",
    "voted by seventeen to nine for",
    "the finished quay, which had",
    "been built in the years before",
    "the war and stood empty since",
    "the last of the ships had gone",
]
RIGHT = [
    "to the breakers. Nobody in the",
    "hall asked what the repairs of",
    "the old warehouses would cost",
    "or who was to pay for them in",
    "the end, as the minutes of that",
    "evening show beyond any doubt.",
]
THIRD = [
    "It took the auditor a year to",
    "find out what the city already",
    "knew, and another to write the",
    "report that nobody has read in",
    "the offices of the harbour or",
    "anywhere else in the old town.",
]


def rows(*columns: list[str], pitch: float = 13, left: float = 30, size: float = 8) -> str:
    """Columns drawn line by line across the page."""
    width = 340 / len(columns)
    return "".join(
        at(left + width * number, 120 + pitch * row, column[row], size)
        for row in range(len(columns[0]))
        for number, column in enumerate(columns)
    )


@pytest.mark.parametrize("columns", [[LEFT, RIGHT], [LEFT, RIGHT, THIRD]])
def test_columns_drawn_across_are_read_one_after_the_other(
    tmp_path: Path, columns: list[list[str]]
) -> None:
    size = 8 if len(columns) == 2 else 6.5
    page = read(draw(tmp_path / "a.pdf", rows(*columns, size=size)))
    assert page.text.replace("\n\n", " ") == " ".join(" ".join(column) for column in columns)
    start = page.text.index("had gone")
    assert len(page.boxes(start, page.text.index("breakers"))) == 2


def test_a_heading_across_the_columns_parts_them(tmp_path: Path) -> None:
    heading = at(30, 100, "A report of the harbour auditor on the quay of the town", 12)
    second = at(30, 220, "What happened after the meeting of the council was this", 12)
    below = "".join(
        at(30 + 170 * number, 240 + 13 * row, column[row], 8)
        for row in range(6)
        for number, column in enumerate([RIGHT, THIRD])
    )
    text = read(draw(tmp_path / "a.pdf", heading + rows(LEFT, RIGHT) + second + below)).text
    flat = text.replace("\n\n", " ")
    assert " ".join(LEFT + RIGHT) in flat
    assert flat.index("What happened") > flat.index(RIGHT[-1])
    assert flat.endswith(" ".join(RIGHT + THIRD))


def test_the_rows_of_a_table_stay_rows(tmp_path: Path) -> None:
    names = ["Quay and walls", "Cranes", "Warehouses", "Rails and roads", "Lights", "Offices"]
    for others in (
        ["4,711 crowns", "310 crowns", "2,900 crowns", "17 crowns", "9 crowns", "88 crowns"],
        ["Paid in full", "Not yet paid", "Half of it", "Paid in May", "Lost", "Not known"],
    ):
        text = read(draw(tmp_path / "a.pdf", rows(names, others))).text
        for name, other in zip(names, others, strict=True):
            assert f"{name} {other}" in text


def test_a_list_in_two_columns_of_names_keeps_its_rows(tmp_path: Path) -> None:
    one = [f"{name} Harbour Road {n}" for n, name in enumerate(["Ames", "Boll", "Carr", "Dean"])]
    two = [f"{name} Station Road {n}" for n, name in enumerate(["Elm", "Fry", "Gray", "Hill"])]
    text = read(draw(tmp_path / "a.pdf", rows(one, two))).text
    assert "Ames Harbour Road 0 Elm Station Road 0" in text


BODY = [
    "continued from the page before, where the council had met and",
    "voted by seventeen to nine to pay for the finished quay, which",
    "had been built in the years before the war and stood empty.",
]


def body(top: float = 120) -> str:
    return "".join(at(50, top + 13 * n, line) for n, line in enumerate(BODY))


@pytest.mark.parametrize("order", ["first", "last", "amid"])
def test_running_heads_and_numbers_stay_out_of_the_sentence(tmp_path: Path, order: str) -> None:
    edge = at(50, 60, "Minutes of the harbour council 2016", 11) + at(195, 570, "17", 11)
    if order == "first":
        stream = edge + body()
    elif order == "last":
        stream = body() + edge
    else:
        first, *rest = [at(50, 120 + 13 * n, line) for n, line in enumerate(BODY)]
        stream = first + edge + "".join(rest)
    text = read(draw(tmp_path / "a.pdf", stream)).text
    assert sorted(text.split("\n\n")) == sorted(
        ["Minutes of the harbour council 2016", "17", " ".join(BODY)]
    )


def test_a_running_head_close_to_the_text_is_known_by_its_neighbours(tmp_path: Path) -> None:
    said = [BODY, [*LEFT[:1], *RIGHT[:1], *THIRD[:1]], ["in the end", "it was", "not paid."]]
    pages = [
        at(50, 105, f"the minutes of 1916, page {number}")
        + "".join(at(50, 120 + 13 * row, line) for row, line in enumerate(lines))
        for number, lines in enumerate(said)
    ]
    path = draw(tmp_path / "a.pdf", *pages)
    for number in (1, 2, 3):
        text = read(path, number).text
        assert text.startswith(f"the minutes of 1916, page {number - 1}\n\n")


def test_a_footnote_stands_by_itself(tmp_path: Path) -> None:
    note = at(50, 520, "4 See the minutes of the harbour council for 1916.", 8)
    text = read(draw(tmp_path / "a.pdf", body() + note)).text
    assert text.split("\n\n") == [
        " ".join(BODY), "4 See the minutes of the harbour council for 1916."
    ]  # fmt: skip


def test_words_drawn_later_stand_in_their_line(tmp_path: Path) -> None:
    parts = ["The receiver ", "MUST", " ignore the note of ", "the council", ", which was lost."]
    places = [50 + wide("".join(parts[:n])) for n in range(len(parts))]
    drawn = [at(places[n], 100, part) for n, part in enumerate(parts)]
    above, below = at(50, 87, "Said in the minutes of the year:"), at(50, 113, "So it was paid.")
    stream = above + drawn[0] + drawn[2] + below + drawn[1] + drawn[4] + drawn[3]
    text = read(draw(tmp_path / "a.pdf", stream)).text
    assert "The receiver MUST ignore the note of the council, which was lost." in text
