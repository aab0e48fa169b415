"""Single sign-on against a provider that speaks real HTTP and signs with real keys."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.audit import AuditFilter
from api.services import Services
from api.staff import Role
from api.wiring import build
from core.errors import Misconfigured
from core.settings import Settings

CLIENT, SECRET = "askwell desk", "s3cret / with: marks"
HOME = "http://testserver"
CALLBACK = f"{HOME}/sign-in/oidc/callback"


@pytest.fixture(scope="session")
def rsa_key() -> rsa.RSAPrivateKey:
    """Made once: that takes a while."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


@dataclass
class Provider:
    """A provider of OpenID Connect, and how it misbehaves."""

    key: Any
    algorithm: str = "RS256"
    kid: str = "first"
    published: dict[str, PrivateKeyTypes] = field(default_factory=dict)
    url: str = ""
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "248", "email": "ana@example.com", "email_verified": True, "name": "Ana Ruiz"}
    )
    claims: dict[str, Any] = field(default_factory=dict)
    """In the ID token instead of what belongs there; None leaves one out."""
    userinfo: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    forge: Callable[[dict[str, Any]], str] | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    raw: bytes | None = None
    """Sent in place of every answer."""

    def __post_init__(self) -> None:
        self.published[self.kid] = self.key

    def change_key(self) -> None:
        """Sign with a new key from now on, and no longer publish the old one."""
        self.key, self.algorithm, self.kid = ec.generate_private_key(ec.SECP256R1()), "ES256", "second"
        self.published = {self.kid: self.key}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent to after the person has agreed."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["redirect_uri"] == CALLBACK
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{CALLBACK}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The answer to the exchange of a code: each is good once, for who began, with the right secrets."""
        user, _, password = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        if (user, password) != ("askwell+desk", "s3cret+%2F+with%3A+marks"):
            return 401, {"error": "invalid_client"}
        query = self.codes.pop(form["code"], None)
        if query is None or form["redirect_uri"] != CALLBACK:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != query["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "at", "token_type": "Bearer", "id_token": self._id_token(query["nonce"])}

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.person}
        claims = {name: value for name, value in (usual | self.claims).items() if value is not None}
        if self.forge is not None:
            return self.forge(claims)
        return jwt.encode(claims, self.key, self.algorithm, headers={"kid": self.kid})

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """What a GET gives."""
        if path.endswith("/openid-configuration"):
            return 200, {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "userinfo_endpoint": f"{self.url}/userinfo",
            } | self.metadata
        if path == "/keys":
            return 200, {"keys": [_public(kid, key) for kid, key in self.published.items()]}
        return 200, self.userinfo


def _public(kid: str, key: Any) -> dict[str, Any]:
    rsa_key = isinstance(key, rsa.RSAPrivateKey)
    algorithm: Any = jwt.algorithms.RSAAlgorithm if rsa_key else jwt.algorithms.ECAlgorithm
    return {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}


@pytest.fixture
def provider(rsa_key: rsa.RSAPrivateKey) -> Iterator[Provider]:
    """The provider above, listening on this machine."""
    state = Provider(rsa_key)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            state.asked.append(parts.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", state.authorize(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self._json(*state.answer(parts.path, query))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            state.asked.append(self.path)
            self._json(*state.token(form, self.headers.get("Authorization", "")))

        def _json(self, status: int, found: dict[str, Any]) -> None:
            data = state.raw if state.raw is not None else json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        state.url = f"http://127.0.0.1:{http.server_port}"
        yield state
        http.shutdown()
        thread.join()


@dataclass
class House:
    """Askwell beside the provider."""

    services: Services
    client: TestClient
    provider: Provider

    def begin(self, following: str = "") -> str:
        """Press the button, agree at the provider: where the browser is sent back to."""
        begun = self.client.get("/sign-in/oidc", params={"next": following}, follow_redirects=False)
        assert begun.status_code == 303, begun.text
        agreed = httpx2.get(begun.headers["location"], follow_redirects=False)
        return str(agreed.headers["location"]).removeprefix(HOME)

    def sign_in(self, following: str = "") -> Any:
        """All of it: the last response."""
        return self.client.get(self.begin(following), follow_redirects=False)

    def refused(self, word: str) -> None:
        """Nobody comes in, and the page says why."""
        found = self.sign_in()
        assert found.status_code in {403, 503}, found.headers
        assert word in found.text
        with self.services.database.read() as session:
            last = self.services.audit.page(session, AuditFilter()).items[0]
        assert (last.action, last.data["way"]) == ("sign_in.failed", "single sign-on")
        assert self.client.get("/account", follow_redirects=False).status_code == 303


Houses = Callable[..., House]


@pytest.fixture
def house(settings: Settings, provider: Provider) -> Iterator[Houses]:
    """Makes Askwell with single sign-on; settings can be changed."""
    opened: list[Services] = []

    def make(**changes: Any) -> House:
        usual = {
            "public_url": HOME,
            "oidc_issuer": provider.url,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SecretStr(SECRET),
            "oidc_allow_private": True,
        }
        services = build(settings.model_copy(update=usual | changes))
        opened.append(services)
        return House(services, TestClient(create_app(services=services)), provider)

    yield make
    for services in opened:
        services.close()


def test_somebody_of_the_staff_comes_in_and_where_they_wanted_to_go(house: Houses) -> None:
    """Linked by the verified address at first, by the account at the provider from then on."""
    here = house()
    ana = here.services.staff.add("Ana@example.com", Role.AGENT)
    arrived = here.sign_in("/desk?view=mine")
    assert (arrived.status_code, arrived.headers["location"]) == (303, "/desk?view=mine")
    assert "httponly" in arrived.headers["set-cookie"].lower()
    assert "Ana@example.com" in here.client.get("/account").text
    here.provider.person |= {"email": "ana.ruiz@example.com"}
    assert here.sign_in().status_code == 303
    assert [member.id for member in here.services.staff.all()] == [ana.id]
    assert here.services.staff.find(ana.id).single_sign_on


def test_the_page_has_the_button_only_with_a_provider(house: Houses, client: TestClient) -> None:
    assert "Sign in with Example Ltd" in house(oidc_button="Sign in with Example Ltd").client.get("/sign-in").text
    assert "/sign-in/oidc" not in client.get("/sign-in").text
    assert client.get("/sign-in/oidc").status_code == 404


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": [CLIENT, "another"]},
        {"azp": "another client"},
        {"iss": "https://evil.example"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"iat": 1_700_000_000},
        {"iat": None},
        {"sub": None},
        {"sub": 248},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(house: Houses, claims: dict[str, Any]) -> None:
    here = house()
    here.services.staff.add("ana@example.com", Role.AGENT)
    here.provider.claims = claims
    here.refused("could not be verified")


def _none(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, "none")


def _with_the_secret(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, SECRET.ljust(32), "HS256", headers={"kid": "first"})


def _with_another_key(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, ec.generate_private_key(ec.SECP256R1()), "ES256", headers={"kid": "first"})


def _with_an_unknown_key(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, ec.generate_private_key(ec.SECP256R1()), "ES256", headers={"kid": "unknown"})


@pytest.mark.parametrize("forge", [_none, _with_the_secret, _with_another_key, _with_an_unknown_key, str])
def test_a_forged_signature_is_refused(house: Houses, forge: Callable[[dict[str, Any]], str]) -> None:
    """None at all, a shared secret, somebody else's key, and no token."""
    here = house()
    here.services.staff.add("ana@example.com", Role.AGENT)
    here.provider.forge = forge
    here.refused("could not be verified")


