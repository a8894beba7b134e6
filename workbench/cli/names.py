"""The command that looks for every name of an article in the archive."""

import argparse

from workbench.cli.archive import opened
from workbench.cli.output import Output
from workbench.i18n import N_, _
from workbench.services.name_search import NameRow, NameState, look_for_names, names_in
from workbench.services.reading import read_article

_STATES = {
    NameState.EXACT: N_("as spelt"),
    NameState.VARIANT: N_("variant"),
    NameState.ABSENT: N_("absent"),
}


def names(parsed: argparse.Namespace, output: Output) -> int:
    """names"""
    article, _original = read_article(parsed.article)
    archive = opened(parsed)
    try:
        rows = look_for_names(archive, names_in(article), output.job())
    finally:
        archive.close()
    output.result(
        [
            {
                "name": row.name.text,
                "kind": row.name.kind.value,
                "state": row.state.value,
                "found": row.found or None,
                "hits": row.hits,
                "variants": list(row.name.variants),
                "spans": [list(span) for span in row.name.spans],
            }
            for row in rows
        ],
        [
            f"{row.hits:7}  {_(_STATES[row.state]):8}  {row.name.text}  {_other(row)}"
            for row in rows
        ],
    )
    return 0


def _other(row: NameRow) -> str:
    return f"({row.found})" if row.found not in ("", row.name.text) else ""
