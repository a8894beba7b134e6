"""The way to a cluster: addresses, passwords, certificates, and every way it can go wrong."""

import base64
import logging
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.clusters import Answer, Request, scripted, self_signed
from workbench.adapters.opensearch_wire import Cluster, Wire, cluster_of, cluster_of_environment
from workbench.domain.errors import (
    AddressUnusable,
    CertificateNotTrusted,
    EngineBusy,
    EngineFailed,
    EngineIndexGone,
    EngineMissing,
    EngineRefused,
    EngineSlow,
    EngineUnreachable,
    KeyringMissing,
    WorkbenchError,
)

SECRET = "Gänse-füßchen ‘9’"
HELLO: Answer = (200, {"version": {"distribution": "opensearch", "number": "9.9.9"}})
QUICK = (0.001, 0.001)


def failure_of(wire: Wire) -> WorkbenchError:
    """What asking for the version raises."""
    with pytest.raises(WorkbenchError) as caught:
        wire.version()
    wire.close()
    assert caught.value.message.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value


# -- addresses and settings


@pytest.mark.parametrize(
    "address",
    [
        "https://desk:hunter2@search.example.org",
        "https://desk@search.example.org",
        "http://search.example.org:9200",
        "http://10.1.2.3:9200",
        "search.example.org:9200",
        "ftp://search.example.org",
        "https://",
        "https://search.example.org:99999",
        "https://search.example.org:port",
        "https://search.example.org/?q=1",
        "https://search example.org",
        "https://[::1",
        "",
    ],
)
def test_an_address_that_is_none_or_not_safe_is_refused(address: str) -> None:
    with pytest.raises(AddressUnusable) as caught:
        Cluster(address)
    assert "hunter2" not in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "address",
    [
        "https://search.example.org",
        "https://search.example.org:9200/behind/a/proxy",
        "http://localhost:9200",
        "http://127.0.0.1:9200",
        "http://[::1]:9200",
    ],
)
def test_an_address_is_kept_with_an_archive_and_found_again(address: str) -> None:
    cluster = Cluster(address, user="desk", ca_file="/etc/ours.pem", shards=4)
    assert cluster_of(cluster.as_text()) == cluster
    assert cluster_of(address) == Cluster(address)


@pytest.mark.parametrize("text", ["{", '{"address": 3}', '{"address": "http://far.example.org"}'])
def test_a_damaged_setting_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(AddressUnusable):
        cluster_of(text)


def test_the_environment_names_a_cluster() -> None:
    assert cluster_of_environment({}) is None
    found = cluster_of_environment(
        {
            "WORKBENCH_OPENSEARCH": "https://search.example.org",
            "WORKBENCH_OPENSEARCH_USER": "desk",
            "WORKBENCH_OPENSEARCH_CA": "/etc/ours.pem",
            "WORKBENCH_OPENSEARCH_SHARDS": "3",
        }
    )
    assert found == Cluster("https://search.example.org", "desk", "/etc/ours.pem", shards=3)
    for wrong in ("some", "0", "-1"):
        with pytest.raises(AddressUnusable, match="no number of shards"):
            cluster_of_environment(
                {"WORKBENCH_OPENSEARCH": "https://a.example", "WORKBENCH_OPENSEARCH_SHARDS": wrong}
            )


def test_a_users_name_with_a_password_behind_it_is_refused() -> None:
    with pytest.raises(AddressUnusable) as caught:
        Cluster("https://search.example.org", user="desk:hunter2")
    assert "hunter2" not in str(caught.value)


# -- nobody there


