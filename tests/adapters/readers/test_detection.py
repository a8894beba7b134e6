"""The language of a text that does not say it."""

import pytest

from workbench.adapters.readers.detection import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council noted the final cost of the bridge at its meeting.", "en"),
        ("Der Stadtrat hat die endgültigen Kosten der neuen Brücke genannt.", "de"),
        ("Le conseil municipal a noté le coût final du nouveau pont.", "fr"),
        ("Городской совет назвал окончательную стоимость нового моста.", "ru"),
        ("ذكر مجلس المدينة التكلفة النهائية للجسر الجديد في اجتماعه.", "ar"),
        ("31.2 million", ""),
        ("", ""),
    ],
)
def test_the_language_is_told_where_it_is_sure(text: str, language: str) -> None:
    assert language_of([text]) == language
