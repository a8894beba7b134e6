"""The queries asked of late: the newest first, walked with two keys."""

from workbench.ui.settings import Settings

MOST = 200
LONGEST = 2000


class QueryHistory:
    """Queries of this user, kept in the settings; walking leaves their order alone."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._walked: list[str] = []
        self._at = -1
        self._draft = ""

    @property
    def queries(self) -> list[str]:
        """All queries kept, the newest first."""
        return self._settings.queries

    def add(self, query: str) -> None:
        """Puts a query on top; a very long one is not worth keeping."""
        query = " ".join(query.split())
        if not query or len(query) > LONGEST:
            return
        known = self.queries
        if known[:1] != [query]:
            self._settings.queries = [query, *(each for each in known if each != query)][:MOST]

    def older(self, shown: str) -> str | None:
        """The query before the one shown; None where there is none."""
        if self._at < 0 or shown != self._walked[self._at]:
            self._walked, self._at, self._draft = self.queries, -1, shown
        step = self._at + 1
        # What is being shown may itself be the newest entry.
        if self._at < 0 and self._walked[:1] == [" ".join(shown.split())]:
            step += 1
        if step >= len(self._walked):
            return None
        self._at = step
        return self._walked[step]

    def newer(self, shown: str) -> str | None:
        """The query after the one shown, at last what was typed before walking."""
        if self._at < 0 or shown != self._walked[self._at]:
            return None
        self._at -= 1
        if self._at < 0 or (self._at == 0 and self._walked[0] == " ".join(self._draft.split())):
            self._at = -1
            return self._draft
        return self._walked[self._at]

    def forget(self) -> None:
        """Takes every query out of the history."""
        self._settings.queries = []
        self._walked, self._at = [], -1
