"""The queries one came from, as the pages one came from in a browser."""

from workbench.domain.query_options import Options

_LENGTH = 50


class QueryTrail:
    """Queries with their choices, the last one on top."""

    def __init__(self) -> None:
        self._asked: list[tuple[str, Options]] = []

    def __bool__(self) -> bool:
        return bool(self._asked)

    @property
    def last(self) -> str:
        """The query to go back to; empty where there is none."""
        return self._asked[-1][0] if self._asked else ""

    def keep(self, query: str, options: Options) -> None:
        """Notes a query that another one takes the place of."""
        if query.strip() and self._asked[-1:] != [(query, options)]:
            self._asked = [*self._asked, (query, options)][-_LENGTH:]

    def pop(self) -> tuple[str, Options]:
        """Goes back by one."""
        return self._asked.pop()
