"""The Markdown memo, read back by a CommonMark parser with everything switched on."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pymupdf
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.memo_cases import (
    HOSTILE,
    Prepared,
    hostile,
    outgrown,
    realistic,
    redrafted,
    searched,
)
from workbench.adapters.memo_writers.inert import inert
from workbench.adapters.memo_writers.markdown import code_span, escaped, paragraphs, write_markdown
from workbench.domain.errors import MemoFailed

HIDDEN = re.compile("[\u200b\u202a-\u202e\u2066-\u2069\ufeff\x00-\x09\x0b-\x1f\x7f-\x9f]")


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return realistic()


def parsed(text: str) -> list[Token]:
    """All tokens, by the parser that allows the most: HTML, tables, strike-through."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return list(flat(parser.parse(text)))


def flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def visible(tokens: list[Token]) -> str:
    kinds = ("text", "code_inline", "code_block", "text_special")
    parts = [token.content for token in tokens if token.type in kinds]
    return " ".join(" ".join(parts).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def written(prepared: Prepared, folder: Path, name: str = "memo.md") -> str:
    path = folder / name
    assert write_markdown(prepared.memo(), prepared.clips, path)[0] == path
    return path.read_text(encoding="utf-8")


def test_claims_of_an_earlier_draft_are_set_apart(prepared: Prepared, tmp_path: Path) -> None:
    memo = redrafted(prepared).memo()
    text = squeezed(visible(parsed(written(redrafted(prepared), tmp_path))))
    (gone,) = memo.vanished
    for part in (memo.words.vanished, gone.quote, gone.was, memo.claims[0].carried):
        assert squeezed(part) in text
    turned = parsed(written(redrafted(hostile(), HOSTILE), tmp_path, "hostile.md"))
    assert not [token for token in turned if token.type in ("html_block", "html_inline")]


def test_searches_that_found_nothing_are_shown(prepared: Prepared, tmp_path: Path) -> None:
    stale = outgrown(searched(prepared))
    memo = stale.memo()
    tokens = parsed(written(stale, tmp_path))
    text = squeezed(visible(tokens))
    rows = [*memo.searches, *(row for claim in memo.claims for row in claim.searches)]
    code = [token.content for token in tokens if token.type == "code_inline"]
    assert {row.query for row in rows} <= set(code)
    for row in rows:
        for part in (row.reading, row.scope, row.index, row.hits, row.when, row.flag, row.note):
            assert squeezed(part) in text
        assert row.stale
    assert text.count(squeezed(rows[0].stale)) == len(rows)
    turned = parsed(written(searched(hostile(), HOSTILE), tmp_path, "hostile.md"))
    kinds = {token.type for token in turned}
    assert kinds.isdisjoint({"html_inline", "html_block", "link_open", "fence", "hr"})
    assert HIDDEN.search((tmp_path / "hostile.md").read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("query", ["a", "`", "``a` b", "a\\", "`a`", "<b>", "$x$", "a\nb", " "])
def test_a_query_set_as_code_comes_out_as_it_was(query: str) -> None:
    (code,) = [token for token in parsed(code_span(query)) if token.type == "code_inline"]
    assert squeezed(code.content) == squeezed(query)


def test_it_says_everything_the_memo_says(prepared: Prepared, tmp_path: Path) -> None:
    memo = prepared.memo()
    text = squeezed(visible(parsed(written(prepared, tmp_path))))
    wanted = [memo.title, memo.bottom_line.sentence, memo.case_hash, *memo.method]
    wanted += [*memo.not_checked, memo.verify_command, *(item.text for item in memo.must_fix)]
    for record in memo.claims:
        wanted += [record.quote, record.text, record.speaker, record.verdict.definition]
        wanted += record.rationale.split("\n\n")
        for item in record.evidence:
            wanted += [item.passage, item.title, item.page, item.note, item.anchor_words]
            wanted += [item.before.strip(), item.after.strip(), item.locator]
    wanted += [part for source in memo.sources for part in (source.name, source.sha256)]
    assert [part for part in wanted if squeezed(part) not in text] == []


def test_its_headings_follow_the_record(prepared: Prepared, tmp_path: Path) -> None:
    tokens = parsed(written(prepared, tmp_path))
    levels = [token.tag for token in tokens if token.type == "heading_open"]
    assert levels.count("h1") == 1
    assert levels.count("h3") == 10
    assert levels.count("h4") == 15


def test_clips_lie_beside_it_and_are_described(prepared: Prepared, tmp_path: Path) -> None:
    name = "Harbour bridge (final).md"
    tokens = parsed(written(prepared, tmp_path, name))
    images = [token for token in tokens if token.type == "image"]
    assert len(images) == 9
    for image in images:
        target = unquote(str(image.attrs["src"]))
        assert target.startswith("Harbour bridge (final)-clips/")
        assert pymupdf.Pixmap(str(tmp_path / target)).width > 100
        assert "Picture of the passage" in image.content


def test_it_returns_every_file_written(prepared: Prepared, tmp_path: Path) -> None:
    files = write_markdown(prepared.memo(), prepared.clips, tmp_path / "memo.md")
    there = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert set(files) == there
    assert len(files) == 10
    clips = {path.read_bytes() for path in files[1:]}
    assert clips == set(prepared.clips.values())


def test_the_same_case_gives_the_same_bytes(prepared: Prepared, tmp_path: Path) -> None:
    assert written(prepared, tmp_path) == written(prepared, tmp_path)
    other = tmp_path / "elsewhere"
    other.mkdir()
    assert written(prepared, tmp_path) == written(prepared, other)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    text = written(hostile(), tmp_path)
    tokens = parsed(text)
    kinds = {token.type for token in tokens}
    assert kinds.isdisjoint({"html_inline", "html_block", "link_open", "fence", "hr", "table_open"})
    assert kinds.isdisjoint({"em_open", "s_open", "ordered_list_open"})
    assert "<script>alert(1)</script>" in visible(tokens)
    assert sum(token.type == "heading_open" and token.tag == "h1" for token in tokens) == 1
    images = [str(token.attrs["src"]) for token in tokens if token.type == "image"]
    assert all(re.fullmatch(r"memo-clips/3-\d-[0-9a-f]{12}\.png", target) for target in images)
    assert HIDDEN.search(text) is None


def test_only_our_own_command_is_set_as_code(tmp_path: Path) -> None:
    tokens = parsed(written(hostile(), tmp_path))
    code = [token.content.strip() for token in tokens if token.type == "code_block"]
    assert code == ["workbench verify CASE --archive FOLDER"]


def test_hostile_text_is_shown_as_it_is() -> None:
    for part, source in zip(paragraphs(HOSTILE), inert(HOSTILE).split("\n\n"), strict=False):
        shown = squeezed(visible(parsed(part)))
        assert shown == squeezed(source)


@pytest.mark.parametrize(
    "text",
    [
        "1. one",
        "12) twelve",
        "- a",
        "+ a",
        "# a",
        "a\n===",
        "a\n---",
        "> a",
        "    a",
        "\ta",
        "```\na",
        "~~~\na",
        "| a |\n|---|",
        "[a]: http://x",
        "[a]: <x>",
        "a  \nb",
        "\\",
        "a\\",
        "<b>",
        "&amp;",
        "&#65;",
        "![a](b)",
        "[a](b)",
        "[a][b]",
        "**a**",
        "__a__",
        "`a`",
        "~~a~~",
        "$a$",
        "<http://a.b>",
        "*",
        "***",
        "a*b*c",
        ": a",
        "=",
        "!",
        "{{ a }}",
        "<!-- a -->",
        "http://a.example www.a.example",
        "[^1]: a",
        "- [ ] a",
        "<?php ?>",
        "]]>",
    ],
)
def test_any_markup_comes_out_as_the_characters_it_was(text: str) -> None:
    for shape in ("{}", "> {}", "- x: {}", "**x:** {}"):
        block = paragraphs(text)[0] if shape in ("{}", "**x:** {}") else escaped(text)
        if shape == "> {}":
            block = paragraphs(text)[0].replace("\n", "\n> ")
        tokens = parsed(shape.format(block))
        assert squeezed(visible(tokens)).removeprefix("x:") == squeezed(text)
        allowed = {"paragraph_open", "paragraph_close", "inline", "text", "hardbreak", "softbreak"}
        allowed |= {"blockquote_open", "blockquote_close", "strong_open", "strong_close"}
        allowed |= {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
        assert {token.type for token in tokens} <= allowed | {"text_special"}
        assert sum(token.type == "list_item_open" for token in tokens) == shape.startswith("-")


def test_addresses_do_not_become_links() -> None:
    parser = MarkdownIt("commonmark", {"linkify": False})
    text = escaped("see https://evil.example and www.evil.example")
    assert "://" not in text and "www." not in text
    assert "https://evil.example and www.evil.example" in parser.render(text)


def test_a_clip_that_is_not_what_its_hash_says_is_not_written(
    prepared: Prepared, tmp_path: Path
) -> None:
    clips = dict.fromkeys(prepared.clips, b"<svg onload=alert(1)>")
    memo = prepared.memo()
    assert write_markdown(memo, clips, tmp_path / "memo.md") == [tmp_path / "memo.md"]
    text = (tmp_path / "memo.md").read_text(encoding="utf-8")
    assert text.count(memo.words.clip_missing) == 9


def test_where_it_cannot_be_written_nothing_new_is_left(prepared: Prepared, tmp_path: Path) -> None:
    path = tmp_path / "memo.md"
    path.mkdir()
    (path / "kept").touch()
    with pytest.raises(MemoFailed):
        write_markdown(prepared.memo(), prepared.clips, path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_second_export_leaves_the_first(prepared: Prepared, tmp_path: Path) -> None:
    before = written(prepared, tmp_path)
    clips = sorted((tmp_path / "memo-clips").iterdir())
    broken = clips[-1]
    broken.unlink()
    broken.mkdir()
    (broken / "in the way").touch()
    changed = with_title(prepared, "Another title")
    with pytest.raises(MemoFailed):
        write_markdown(changed.memo(), changed.clips, tmp_path / "memo.md")
    assert (tmp_path / "memo.md").read_text(encoding="utf-8") == before
    assert sorted((tmp_path / "memo-clips").iterdir()) == clips


def with_title(prepared: Prepared, title: str) -> Prepared:
    info = replace(prepared.case.info, title=title)
    return replace(prepared, case=replace(prepared.case, info=info))