def test_a_public_key_is_not_taken_for_a_shared_secret(house: Houses) -> None:
    """The well-known confusion: HS256 with the provider's public key as the secret."""
    here = house()
    here.services.staff.add("ana@example.com", Role.AGENT)

    def confused(claims: dict[str, Any]) -> str:
        public = json.dumps(_public("first", here.provider.key)).encode()
        head, body = (
            base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
            for part in ({"alg": "HS256", "kid": "first"}, claims)
        )
        mac = hmac.digest(public, f"{head}.{body}".encode(), "sha256")
        return f"{head}.{body}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"

    here.provider.forge = confused
    here.refused("could not be verified")


def test_an_answer_is_good_once(house: Houses) -> None:
    """Neither the address nor the code can be used again, here or at the provider."""
    here = house()
    here.services.staff.add("ana@example.com", Role.AGENT)
    back = here.begin()
    cookie = dict(here.client.cookies)
    assert here.client.get(back, follow_redirects=False).status_code == 303
    here.client.cookies.clear()
    here.client.cookies.update(cookie)
    again = here.client.get(back, follow_redirects=False)
    assert (again.status_code, "has been used" in again.text) == (403, True)
    code = parse_qs(urlsplit(back).query)["code"][0]
    state = parse_qs(urlsplit(here.begin()).query)["state"][0]
    replayed = here.client.get(f"/sign-in/oidc/callback?code={code}&state={state}", follow_redirects=False)
    assert (replayed.status_code, "invalid_grant" in replayed.text) == (503, True)


