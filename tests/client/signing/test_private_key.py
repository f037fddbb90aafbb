"""What `RsaSigner` says about PEM text that is no readable RSA private key."""

import traceback
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from threecommas import ConfigurationError, RsaSigner

PASSWORD = b"of the tests"


@pytest.fixture(scope="module")
def key(pem: bytes) -> RSAPrivateKey:
    loaded = load_pem_private_key(pem, password=None)
    assert isinstance(loaded, RSAPrivateKey)
    return loaded


@pytest.fixture(scope="module")
def encrypted(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSWORD))


def elliptic(encoding: PrivateFormat) -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, encoding, NoEncryption())


WRONG_TEXTS: dict[str, tuple[Callable[[RSAPrivateKey], str | bytes], str]] = {
    "the name of a file": (lambda key: "key.pem", "not PEM text.*contents of the file"),
    "nothing": (lambda key: b"", "not PEM text"),
    "an EC key, PKCS8": (lambda key: elliptic(PrivateFormat.PKCS8), "not an RSA key"),
    "an EC key, SEC1": (lambda key: elliptic(PrivateFormat.TraditionalOpenSSL), "EC key.*openssl genrsa"),
    "a public key": (
        lambda key: key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "public key",
    ),
    "a PKCS1 public key": (
        lambda key: key.public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1),
        "public key",
    ),
    "an OpenSSH key": (
        lambda key: key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()),
        "ssh-keygen -p -m PEM",
    ),
    "half a key": (
        lambda key: key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())[:600],
        "damaged or cut short",
    ),
}


@pytest.mark.parametrize("case", WRONG_TEXTS)
def test_wrong_text_is_named_for_what_it_is(case: str, key: RSAPrivateKey) -> None:
    make, says = WRONG_TEXTS[case]
    text = make(key)
    with pytest.raises(ConfigurationError, match=says) as caught:
        RsaSigner(text)
    material = (text.encode() if isinstance(text, str) else text).decode().splitlines()[1:-1]
    assert not any(line in str(caught.value) for line in material)
    # What the library says about the text is not shown either.
    assert "During handling" not in "".join(traceback.format_exception(caught.value))


def test_path_is_no_text(pem: bytes) -> None:
    with pytest.raises(ConfigurationError, match="NoneType, not PEM text"):
        RsaSigner(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("password", [PASSWORD, PASSWORD.decode()], ids=["bytes", "text"])
def test_encrypted_key_signs_like_the_open_one(password: str | bytes, encrypted: bytes, pem: bytes) -> None:
    assert RsaSigner(encrypted, password=password).sign(b"/deals") == RsaSigner(pem).sign(b"/deals")


def test_text_and_bytes_are_the_same_key(pem: bytes) -> None:
    assert RsaSigner(pem.decode()).sign(b"/deals") == RsaSigner(pem).sign(b"/deals")


def test_missing_password_is_asked_for(encrypted: bytes) -> None:
    with pytest.raises(ConfigurationError, match="encrypted and no password was given"):
        RsaSigner(encrypted)


def test_wrong_password_is_not_shown(encrypted: bytes) -> None:
    with pytest.raises(ConfigurationError, match="password is wrong") as caught:
        RsaSigner(encrypted, password="a guess")
    assert "a guess" not in str(caught.value)


def test_password_for_an_open_key_is_refused(pem: bytes) -> None:
    with pytest.raises(ConfigurationError, match="Leave the password out"):
        RsaSigner(pem, password=PASSWORD)
