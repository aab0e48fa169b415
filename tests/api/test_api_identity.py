"""Identity tokens: what is believed, and the many that are not, with real keys and keys published over real HTTP."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.checks import Check, State
from api.identity.assembly import Identities, make_identities, published
from api.identity.checks import identity_checks, sign_on_checks
from api.identity.hashes import HashedUser
from api.key_set import KeySet
from core.clock import system_clock
from core.errors import IdentityRefused, Misconfigured, Unavailable
from core.outbound import anywhere, guarded_client
from core.settings import Settings

SECRET = "the secret of the site and its help desk, long enough for every HMAC"
OLD = "the secret of last year, which is also long enough for every HMAC there is"
NOBODY = "a secret that nobody has set, and which is long enough for every HMAC"
AUDIENCE = "https://help.example.com"
STAFF = {"oidc_client_id": "askwell", "public_url": "https://help.example.com"}


@dataclass(frozen=True)
class Keys:
    """Keys of the site's server."""

    by_rsa: rsa.RSAPrivateKey
    by_ec: ec.EllipticCurvePrivateKey
    other_rsa: rsa.RSAPrivateKey
    other_ec: ec.EllipticCurvePrivateKey

    @property
    def public(self) -> str:
        """Both public keys as an operator sets them."""
        return pem(self.by_rsa) + pem(self.by_ec)


