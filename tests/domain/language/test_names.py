"""Names of an article: whole, in their fullest form, and little that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.language.names import Name, NameKind, names_of


def found(text: str, language: str = "en") -> list[str]:
    return [name.text for name in names_of(text, language)]


def name(text: str, wanted: str) -> Name:
    return next(each for each in names_of(text) if each.text == wanted)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The bridge was opened by Ada Lovelace in May.", ["Ada Lovelace"]),
        ("They met Ludwig van Beethoven.", ["Ludwig van Beethoven"]),
        ("A talk of Charles de Gaulle on it.", ["Charles de Gaulle"]),
        ("Talks with Osama bin Laden failed.", ["Osama bin Laden"]),
        ("It was written by J. R. R. Tolkien and W.B. Yeats.", ["J. R. R. Tolkien", "W.B. Yeats"]),
        ("Yesterday President Barack Obama left.", ["Barack Obama"]),
        ("They met Gen. Joseph Votel, Lt. Ann Lee.", ["Joseph Votel", "Ann Lee"]),
        ("He told Mr. Brown and Dr Smith.", ["Brown", "Smith"]),
        ("We saw Syrian Minister of Defense Fahd Jassem al-Freij.", ["Fahd Jassem al-Freij"]),
        ("Asked by Foreign Minister Sergei Lavrov, he left.", ["Sergei Lavrov"]),
        ("It is what Lieutenant General Vladimir Savchenko said.", ["Vladimir Savchenko"]),
        ("A vote of the General Assembly followed.", ["General Assembly"]),
        ("Shares of General Electric fell.", ["General Electric"]),
        ("The Bank of England agreed.", ["Bank of England"]),
        ("Planes of the US-led coalition and a UN-backed force came.", ["US", "UN"]),
        ("According to NATO, the IMF and O'Brien's lawyers it was.", ["NATO", "IMF", "O'Brien"]),
        ("The Assads’ house and Putin’s car.", ["Assads", "Putin"]),
        ("On Saturday, 3 May, Russian troops left. They saw British ships.", []),
        ("It was Anne-Marie Slaughter of Deir-ez-Zor.", ["Anne-Marie Slaughter", "Deir-ez-Zor"]),
        ("Speaking there, she wept. Nobody came. Immediately they left.", []),
        ("In Moscow he spoke. However Angela Merkel did not.", ["Moscow", "Angela Merkel"]),
        ("“Never,” said Müller. Then Øystein Åkesson wept.", ["Müller", "Øystein Åkesson"]),
        ("Get the HELL out. It is VERY bad.", ["HELL"]),
        ("After World War II ended, King Henry VIII died.", ["World War II", "Henry VIII"]),
        ("He lives in New York. It was the 2nd of June.", ["New York"]),
        ("Premier Li met Xi Jinping.", ["Li", "Xi Jinping"]),
        ("", []),
        ("no capitals at all, anywhere.", []),
        ("12 34 56. — … “”", []),
    ],
)  # fmt: skip
def test_names_are_found_whole(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_a_first_word_is_a_name_where_it_is_one_elsewhere() -> None:
    assert found("Bridging is hard. We asked Bridging about it.") == ["Bridging"]
    assert found("Residents wept. The residents left.") == []
    assert found("Zakharova wept.") == ["Zakharova"]


def test_forms_of_a_name_are_one() -> None:
    text = (
        "Talks with Bashar al-Assad failed. Later Assad’s army left. The al-Nusra Front and the"
        " Nusra Front are one. The U.S. left. What the US did is known. We met Assad."
    )
    assert found(text) == ["Bashar al-Assad", "al-Nusra Front", "US"]
    assad = name(text, "Bashar al-Assad")
    assert [text[a:b] for a, b in assad.spans] == ["Bashar al-Assad", "Assad", "Assad"]
    assert assad.variants == ("Assad",)
    assert name(text, "US").variants == ("U.S.",)


def test_a_surname_of_two_people_is_nobodys() -> None:
    text = "We met Bill Clinton and Hillary Clinton. Later Clinton left."
    assert found(text) == ["Bill Clinton", "Hillary Clinton", "Clinton"]


def test_kinds_as_far_as_the_words_around_tell() -> None:
    text = (
        "Yesterday President Obama spoke in Damascus. The Foreign Ministry and the SANA agency"
        " disagreed with Maria Zakharova. Fighting went on in the Deir ez-Zor area. Daesh left."
    )
    kinds = {each.text: each.kind for each in names_of(text)}
    assert kinds == {
        "Obama": NameKind.PERSON,
        "Damascus": NameKind.PLACE,
        "Foreign Ministry": NameKind.ORGANISATION,
        "SANA": NameKind.ORGANISATION,
        "Maria Zakharova": NameKind.PERSON,
        "Deir ez-Zor": NameKind.PLACE,
        "Daesh": NameKind.OTHER,
    }


def test_a_headline_in_capitals_gives_only_what_the_text_knows() -> None:
    text = (
        "Harbour Mayor Just Told NATO About Skelmouth Bridge Costs\n\n"
        "The sum was given to the board of Skelmouth Bridge on Tuesday.\n"
    )
    assert found(text) == ["NATO", "Skelmouth Bridge"]
    assert len(name(text, "Skelmouth Bridge").spans) == 2


def test_where_nouns_have_capitals_single_ones_are_no_names() -> None:
    text = "Gestern traf die Kanzlerin Angela Merkel den Minister. Die NATO und der Zug kamen."
    assert found(text, "de-AT") == ["Angela Merkel", "NATO"]


def test_only_the_spans_asked_for_are_read() -> None:
    text = "We met Ada Lovelace.\n\nThey met Grace Hopper."
    cut = text.index("They")
    assert [each.text for each in names_of(text, spans=[(cut, len(text))])] == ["Grace Hopper"]


_NAMES = st.sampled_from(
    ["Ada Lovelace", "Ludwig van Beethoven", "Skelmouth", "NATO", "al-Nusra Front"]
)
_REST = st.sampled_from(
    [" left early.", "’s lawyers came.", ", who wept,", " (of course)", "\nand more"]
)
_BEGIN = st.sampled_from(["They met ", "It was, said ", "“We saw ", "the letters of ", "because "])


@given(st.lists(st.tuples(_BEGIN, _NAMES, _REST), min_size=1, max_size=6))
def test_a_name_is_found_whatever_stands_around_it(parts: list[tuple[str, str, str]]) -> None:
    text = "\n\n".join("".join(part) for part in parts)
    assert {wanted for _begin, wanted, _rest in parts} == set(found(text))


@given(st.text(alphabet=st.sampled_from("AaBbÖö .,’'-“”\n:!?1de"), max_size=80) | st.text())
def test_any_text_gives_names_that_stand_in_it(text: str) -> None:
    for each in names_of(text):
        assert each.spans
        assert list(each.spans) == sorted(set(each.spans))
        assert all(0 <= start < end <= len(text) for start, end in each.spans)
