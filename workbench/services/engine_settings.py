"""Which search engine an archive uses, where its OpenSearch is, and the password's way there."""

from dataclasses import dataclass

from workbench.adapters.engines import AskPassword, Engine
from workbench.adapters.opensearch_wire import Cluster, Wire, cluster_of_environment
from workbench.adapters.secrets import Keyring
from workbench.services.archive import Archive

__all__ = ["AskPassword", "Engine", "EngineSettings", "OpenSearchAddress"]


@dataclass(frozen=True, slots=True)
class OpenSearchAddress:
    """Where OpenSearch is; fixed where WORKBENCH_OPENSEARCH says so and the archive does not."""

    address: str = ""
    user: str = ""
    ca_file: str = ""
    fixed: bool = False


class EngineSettings:
    """Reads and changes them for one archive; every verb that asks the network may raise."""

    def __init__(self, archive: Archive, keyring: Keyring | None = None) -> None:
        self._archive = archive
        self._keyring = keyring or Keyring()

    @property
    def engine(self) -> Engine:
        """The engine that answers."""
        return Engine(self._archive.engine)

    def address(self) -> OpenSearchAddress:
        """Where the archive's OpenSearch is; empty where nobody said."""
        cluster = self._archive.engines.cluster()
        if cluster is None:
            return OpenSearchAddress()
        fixed = cluster_of_environment() is not None
        return OpenSearchAddress(cluster.address, cluster.user, cluster.ca_file, fixed)

    def keep_address(self, wanted: OpenSearchAddress) -> None:
        """Keeps the address with the archive; raises AddressUnusable."""
        cluster = _cluster(wanted) if wanted.address.strip() else None
        self._archive.engines.set_cluster(cluster)

    def keep_password(self, wanted: OpenSearchAddress, password: str) -> None:
        """Gives the password to the system's keyring; raises KeyringMissing or KeyringSilent."""
        self._keyring.set(_cluster(wanted).service, wanted.user, password)

    def has_password(self, wanted: OpenSearchAddress) -> bool:
        """True where the keyring has one; raises KeyringMissing or KeyringSilent."""
        return self._keyring.get(_cluster(wanted).service, wanted.user) is not None

    def test(self, wanted: OpenSearchAddress, password: str | None = None) -> str:
        """Asks the OpenSearch there for its version; raises an EngineError that says why not.

        Without a password the keyring's is taken.
        """
        cluster = _cluster(wanted)
        if password is None and wanted.user:
            password = self._keyring.get(cluster.service, wanted.user)
        wire = Wire(cluster, lambda refused: None if refused else password, pauses=())
        try:
            return wire.version()
        finally:
            wire.close()

    def ask_with(self, ask: AskPassword | None) -> None:
        """Who is asked where no keyring has the password."""
        self._archive.engines.ask_password = ask


def _cluster(wanted: OpenSearchAddress) -> Cluster:
    return Cluster(wanted.address.strip(), wanted.user.strip(), wanted.ca_file.strip())