@pytest.fixture(scope="module")
def keys() -> Keys:
    """Made once: that takes a while."""
    made = [rsa.generate_private_key(public_exponent=65_537, key_size=2_048) for _ in range(2)]
    curves = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    return Keys(made[0], curves[0], made[1], curves[1])


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The site shares a secret with Askwell."""
    return settings.model_copy(update={"identity_secret": SecretStr(SECRET)})


def pem(key: Any) -> str:
    return str(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


def weak_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=1_024)  # noqa: S505 - to see it refused


def private_pem(key: Any) -> str:
    return str(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


def settings_of(**values: Any) -> Settings:
    values = {name: SecretStr(value) if name.endswith("secret") else value for name, value in values.items()}
    return Settings(_env_file=None, **values)


def make(**values: Any) -> Identities:
    return make_identities(settings_of(**values), system_clock)


def sign(key: Any, algorithm: str, headers: dict[str, Any] | None = None, **claims: Any) -> str:
    now = int(time.time())
    said = {"sub": "42", "exp": now + 600, "iat": now, "aud": AUDIENCE} | claims
    return jwt.encode({name: value for name, value in said.items() if value is not None}, key, algorithm, headers)


def by_hand(header: dict[str, Any], claims: dict[str, Any] | str, key: bytes) -> str:
    """A token with HS256 whatever the library would say of key, header and claims."""
    parts = [json.dumps(header), claims if isinstance(claims, str) else json.dumps(claims)]
    body = ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
    signature = hmac.new(key, body.encode(), hashlib.sha256).digest()
    return f"{body}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def test_each_kind_of_key_is_believed(keys: Keys) -> None:
    read = make(identity_secret=SECRET, identity_public_key=keys.public, identity_audience=(AUDIENCE,)).tokens.read
    for key, algorithm in ((SECRET, "HS256"), (keys.by_rsa, "RS256"), (keys.by_ec, "ES256")):
        person = read(sign(key, algorithm, email="ana@example.com", audiences=["gold"], plan="pro"))
        assert (person.subject, person.email, person.audiences) == ("42", "ana@example.com", frozenset({"gold"}))
        assert person.attributes == {"plan": "pro"}


def test_two_secrets_and_two_public_keys_serve_while_one_replaces_another(keys: Keys) -> None:
    both = pem(keys.other_rsa) + "\n" + pem(keys.by_rsa)
    read = make(
        identity_secret=SECRET, identity_old_secret=OLD, identity_public_key=both, identity_audience=(AUDIENCE,)
    ).tokens.read
    for key, algorithm in ((SECRET, "HS256"), (OLD, "HS256"), (keys.by_rsa, "RS256"), (keys.other_rsa, "RS256")):
        assert read(sign(key, algorithm)).subject == "42"


def test_a_public_key_may_stand_in_a_file_or_on_one_line(keys: Keys, tmp_path: Path) -> None:
    file = tmp_path / "identity.pem"
    file.write_text(keys.public, "utf-8")
    for value in (str(file), keys.public.replace("\n", "\\n")):
        assert make(identity_public_key=value).tokens.read(sign(keys.by_ec, "ES256", aud=None)).subject == "42"


Forge = Callable[[Keys], str]
NOW = int(time.time())
LATER = 3_000
"""Seconds that no run of the tests takes, and before the end of the tokens."""
CLAIMS = {"sub": "42", "exp": NOW + 3_600, "aud": AUDIENCE}
FORGERIES: dict[str, Forge] = {
    "another secret": lambda keys: sign(NOBODY, "HS256"),
    "another RSA key": lambda keys: sign(keys.other_rsa, "RS256"),
    "another EC key": lambda keys: sign(keys.other_ec, "ES256"),
    "unsigned": lambda keys: jwt.encode(CLAIMS, "", "none"),
    "none, in other letters": lambda keys: by_hand({"alg": "nOnE"}, CLAIMS, SECRET.encode()),
    "its signature cut off": lambda keys: sign(SECRET, "HS256").rpartition(".")[0] + ".",
    "the public RSA key as a secret": lambda keys: by_hand({"alg": "HS256"}, CLAIMS, pem(keys.by_rsa).encode()),
    "the public EC key as a secret": lambda keys: by_hand({"alg": "HS256"}, CLAIMS, pem(keys.by_ec).encode()),
    "HS512": lambda keys: sign(SECRET + SECRET, "HS512"),
    "RS512": lambda keys: sign(keys.by_rsa, "RS512"),
    "PS256": lambda keys: sign(keys.by_rsa, "PS256"),
    "a secret's signature called RS256": lambda keys: by_hand({"alg": "RS256"}, CLAIMS, SECRET.encode()),
    "a key of its own in the header": lambda keys: sign(keys.other_rsa, "RS256", {"jwk": {"kty": "RSA"}}),
    "keys at an address of its own": lambda keys: sign(keys.other_rsa, "RS256", {"jku": "https://evil.example/keys"}),
    "a critical extension": lambda keys: sign(SECRET, "HS256", {"crit": ["x"], "x": 1}),
    "an access token": lambda keys: sign(SECRET, "HS256", {"typ": "at+jwt"}),
    "a key id that is no text": lambda keys: by_hand({"alg": "HS256", "kid": 5}, CLAIMS, SECRET.encode()),
    "another's signature": lambda keys: ".".join(
        [*sign(SECRET, "HS256", sub="1").split(".")[:2], sign(SECRET, "HS256").split(".")[2]]
    ),
    "expired": lambda keys: sign(SECRET, "HS256", exp=NOW - 60),
    "no end": lambda keys: sign(SECRET, "HS256", exp=None),
    "an end too far away": lambda keys: sign(SECRET, "HS256", exp=NOW + 25 * 3_600),
    "a long life near its end": lambda keys: sign(SECRET, "HS256", iat=NOW - 90_000, exp=NOW + 600),
    "an end that is no number": lambda keys: sign(SECRET, "HS256", exp="soon"),
    "an infinite end": lambda keys: by_hand({"alg": "HS256"}, '{"sub": "42", "exp": Infinity}', SECRET.encode()),
    "an end that is not a number": lambda keys: by_hand({"alg": "HS256"}, '{"sub": "42", "exp": NaN}', SECRET.encode()),
    "not yet good": lambda keys: sign(SECRET, "HS256", nbf=NOW + LATER),
    "made in the future": lambda keys: sign(SECRET, "HS256", iat=NOW + LATER),
    "no audience": lambda keys: sign(SECRET, "HS256", aud=None),
    "another's audience": lambda keys: sign(SECRET, "HS256", aud="https://shop.example.com"),
    "others' audiences": lambda keys: sign(SECRET, "HS256", aud=["a", "b"]),
    "no subject": lambda keys: sign(SECRET, "HS256", sub=None),
    "an empty subject": lambda keys: sign(SECRET, "HS256", sub=""),
    "a subject too long": lambda keys: sign(SECRET, "HS256", sub="4" * 256),
    "a subject with a control character": lambda keys: sign(SECRET, "HS256", sub="4\x002"),
    "half a character": lambda keys: sign(SECRET, "HS256", sub="\ud83d"),
    "half a character in a name": lambda keys: sign(SECRET, "HS256", name="\ud83d"),
    "half a character in an audience": lambda keys: sign(SECRET, "HS256", audiences=["\ud83d"]),
    "audiences that are no list": lambda keys: sign(SECRET, "HS256", audiences="gold"),
    "far too many audiences": lambda keys: sign(SECRET, "HS256", audiences=[str(n) for n in range(51)]),
    "attributes that are no object": lambda keys: sign(SECRET, "HS256", attributes=[["plan", "pro"]]),
    "an address that is no text": lambda keys: sign(SECRET, "HS256", email=["a@example.com"]),
    "claims that are no object": lambda keys: by_hand({"alg": "HS256"}, "[]", SECRET.encode()),
    "claims nested without end": lambda keys: by_hand({"alg": "HS256"}, "[" * 5_000, SECRET.encode()),
    "no JSON": lambda keys: by_hand({"alg": "HS256"}, "{", SECRET.encode()),
    "no token": lambda keys: "hello",
    "dots": lambda keys: "..",
    "no ASCII": lambda keys: "é.é.é",
}


@pytest.mark.parametrize("forge", [pytest.param(forge, id=name) for name, forge in FORGERIES.items()])
def test_what_is_not_sound_is_refused(keys: Keys, forge: Forge) -> None:
    read = make(identity_secret=SECRET, identity_public_key=keys.public, identity_audience=(AUDIENCE,)).tokens.read
    with pytest.raises(IdentityRefused) as caught:
        read(forge(keys))
    assert SECRET not in caught.value.message


def test_names_are_taken_to_the_letter() -> None:
    """An audience with a space behind it is another audience, and a user another user."""
    read = make(identity_secret=SECRET).tokens.read
    person = read(sign(SECRET, "HS256", aud=None, sub="42 ", audiences=["gold ", "GOLD"]))
    assert (person.subject, person.audiences) == ("42 ", frozenset({"gold ", "GOLD"}))


def test_clocks_may_differ_by_half_a_minute() -> None:
    read = make(identity_secret=SECRET).tokens.read
    now = int(time.time())
    assert read(sign(SECRET, "HS256", aud=None, iat=now + 20, nbf=now + 20, exp=now + 86_400 + 20)).subject == "42"
    assert read(sign(SECRET, "HS256", aud=None, exp=now - 20)).subject == "42"


@pytest.mark.parametrize(
    ("settings", "audience", "believed"),
    [
        ({}, None, True),
        ({}, "askwell", True),
        ({}, "https://shop.example.com", False),
        ({"public_url": "https://help.example.com/"}, "https://help.example.com", True),
        ({"identity_audience": ("a", "b")}, "b", True),
        ({"identity_audience": ("a", "b")}, ["x", "a"], True),
        ({"identity_audience": ("a", "b")}, "askwell", False),
        ({"identity_audience": ("a", "b")}, None, False),
        ({"identity_audience": ("a", "b")}, {"a": 1}, False),
    ],
)
def test_a_token_for_somebody_else_is_not_for_us(settings: dict[str, Any], audience: Any, believed: bool) -> None:
    read, token = make(identity_secret=SECRET, **settings).tokens.read, sign(SECRET, "HS256", aud=audience)
    if believed:
        assert read(token).subject == "42"
    else:
        with pytest.raises(IdentityRefused, match="aud"):
            read(token)


def test_the_issuer_can_be_required() -> None:
    read = make(identity_secret=SECRET, identity_issuer="https://id.example.com").tokens.read
    assert read(sign(SECRET, "HS256", aud=None, iss="https://id.example.com")).subject == "42"
    for wrong in (None, "https://id.example.com.evil.example"):
        with pytest.raises(IdentityRefused, match="iss"):
            read(sign(SECRET, "HS256", aud=None, iss=wrong))


def test_settings_that_would_make_forging_easy_stop_the_start(keys: Keys, tmp_path: Path) -> None:
    small = weak_key()
    for wrong, said in (
        ({"identity_secret": pem(keys.by_rsa)}, "PUBLIC_KEY"),
        ({"identity_public_key": private_pem(keys.by_ec)}, "private key"),
        ({"identity_public_key": pem(small)}, "2048 bits"),
        ({"identity_public_key": pem(ec.generate_private_key(ec.SECP384R1()))}, "P-256"),
        ({"identity_public_key": str(tmp_path / "nowhere.pem")}, "cannot be read"),
        ({"identity_public_key": "-----BEGIN PUBLIC KEY-----\nhello\n-----END PUBLIC KEY-----"}, "cannot be read"),
        ({"identity_jwks_url": "https://id.example.com/keys"}, "IDENTITY_AUDIENCE"),
        ({"identity_jwks_url": "http://id.example.com/keys", "identity_audience": ("a",)}, "https"),
    ):
        with pytest.raises(Misconfigured, match=said):
            make(**wrong)


# Published keys


@dataclass
class Publisher:
    """Somebody who publishes keys."""

    keys: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    asked: int = 0
    raw: bytes | None = None

    def document(self) -> bytes:
        def public(kid: str, key: Any) -> dict[str, Any]:
            of_rsa = isinstance(key, rsa.RSAPrivateKey)
            algorithm: Any = jwt.algorithms.RSAAlgorithm if of_rsa else jwt.algorithms.ECAlgorithm
            return {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}

        shared = {"kty": "oct", "kid": "shared", "alg": "HS256", "k": base64.urlsafe_b64encode(b"k" * 32).decode()}
        return json.dumps({"keys": [shared, *(public(kid, key) for kid, key in self.keys.items())]}).encode()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """The publisher above, listening on this machine."""
    state = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked += 1
            body = state.document() if state.raw is None else state.raw
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}/keys"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield state
        server.shutdown()


def by_publisher(publisher: Publisher, **more: Any) -> Identities:
    return make(identity_jwks_url=publisher.url, identity_allow_private=True, identity_audience=(AUDIENCE,), **more)


def test_published_keys_are_fetched_once(publisher: Publisher, keys: Keys) -> None:
    publisher.keys = {"first": keys.by_rsa, "second": keys.by_ec}
    read = by_publisher(publisher).tokens.read
    for key, algorithm, kid in ((keys.by_rsa, "RS256", "first"), (keys.by_ec, "ES256", "second")):
        assert read(sign(key, algorithm, {"kid": kid})).subject == "42"
    for number in range(5):  # made-up names cost the publisher nothing
        with pytest.raises(IdentityRefused, match="known here"):
            read(sign(keys.by_rsa, "RS256", {"kid": f"made up {number}"}))
    assert publisher.asked == 1


def test_a_new_key_is_found_and_the_last_ones_serve_while_none_can_be_had(publisher: Publisher, keys: Keys) -> None:
    now = [0.0]
    client = guarded_client(allowed=anywhere)
    found = KeySet(lambda: published(client, publisher.url), lambda: now[0])
    publisher.keys = {"first": keys.by_rsa}
    assert found.key("first") is not None
    assert found.key(None) is not None
    publisher.keys = {"second": keys.by_ec}
    assert found.key("second") is None  # asked a moment ago
    now[0] = 61
    assert found.key("second") is not None
    assert found.key("first") is None
    publisher.raw = b"out of order"
    now[0] += 3_700
    asked = publisher.asked
    assert [found.key("second") is not None for _ in range(3)] == [True] * 3
    assert publisher.asked == asked + 1  # a pause after a failure
    now[0] += 86_400
    with pytest.raises(Unavailable):
        found.key("second")
    publisher.raw = None
    now[0] += 10
    assert found.key("second") is not None


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_published_key_serves_its_own_algorithm_only(publisher: Publisher, keys: Keys) -> None:
    publisher.keys = {"first": keys.by_rsa, "weak": weak_key()}
    read = by_publisher(publisher).tokens.read
    shared = base64.urlsafe_b64encode(b"k" * 32)
    for token in (
        by_hand({"alg": "HS256", "kid": "first"}, CLAIMS, pem(keys.by_rsa).encode()),
        by_hand({"alg": "HS256", "kid": "shared"}, CLAIMS, base64.urlsafe_b64decode(shared)),
        sign(keys.by_ec, "ES256", {"kid": "first"}),
        sign(keys.by_rsa, "RS256", {"kid": "nobody's"}),
        sign(keys.by_rsa, "RS256"),  # several keys are published: which one is not said
        sign(publisher.keys["weak"], "RS256", {"kid": "weak"}),
    ):
        with pytest.raises(IdentityRefused, match="known here"):
            read(token)


def test_a_private_network_is_not_entered_for_keys(publisher: Publisher, keys: Keys) -> None:
    publisher.keys = {"first": keys.by_rsa}
    address = publisher.url.replace("http:", "https:")
    read = make(identity_jwks_url=address, identity_audience=(AUDIENCE,)).tokens.read
    with pytest.raises(Unavailable):
        read(sign(keys.by_rsa, "RS256", {"kid": "first"}))
    assert publisher.asked == 0


@pytest.mark.parametrize("raw", [b"<html>", b"[]", b"x" * 1_100_000, b"[" * 100_000])
def test_an_address_without_keys_is_our_trouble_and_not_the_visitors(
    publisher: Publisher, keys: Keys, raw: bytes
) -> None:
    publisher.raw = raw
    identities = by_publisher(publisher, identity_secret=SECRET)
    with pytest.raises(Unavailable):
        identities.tokens.read(sign(keys.by_rsa, "RS256", {"kid": "first"}))
    assert identities.tokens.read(sign(SECRET, "HS256")).subject == "42"


# Users by hash


def hash_of(identifier: str, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), identifier.encode(), hashlib.sha256).hexdigest()


def test_a_user_by_hash_is_known_but_sees_nothing_more() -> None:
    read = make(identity_secret=SECRET, identity_old_secret=OLD).hashes.read
    for secret in (SECRET, OLD):
        person = read(HashedUser("42", hash_of("42", secret).upper(), "ana@example.com", "Ana"))
        assert (person.subject, person.audiences, person.attributes, person.signed) == ("42", frozenset(), {}, False)


def test_a_wrong_hash_and_hashes_switched_off_are_refused() -> None:
    read = make(identity_secret=SECRET).hashes.read
    for identifier, wrong in (("43", hash_of("42")), ("42", hash_of("42", NOBODY)), ("42", ""), ("42", "é" * 64)):
        with pytest.raises(IdentityRefused):
            read(HashedUser(identifier, wrong))
    with pytest.raises(IdentityRefused, match="IDENTITY_HASH"):
        make(identity_secret=SECRET, identity_hash=False).hashes.read(HashedUser("42", hash_of("42")))
    with pytest.raises(Misconfigured):
        make().hashes.read(HashedUser("42", hash_of("42", "")))


# What `askwell doctor` says


def said(*checks: Callable[[Settings], Iterator[Check]], **values: Any) -> list[tuple[State, str]]:
    settings = settings_of(**values)
    return [(check.state, f"{check.detail} {check.mend}") for look in checks for check in look(settings)]


@pytest.mark.parametrize(
    ("values", "state", "words"),
    [
        ({"identity_secret": "short"}, State.PROBLEM, "can be guessed"),
        ({"identity_secret": SECRET, "identity_old_secret": "short"}, State.PROBLEM, "can be guessed"),
        ({"identity_secret": SECRET}, State.NOTE, "ASKWELL_IDENTITY_AUDIENCE is not set"),
        ({"identity_secret": SECRET, "identity_audience": ("a",)}, State.NOTE, "ASKWELL_IDENTITY_HASH=false"),
        ({"identity_public_key": "nowhere.pem"}, State.PROBLEM, "nowhere.pem cannot be read"),
        ({"identity_jwks_url": "https://id.example.com/keys"}, State.PROBLEM, "needs ASKWELL_IDENTITY_AUDIENCE"),
        ({"oidc_issuer": "https://id.example.com"}, State.PROBLEM, "needs ASKWELL_OIDC_CLIENT_ID"),
        ({"oidc_issuer": "id.example.com", **STAFF}, State.PROBLEM, "is no issuer"),
        ({"oidc_issuer": "http://id.example.com", **STAFF}, State.PROBLEM, "is no issuer"),
        (
            {"oidc_issuer": "https://id.example.com/.well-known/openid-configuration", **STAFF},
            State.PROBLEM,
            "is a file of the issuer",
        ),
    ],
    ids=lambda value: "-".join(map(str, value.values()))[:40] if isinstance(value, dict) else None,
)
def test_the_doctor_names_what_is_weak_or_wrong(values: dict[str, Any], state: State, words: str) -> None:
    assert any(found == state and words in text for found, text in said(identity_checks, sign_on_checks, **values))


def test_the_doctor_is_silent_where_nothing_is_set_and_everything_is_right(keys: Keys) -> None:
    assert said(identity_checks, sign_on_checks) == []
    right = {"identity_public_key": keys.public, "identity_audience": ("a",), "identity_hash": False}
    assert said(identity_checks, sign_on_checks, **right, oidc_issuer="https://id.example.com", **STAFF) == []


def test_the_doctor_fetches_published_keys(publisher: Publisher, keys: Keys) -> None:
    where = {"identity_jwks_url": publisher.url, "identity_allow_private": True, "identity_audience": ("a",)}
    publisher.keys = {"first": keys.by_rsa}
    assert (State.OK, f"1 published at {publisher.url} None") in said(identity_checks, **where)
    publisher.raw = b"{}"
    assert any(state == State.PROBLEM and "0 published" in text for state, text in said(identity_checks, **where))
    publisher.raw = b"gone"
    assert any(state == State.PROBLEM and "does not answer" in text for state, text in said(identity_checks, **where))


# Over HTTP


@pytest.mark.parametrize("identifier", ["42", "a user/é:用户", 4711])
def test_both_forms_name_the_same_person(client: TestClient, identifier: str | int) -> None:
    user = {"id": identifier, "hash": hash_of(str(identifier)), "email": "a@example.com", "name": "Ana"}
    by_hash = client.post("/v1/sessions", json={"user": user}).json()
    token = sign(SECRET, "HS256", sub=str(identifier), aud=None)
    by_token = client.post("/v1/sessions", json={"identity": token, "user": user | {"hash": "wrong"}}).json()
    assert by_hash["identified"] is True
    assert by_hash["visitor_id"] == by_token["visitor_id"]
    refused = client.post("/v1/sessions", json={"user": user | {"hash": hash_of("x")}})
    assert (refused.status_code, refused.json()["code"]) == (401, "identity_refused")


def test_a_value_that_cannot_be_one_is_named(client: TestClient) -> None:
    for user in ({"id": "4\x002", "hash": "x"}, {"id": "", "hash": "x"}, {"id": "42"}):
        refused = client.post("/v1/sessions", json={"user": user})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")
        assert refused.json()["errors"][0]["field"].startswith("body.user.")
