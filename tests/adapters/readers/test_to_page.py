"""From a raw page to the page of the workbench: each word keeps its place."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.adapters.readers import RawPage, RawWord, to_page
from workbench.domain.text import Box, normalise, text_hash

BOX = Box(0, 0, 1, 1)
WORD = st.text(alphabet=st.sampled_from("abcZé1½ﬁ’-\u00ad"), min_size=1, max_size=8)
SEPARATOR = st.sampled_from([" ", "\n", "\n\n"])


@given(st.lists(st.tuples(WORD, SEPARATOR), max_size=30))
def test_words_keep_their_text(parts: list[tuple[str, str]]) -> None:
    raw, words = "", []
    for word, separator in parts:
        words.append(RawWord(len(raw), len(raw) + len(word), BOX))
        raw += word + separator
    page = to_page(RawPage("1", raw, 10, 10, tuple(words)), 3)
    assert page.text == normalise(raw).text
    assert page.layer == text_hash(page.text)
    assert page.number == 3
    spans = [(word.start, word.end) for word in page.words]
    assert spans == sorted(spans)
    mapped = normalise(raw)
    for word in page.words:
        start, end = mapped.to_origin(word.start, word.end)
        home = [said for said in words if said.start < end and said.end > start]
        assert any(_letters(raw[one.start : one.end]) == _letters(page.text[word.start : word.end])
                   for one in home)  # fmt: skip


def _letters(text: str) -> str:
    return "".join(char for char in normalise(text).text if char.isalnum())


def test_half_pairs_never_reach_a_page() -> None:
    page = to_page(RawPage("1", "a \ud800 b", 0, 0, (RawWord(2, 3, BOX),)), 1)
    assert page.text == "a \ufffd b"
    assert page.words[0].start == 2
