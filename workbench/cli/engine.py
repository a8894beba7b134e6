"""The command that shows and sets where an archive's OpenSearch is."""

import argparse

from workbench.cli.archive import opened, password_of
from workbench.cli.output import Output
from workbench.i18n import _
from workbench.services.engine_settings import EngineSettings, OpenSearchAddress


def add_options(command: argparse.ArgumentParser) -> None:
    """What the command can be told."""
    command.add_argument("--opensearch", metavar="ADDRESS", help=_("https://…; empty for none"))
    command.add_argument("--user", default="", metavar="NAME")
    command.add_argument("--ca", default="", metavar="FILE", help=_("whom its certificate is by"))
    command.add_argument(
        "--password", action="store_true", help=_("ask for the password and put it in the keyring")
    )
    command.add_argument("--test", action="store_true", help=_("connect and show the version"))


def engine(parsed: argparse.Namespace, output: Output) -> int:
    """archive engine"""
    archive = opened(parsed)
    try:
        settings = EngineSettings(archive)
        if parsed.opensearch is not None:
            settings.keep_address(OpenSearchAddress(parsed.opensearch, parsed.user, parsed.ca))
        address = settings.address()
        if parsed.password:
            settings.keep_password(address, password_of(address.address, address.user) or "")
        version = settings.test(address) if parsed.test else None
        name = archive.engine
    finally:
        archive.close()
    document = {
        "engine": name,
        "opensearch": address.address or None,
        "user": address.user or None,
        "version": version,
    }
    lines = [_("search engine: {engine}").format(engine=name)]
    if address.address:
        lines.append(_("OpenSearch: {address}").format(address=address.address))
    if version:
        lines.append(_("It answers: {version}").format(version=version))
    output.result(document, lines)
    return 0