def free_port() -> int:
    """A port where nothing listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def test_a_cluster_that_is_down_is_said_to_be() -> None:
    error = failure_of(Wire(Cluster(f"http://127.0.0.1:{free_port()}")))
    assert type(error) is EngineUnreachable


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of something that takes a connection and never answers."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        yield f"127.0.0.1:{door.getsockname()[1]}"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_cluster_that_never_answers_is_waited_for_so_long_only(silent: str, scheme: str) -> None:
    error = failure_of(Wire(Cluster(f"{scheme}://{silent}", timeout_s=0.3)))
    assert isinstance(error, EngineSlow)


def test_without_the_library_the_command_that_installs_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    error = failure_of(Wire(Cluster("http://127.0.0.1:1")))
    assert isinstance(error, EngineMissing)
    assert "opensearch-py" in error.remedy


# -- passwords


def password_checked(request: Request) -> Answer:
    """Lets the one password in."""
    wanted = "Basic " + base64.b64encode(f"desk:{SECRET}".encode()).decode()
    if request.headers.get("authorization") == wanted:
        return HELLO
    return 401, "Unauthorized"


def test_the_right_password_opens_in_any_letters() -> None:
    with scripted(password_checked) as server:
        wire = Wire(Cluster(server.address, user="desk"), lambda refused: SECRET)
        assert wire.version() == "opensearch 9.9.9"
        wire.close()


def test_a_wrong_password_is_said_and_another_asked_for_and_neither_shown(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    refused: list[str | None] = []
    answers = iter(["hunter2", SECRET])

    def password(was_refused: str | None) -> str:
        refused.append(was_refused)
        return next(answers)

    with scripted(password_checked) as server:
        wire = Wire(Cluster(server.address, user="desk"), password)
        error = failure_of(wire)
        assert isinstance(error, EngineRefused)
        assert "desk" in error.message
        assert len(server.asked) == 1  # a second try with it might lock the account
        assert wire.version() == "opensearch 9.9.9"
        wire.close()
    assert refused == [None, "hunter2"]
    shown = f"{error} {error!r} {wire!r} {wire.cluster!r} {caplog.text} {error.__cause__!r}"
    for secret in ("hunter2", SECRET, base64.b64encode(f"desk:{SECRET}".encode()).decode()):
        assert secret not in shown


@pytest.mark.parametrize("given", [["hunter2"] * 5, ["hunter2", None, None, None, None]])
def test_a_refused_password_is_not_sent_again_and_again(given: list[str | None]) -> None:
    """A search goes out at every key somebody types, and five wrong ones lock many an account."""
    answers = iter(given)
    with scripted(password_checked) as server:
        wire = Wire(Cluster(server.address, user="desk"), lambda refused: next(answers))
        for _ in given:
            assert "does not accept" in failure_of(wire).message
        assert len(server.asked) == 1


@pytest.mark.parametrize("password", [None, lambda refused: None])
def test_without_a_password_nothing_is_sent(password: None) -> None:
    with scripted(password_checked) as server:
        error = failure_of(Wire(Cluster(server.address, user="desk"), password))
        assert isinstance(error, EngineRefused)
        assert "password" in error.message
        assert server.asked == []


def test_a_missing_keyring_is_one_more_reason_why_the_engine_cannot_answer() -> None:
    def password(refused: str | None) -> str:
        raise KeyringMissing("This system has no keyring.", "Type it each time.")

    error = failure_of(Wire(Cluster("http://127.0.0.1:1", user="desk"), password))
    assert isinstance(error, EngineRefused)
    assert "keyring" in error.message


# -- certificates


def test_a_certificate_nobody_vouches_for_ends_it_before_a_password_is_sent(tmp_path: Path) -> None:
    with scripted(password_checked, self_signed(tmp_path)) as server:
        error = failure_of(Wire(Cluster(server.address, user="desk"), lambda refused: SECRET))
        assert isinstance(error, CertificateNotTrusted)
        assert "self-signed" in error.message
        assert server.asked == []


def test_the_newsrooms_own_authority_is_trusted_by_its_file(tmp_path: Path) -> None:
    own = self_signed(tmp_path)
    with scripted(password_checked, own) as server:
        cluster = Cluster(server.address, user="desk", ca_file=str(own[0]))
        wire = Wire(cluster, lambda refused: SECRET)
        assert wire.version() == "opensearch 9.9.9"
        wire.close()


@pytest.mark.parametrize(
    ("name", "days", "word"), [("other.example.org", 1, "127.0.0.1"), ("127.0.0.1", -1, "expired")]
)
def test_a_certificate_of_another_name_or_too_old_is_refused(
    tmp_path: Path, name: str, days: int, word: str
) -> None:
    own = self_signed(tmp_path, name, days)
    with scripted(password_checked, own) as server:
        error = failure_of(Wire(Cluster(server.address, ca_file=str(own[0]))))
        assert isinstance(error, CertificateNotTrusted)
        assert word in error.message
        assert server.asked == []


def test_an_authority_that_is_missing_or_none_is_said(tmp_path: Path) -> None:
    missing = Cluster("https://127.0.0.1:1", ca_file=str(tmp_path / "none.pem"))
    assert isinstance(failure_of(Wire(missing)), CertificateNotTrusted)
    wrong = tmp_path / "letter.pem"
    wrong.write_text("Dear Sir or Madam")
    error = failure_of(Wire(Cluster("https://127.0.0.1:1", ca_file=str(wrong))))
    assert isinstance(error, CertificateNotTrusted)
    assert "letter.pem" in error.message


def test_a_port_that_speaks_no_tls_is_said() -> None:
    with scripted(lambda request: HELLO) as server:
        error = failure_of(Wire(Cluster(server.address.replace("http:", "https:"))))
        assert type(error) is EngineUnreachable
        assert "https://" in error.remedy


# -- answers


@pytest.mark.parametrize(
    ("answer", "cause", "word"),
    [
        ((200, "<h1>Sign in</h1>"), EngineFailed, "no OpenSearch"),
        ((404, "<h1>Not found</h1>"), EngineFailed, "no OpenSearch"),
        ((404, {"error": {"type": "index_not_found_exception"}}), EngineIndexGone, "index"),
        ((403, {"error": {"type": "security", "reason": "no permissions"}}), EngineRefused, "no p"),
        ((403, {"error": {"type": "cluster_block_exception"}}), EngineFailed, "takes nothing in"),
        ((400, {"error": {"type": "x", "reason": "too many clauses"}}), EngineFailed, "clauses"),
        ((500, "<h1>Oh no</h1>"), EngineFailed, "500"),
        ((500, {"error": "as a text"}), EngineFailed, "500"),
    ],
)
def test_each_answer_that_is_none_has_its_cause(
    answer: Answer, cause: type[WorkbenchError], word: str
) -> None:
    with scripted(lambda request: answer) as server:
        error = failure_of(Wire(Cluster(server.address, user="desk"), lambda refused: "x"))
        assert type(error) is cause
        assert word in error.message
        assert len(server.asked) == 1


@pytest.mark.parametrize("trouble", [(429, {}), (503, "busy"), (502, "<h1>gateway</h1>"), None])
def test_a_busy_cluster_and_a_dropped_line_are_asked_again(trouble: Answer) -> None:
    answers: list[Answer] = [HELLO, trouble, trouble]
    with scripted(lambda request: answers.pop()) as server:
        wire = Wire(Cluster(server.address), pauses=QUICK)
        assert wire.version() == "opensearch 9.9.9"
        wire.close()
        assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("trouble", "cause"), [((503, "busy"), EngineBusy), (None, EngineUnreachable)]
)
def test_asking_again_has_an_end(trouble: Answer, cause: type[WorkbenchError]) -> None:
    with scripted(lambda request: trouble) as server:
        assert isinstance(failure_of(Wire(Cluster(server.address), pauses=QUICK)), cause)
        assert len(server.asked) == len(QUICK) + 1


def test_a_redirection_is_not_followed_with_the_password() -> None:
    with scripted(lambda request: (302, {"error": "elsewhere"})) as server:
        error = failure_of(Wire(Cluster(server.address, user="desk"), lambda refused: "x"))
        assert isinstance(error, EngineFailed)
        assert len(server.asked) == 1