def test_an_answer_belongs_to_the_browser_that_began(house: Houses) -> None:
    """An attacker's address, opened by somebody else, signs nobody in; states cannot be swapped either."""
    here = house()
    here.services.staff.add("ana@example.com", Role.AGENT)
    back = here.begin()
    other = TestClient(create_app(services=here.services))
    stolen = other.get(back, follow_redirects=False)
    assert (stolen.status_code, "another browser" in stolen.text) == (403, True)
    first, second = here.begin(), here.begin()
    code = parse_qs(urlsplit(first).query)["code"][0]
    state = parse_qs(urlsplit(second).query)["state"][0]
    swapped = here.client.get(f"/sign-in/oidc/callback?code={code}&state={state}", follow_redirects=False)
    assert (swapped.status_code, "invalid_grant" in swapped.text) == (503, True)
    assert here.client.get("/sign-in/oidc/callback?code=x&state=made-up", follow_redirects=False).status_code == 403


def test_a_change_of_keys_is_noticed_at_once(house: Houses) -> None:
    """With another kind of key; afterwards the old one is worth nothing."""
    here = house()
    here.services.staff.add("ana@example.com", Role.AGENT)
    old, kid = here.provider.key, here.provider.kid
    sign_on = here.services.staffing.single_sign_on
    assert sign_on is not None
    sign_on._provider._keys._clock = iter(range(0, 10_000, 61)).__next__  # each look is a minute after the last
    assert here.sign_in().status_code == 303
    here.provider.change_key()
    assert here.sign_in().status_code == 303
    here.client.cookies.clear()
    here.provider.key, here.provider.kid, here.provider.algorithm = old, kid, "RS256"
    here.refused("could not be verified")


def test_unknown_keys_do_not_make_us_ask_the_provider_over_and_over(house: Houses) -> None:
    here = house()
    here.provider.forge = _with_an_unknown_key
    for _ in range(3):
        here.refused("could not be verified")
    assert here.provider.asked.count("/keys") == 1


@pytest.mark.parametrize(
    ("person", "word"),
    [
        ({"email_verified": False}, "verified"),
        ({"email_verified": None}, "verified"),
        ({"email": None}, "did not tell"),
        ({"email": "no address"}, "did not tell"),
        ({"email": "zoe@example.com"}, "is not on the staff"),
    ],
)
def test_who_is_not_known_for_sure_stays_outside(house: Houses, person: dict[str, Any], word: str) -> None:
    here = house()
    here.services.staff.add("ana@example.com", Role.AGENT)
    here.provider.claims = person
    here.refused(word)
    assert len(here.services.staff.all()) == 1


def test_accounts_are_made_only_where_the_operator_allows_it(house: Houses) -> None:
    """Within the domains, with the default role, and noted."""
    here = house(oidc_default_role="content", oidc_domains=("example.com",))
    assert here.sign_in().headers["location"] == "/content"
    made = here.services.staff.find("ana@example.com")
    assert (made.role, made.name, made.has_password) == (Role.CONTENT, "Ana Ruiz", False)
    here.client.cookies.clear()
    here.provider.person = {"sub": "9", "email": "eve@example.com.evil.test", "email_verified": True}
    here.refused("not let in")
    with here.services.database.read() as session:
        actions = [entry.action for entry in here.services.audit.all(session, AuditFilter())]
    assert actions == ["sign_in.failed", "sign_in.succeeded", "staff.linked", "staff.added"]


