"""The words of the window for what the domain has."""

from workbench.ui.words import quoted


def test_a_query_gets_no_quotes_beside_its_own() -> None:
    assert quoted("bridge cost") == "“bridge cost”"
    assert quoted('"Aldous Thewless"') == '"Aldous Thewless"'
    assert quoted("“final account” bridge") == "“final account” bridge"
    assert quoted('bridge "final account"') == 'bridge "final account"'
    assert quoted("workers’") == "“workers’”"
