"""The search engines there are, and how an archive's index is opened in each."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.adapters.archive_labels import Labels
from workbench.adapters.search_index import SearchIndex
from workbench.domain.errors import AddressUnusable
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.adapters.index_opensearch import OpenSearchIndex
    from workbench.adapters.opensearch_wire import Cluster

CLUSTER = "opensearch"
# Asks a person for the password of a user at an address; None where nobody answers.
AskPassword = Callable[[str, str], str | None]


class Engine(StrEnum):
    """A search engine; tantivy is the default, Whoosh the reference in pure Python."""

    TANTIVY = "tantivy"
    WHOOSH = "whoosh"
    OPENSEARCH = "opensearch"


class Engines:
    """Opens the indexes of one archive; each engine's libraries are loaded when it is wanted."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self.ask_password: AskPassword | None = None

    def open(self, engine: str, folder: Path) -> SearchIndex:
        """The index that answers; one of an older analyser does for the time being."""
        if engine == Engine.OPENSEARCH:
            return self._opensearch()
        if engine == Engine.WHOOSH:
            from workbench.adapters.index_whoosh import WhooshIndex

            return WhooshIndex(folder, as_it_is=True)
        from workbench.adapters.index_tantivy import TantivyIndex

        return TantivyIndex(folder, as_it_is=True)

    def beside(self, engine: str, folder: Path) -> SearchIndex:
        """An empty index that answers nobody yet."""
        return (
            self._opensearch().beside()
            if engine == Engine.OPENSEARCH
            else self.open(engine, folder)
        )

    def take_place(self, index: SearchIndex) -> None:
        """The index made beside answers from now on; one in a folder needs no telling."""
        if index.engine == Engine.OPENSEARCH:
            _remote(index).take_place()

    def is_stale(self, index: SearchIndex) -> bool:
        """True for an index elsewhere that another version made; one in a folder has a mark."""
        return index.engine == Engine.OPENSEARCH and _remote(index).stale

    def discard(self, index: SearchIndex) -> None:
        """Throws an index away that was not finished; one in a folder goes with that."""
        if index.engine == Engine.OPENSEARCH:
            _remote(index).drop()
        index.close()

    def cluster(self) -> "Cluster | None":
        """The OpenSearch this archive is searched with; the environment goes before its setting."""
        from workbench.adapters.opensearch_wire import cluster_of, cluster_of_environment

        stored = self._labels.setting(CLUSTER)
        return cluster_of_environment() or (cluster_of(stored) if stored else None)

    def set_cluster(self, cluster: "Cluster | None") -> None:
        """Keeps the address with the archive; the password goes to the keyring, see secrets."""
        self._labels.set_setting(CLUSTER, cluster.as_text() if cluster else "")

    def _opensearch(self) -> "OpenSearchIndex":
        from workbench.adapters.index_opensearch import OpenSearchIndex, index_name
        from workbench.adapters.secrets import Password

        cluster = self.cluster()
        if cluster is None:
            raise AddressUnusable(
                _("This archive has no OpenSearch address."),
                _("Set WORKBENCH_OPENSEARCH, or enter the address in the preferences."),
            )
        ask = self.ask_password
        asking = None if ask is None else lambda: ask(cluster.address, cluster.user)
        password = Password(cluster.service, cluster.user, asking)
        name = index_name(self._labels.identity())
        return OpenSearchIndex(cluster, name, password, as_it_is=True)


def _remote(index: SearchIndex) -> "OpenSearchIndex":
    from workbench.adapters.index_opensearch import OpenSearchIndex

    if not isinstance(index, OpenSearchIndex):
        raise TypeError(index)
    return index
