"""Links to passages on the command line: bad ones end before a window opens."""

import pytest

from workbench import cli
from workbench.cli import main
from workbench.domain.errors import LinkUnreadable

LINK = f"workbench://{'ab' * 32}?page=6&start=120&end=190"


@pytest.mark.parametrize(
    "link",
    [
        "workbench://",
        "workbench://example.org/?page=1",
        LINK.replace("page=6", "page=99999999999999999999"),
        LINK.replace("?", "/../../catalogue.db?"),
        LINK + "%00",
    ],
)
def test_a_bad_link_is_an_error_with_a_remedy(link: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([link]) == LinkUnreadable.exit_code
    said = capfd.readouterr().err
    assert "cannot be followed" in said
    assert "Copy link" in said
    assert "Traceback" not in said


def test_a_good_link_is_no_missing_file(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_has_display", lambda: False)
    assert main([LINK]) != 0
    said = capfd.readouterr().err
    assert "no display" in said
    assert "no file" not in said
