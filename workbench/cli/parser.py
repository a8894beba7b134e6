"""Every command with its arguments; handlers are set as “handler”."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import __version__
from workbench.cli import archive, case, engine, memo, names, revise, search, searches
from workbench.domain.evidence import Grade, Stance
from workbench.domain.query_options import Order, Unit
from workbench.domain.search_record import Mark
from workbench.i18n import _
from workbench.services.archive import Engine, Ocr

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    epilog = _(
        "Without a command, or with a file, the window opens. --json prints one JSON document."
    )
    top = argparse.ArgumentParser(
        prog="workbench", description=_("The fact-checker's workbench."), epilog=epilog
    )
    top.add_argument("--version", action="version", version=f"workbench {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = _command(commands, "demo", _("build the sample archive and case, and its memo"))
    demo.add_argument("folder", type=Path, metavar="DIR")
    demo.set_defaults(handler=memo.demo)
    read = _command(commands, "read", _("read an article and print what was understood"))
    read.add_argument("article", type=Path, metavar="ARTICLE")
    read.set_defaults(handler=memo.read)
    write = _command(commands, "memo", _("write the memo of a case"))
    write.add_argument("case", type=Path, metavar="CASE")
    write.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    write.set_defaults(handler=memo.memo)
    verify = _command(commands, "verify", _("check history, hashes and every anchor of a case"))
    verify.add_argument("case", type=Path, metavar="CASE")
    verify.set_defaults(handler=memo.verify)
    named = _command(commands, "names", _("look for every name of an article in the archive"))
    named.add_argument("article", type=Path, metavar="ARTICLE")
    named.set_defaults(handler=names.names)
    _archive_commands(commands)
    _case_commands(commands)
    return top


def _archive_commands(commands: "_Commands") -> None:
    top = commands.add_parser("archive", help=_("the archive of sources"))
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = _command(verbs, "add", _("import files and folders; resume what was interrupted"))
    add.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    add.add_argument("--jobs", type=int, default=1, metavar="N", help=_("files read at a time"))
    add.add_argument(
        "--ocr",
        choices=[mode.value for mode in Ocr],
        default=Ocr.AUTO.value,
        help=_("recognise the text of pages that need it, of none, of all"),
    )
    add.set_defaults(handler=archive.add)
    list_ = _command(verbs, "list", _("list the sources"))
    list_.set_defaults(handler=archive.list_sources)
    show = _command(verbs, "show", _("show a source, or the text of a page"))
    show.add_argument("source", metavar="SOURCE")
    show.add_argument("--page", type=_positive, metavar="N")
    show.set_defaults(handler=archive.show)
    ocr = _command(verbs, "ocr", _("recognise the text of scans and garbled pages"))
    ocr.add_argument("source", metavar="SOURCE")
    ocr.add_argument("--language", default="", metavar="CODE", help=_("eng, deu, deu+fra …"))
    which = ocr.add_mutually_exclusive_group()
    which.add_argument("--page", type=_positive, action="append", metavar="N")
    which.add_argument("--all", action="store_true", help=_("all pages, also those with text"))
    ocr.set_defaults(handler=archive.ocr)
    remove = _command(verbs, "remove", _("take a source out of the archive"))
    remove.add_argument("source", metavar="SOURCE")
    remove.set_defaults(handler=archive.remove)
    check = _command(verbs, "check", _("re-hash originals, compare catalogue and index"))
    check.add_argument("--repair", action="store_true")
    check.set_defaults(handler=archive.check)
    rebuild = _command(verbs, "rebuild", _("make the index anew from the catalogue"))
    rebuild.add_argument(
        "--engine",
        choices=[each.value for each in Engine],
        help=_("another search engine; without it, the one the archive has"),
    )
    rebuild.set_defaults(handler=archive.rebuild)
    tag = _command(verbs, "tag", _("put tags on sources, take them off, or show them"))
    tag.add_argument("sources", nargs="+", metavar="SOURCE")
    tag.add_argument("--add", action="append", default=[], metavar="TAG")
    tag.add_argument("--remove", action="append", default=[], metavar="TAG")
    tag.set_defaults(handler=archive.tag)
    chosen = _command(verbs, "engine", _("show or set where the archive's OpenSearch is"))
    engine.add_options(chosen)
    chosen.set_defaults(handler=engine.engine)
    _search_commands(verbs)


def _search_commands(verbs: "_Commands") -> None:
    found = _command(verbs, "search", _("search the archive"))
    found.add_argument("query", metavar="QUERY")
    found.add_argument("--limit", type=_positive, default=20, metavar="N")
    found.add_argument("--sort", choices=[order.value for order in Order], default="relevance")
    found.add_argument("--facets", action="store_true", help=_("what the sources of all hits are"))
    found.add_argument("--csv", type=Path, metavar="FILE", help=_("write the hits as CSV as well"))
    found.add_argument(
        "--saved", action="store_true", help=_("QUERY is the name of a saved search")
    )
    search.add_options(found)
    found.set_defaults(handler=search.search)
    batch = _command(verbs, "batch", _("search for every line of a file"))
    batch.add_argument("file", type=Path, metavar="FILE")
    search.add_options(batch)
    batch.set_defaults(handler=search.batch)
    saved = _command(verbs, "saved", _("the searches kept with the archive"))
    saved.add_argument("--add", nargs=2, metavar=("NAME", "QUERY"))
    saved.add_argument("--forget", metavar="NAME")
    search.add_options(saved)
    saved.set_defaults(handler=search.saved)


def _case_commands(commands: "_Commands") -> None:
    top = commands.add_parser("case", help=_("cases: claims, evidence, verdicts"))
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    new = _command(verbs, "new", _("make a case from an article"))
    new.add_argument("article", type=Path, metavar="ARTICLE")
    new.add_argument("-o", "--output", type=Path, required=True, metavar="CASE")
    new.add_argument("--scale", default="editorial", metavar="CODE")
    new.set_defaults(handler=case.new)
    revised = _command(verbs, "revise", _("take a new draft; changed claims are reopened"))
    revised.add_argument("case", type=Path, metavar="CASE")
    revised.add_argument("article", type=Path, metavar="ARTICLE")
    revised.set_defaults(handler=revise.revise)
    for name, help_, handler in (
        ("show", _("show claims, evidence, verdicts, coverage"), case.show),
        ("undo", _("take the last step back"), case.undo),
        ("redo", _("do the last undone step again"), case.redo),
        ("history", _("list every step"), case.history),
    ):
        verb = _command(verbs, name, help_)
        verb.add_argument("case", type=Path, metavar="CASE")
        verb.set_defaults(handler=handler)
    claim = _command(verbs, "claim", _("mark a claim by its exact words"))
    claim.add_argument("case", type=Path, metavar="CASE")
    claim.add_argument("--quote", required=True, metavar="TEXT")
    claim.add_argument("--text", default="", metavar="WORDING")
    claim.add_argument("--speaker", default="", metavar="WHO")
    claim.set_defaults(handler=case.claim)
    link = _command(verbs, "link", _("attach evidence; its words must be in the source"))
    link.add_argument("case", type=Path, metavar="CASE")
    link.add_argument("claim", metavar="CLAIM")
    link.add_argument("--source", metavar="SOURCE")
    where = link.add_mutually_exclusive_group(required=True)
    where.add_argument("--quote", metavar="TEXT", help=_("its exact words; needs --source"))
    where.add_argument(
        "--annotation", type=Path, metavar="FILE", help=_("a W3C Web Annotation, as JSON")
    )
    link.add_argument("--stance", required=True, choices=[stance.value for stance in Stance])
    link.add_argument("--grade", default="primary", choices=[grade.value for grade in Grade])
    link.add_argument("--note", default="", metavar="TEXT")
    link.set_defaults(handler=case.link, wrong_usage=link.error)
    verdict = _command(verbs, "verdict", _("give a verdict by its code"))
    verdict.add_argument("case", type=Path, metavar="CASE")
    verdict.add_argument("claim", metavar="CLAIM")
    verdict.add_argument("value", metavar="VALUE")
    verdict.add_argument("--rationale", metavar="TEXT")
    verdict.set_defaults(handler=case.verdict)
    _looking_commands(verbs)


def _looking_commands(verbs: "_Commands") -> None:
    found = _command(verbs, "search", _("search the archive for a claim, and keep that as proof"))
    found.add_argument("case", type=Path, metavar="CASE")
    found.add_argument("query", metavar="QUERY")
    found.add_argument("--claim", default="", metavar="N")
    found.add_argument("--nothing", action="store_true", help=_("record that it found nothing"))
    found.add_argument("--note", default="", metavar="TEXT")
    found.add_argument("--unit", choices=[unit.value for unit in Unit])
    found.add_argument("--exact", action="store_true", help=_("words in this very form only"))
    found.add_argument("--limit", type=_positive, default=20, metavar="N")
    found.set_defaults(handler=searches.search)
    kept = _command(verbs, "searches", _("list the searches recorded in a case"))
    kept.add_argument("case", type=Path, metavar="CASE")
    kept.add_argument(
        "--replay", action="store_true", help=_("run them again; new hits reopen their claims")
    )
    kept.set_defaults(handler=searches.searches)
    marked = _command(verbs, "mark", _("note that a passage was seen, is relevant or is not"))
    marked.add_argument("case", type=Path, metavar="CASE")
    marked.add_argument("--source", required=True, metavar="SOURCE")
    marked.add_argument("--quote", required=True, metavar="TEXT")
    marked.add_argument("--page", type=_positive, metavar="N")
    marked.add_argument("--claim", default="", metavar="N")
    marked.add_argument("--as", dest="mark", required=True, choices=[mark.value for mark in Mark])
    marked.set_defaults(handler=searches.mark)


def _command(commands: "_Commands", name: str, help_: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help_, description=help_)
    command.add_argument("--json", action="store_true", help=_("print one JSON document"))
    command.add_argument("--archive", type=Path, metavar="DIR", help=_("the archive's folder"))
    return command


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(_("must be a number above 0"))
    return number
