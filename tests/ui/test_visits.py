"""Back and forward, and sources that went away meanwhile."""

from workbench.ui.source_base import Place
from workbench.ui.visits import Visit, Visits


def walk(names: str) -> Visits:
    visits = Visits()
    for page, name in enumerate(names, 1):
        visits.arrive(Visit(name, name.upper(), Place(page)))
    return visits


def name_of(visit: Visit | None) -> str:
    return visit.source if visit is not None else "-"


def test_there_and_back() -> None:
    visits = walk("abc")
    assert [name_of(visits.step(by)) for by in (1, -1, -1, -1, 1)] == ["-", "b", "a", "-", "b"]
    assert visits.can_go_back
    assert visits.can_go_forward
    visits.arrive(Visit("d", "D", Place()))
    assert not visits.can_go_forward
    assert name_of(visits.step(-1)) == "b"


def test_the_same_place_twice_is_one_visit() -> None:
    visits = walk("a")
    visits.arrive(Visit("a", "A", Place(1)))
    assert not visits.can_go_back


def test_where_one_stood_is_found_again() -> None:
    visits = walk("ab")
    visits.leave("b", Place(7, 0.5))
    visits.leave("x", Place(9))
    visits.step(-1)
    forward = visits.step(1)
    assert forward is not None
    assert forward.place == Place(7, 0.5)


def test_a_source_that_is_gone_is_passed_over_both_ways() -> None:
    visits = walk("abbc")
    visits.step(-1)
    assert name_of(visits.drop(-1)) == "a"
    assert name_of(visits.step(1)) == "c"
    visits = walk("abc")
    visits.step(-1)
    visits.step(-1)
    visits.step(1)
    assert name_of(visits.drop(1)) == "c"
    assert not visits.can_go_forward
    assert visits.can_go_back


def test_where_all_that_way_is_gone_one_stays() -> None:
    visits = walk("ab")
    visits.step(-1)
    assert name_of(visits.drop(-1)) == "b"
    assert not visits.can_go_back
    visits = walk("a")
    assert name_of(visits.drop(-1)) == "-"


def test_the_way_has_an_end() -> None:
    visits = walk("ab" * 200)
    steps = 0
    while visits.step(-1) is not None:
        steps += 1
    assert steps == 99