def test_the_provider_can_decide_roles(house: Houses) -> None:
    """The strongest of several counts, a change counts at the next sign-in, and without one nobody comes in."""
    roles = {"oidc_role_claim": "realm.roles", "oidc_roles": ("helpers=agent", "chiefs=admin")}
    here = house(oidc_default_role="content", **roles)
    for given, role in ((["helpers", "chiefs"], Role.ADMIN), (["helpers"], Role.AGENT)):
        here.provider.claims = {"realm": {"roles": given}}
        assert here.sign_in().status_code == 303
        assert here.services.staff.find("ana@example.com").role is role
    here.client.cookies.clear()
    for outside in (["others"], [], None):
        here.provider.claims = {"realm": {"roles": outside}}
        here.refused("no role")


def test_a_closed_account_stays_closed_and_a_taken_one_is_not_taken_over(house: Houses) -> None:
    here = house()
    ana = here.services.staff.add("ana@example.com", Role.AGENT)
    here.services.staff.add("root@example.com", Role.ADMIN)
    assert here.sign_in().status_code == 303
    here.client.cookies.clear()
    here.provider.person |= {"sub": "another account with the same address"}
    here.refused("another account")
    here.provider.person |= {"sub": "248"}
    here.services.staff.set_disabled(ana.id, True)
    here.refused("closed")


def test_an_address_told_elsewhere_counts_if_it_is_the_same_persons(house: Houses) -> None:
    """Some providers put it only there."""
    here = house()
    here.services.staff.add("ana@example.com", Role.AGENT)
    here.provider.claims = {"email": None, "email_verified": None}
    here.provider.userinfo = {"sub": "other", "email": "ana@example.com", "email_verified": True}
    here.refused("verified")
    here.provider.userinfo |= {"sub": "248"}
    assert here.sign_in().status_code == 303


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({"error": "access_denied", "error_description": "<b>x</b>"}, "cancelled"),
        ({"error": "made_up"}, "did not sign you in"),
        ({}, "incomplete"),
        ({"code": "x", "iss": "https://evil.example"}, "another provider"),
    ],
)
def test_what_went_wrong_there_is_said_in_words(house: Houses, query: dict[str, str], word: str) -> None:
    here = house()
    state = parse_qs(urlsplit(here.begin()).query)["state"][0]
    found = here.client.get("/sign-in/oidc/callback", params={"state": state, **query}, follow_redirects=False)
    assert found.status_code == 403
    assert word in found.text
    assert "<b>x</b>" not in found.text


@pytest.mark.parametrize(
    ("metadata", "word"),
    [
        ({"issuer": "https://other.example"}, "calls itself"),
        ({"token_endpoint": None}, "not protected by TLS"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "not protected by TLS"),
        ({"jwks_uri": "file:///etc/passwd"}, "not protected by TLS"),
    ],
)
def test_a_provider_that_contradicts_itself_is_not_used(house: Houses, metadata: dict[str, Any], word: str) -> None:
    here = house()
    here.provider.metadata = metadata
    found = here.client.get("/sign-in/oidc", follow_redirects=False)
    assert found.status_code == 503
    assert word in found.text


@pytest.mark.parametrize("raw", [b"<html>", b"[]", b"[" * 100_000, b" " * 1_000_001])
def test_a_provider_that_answers_nonsense_is_an_error_in_words(house: Houses, raw: bytes) -> None:
    here = house()
    here.provider.raw = raw
    found = here.client.get("/sign-in/oidc", follow_redirects=False)
    assert found.status_code == 503
    assert "sign-in provider" in found.text


def test_a_provider_in_a_private_network_is_used_only_when_allowed(house: Houses) -> None:
    here = house(oidc_allow_private=False)
    found = here.client.get("/sign-in/oidc", follow_redirects=False)
    assert found.status_code == 503
    assert here.provider.asked == []


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"public_url": None}, "ASKWELL_PUBLIC_URL"),
        ({"oidc_client_id": None}, "ASKWELL_OIDC_CLIENT_ID"),
        ({"oidc_role_claim": "groups"}, "ASKWELL_OIDC_ROLES"),
        ({"oidc_role_claim": "groups", "oidc_roles": ("a=boss",)}, "ASKWELL_OIDC_ROLES"),
    ],
)
def test_settings_that_are_not_whole_stop_the_start(house: Houses, changes: dict[str, Any], name: str) -> None:
    with pytest.raises(Misconfigured, match=name):
        house(**changes)
