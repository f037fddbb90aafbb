"""An RSA private key out of PEM text, or an error that says what the text is instead.

The errors name the kind of key and what to do. The text may be a secret, and is never shown.
"""

import re
from typing import TYPE_CHECKING

from threecommas.errors import ConfigurationError
from threecommas.messages.hidden import Hidden

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_LABEL = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----")

_WRONG_KIND = {
    "PUBLIC KEY": "The PEM text is a public key: that half is for 3Commas. Sign with the private key.",
    "RSA PUBLIC KEY": "The PEM text is a public key: that half is for 3Commas. Sign with the private key.",
    "CERTIFICATE": "The PEM text is a certificate, which holds a public key. Sign with the private key.",
    "EC PRIVATE KEY": "The PEM text is an EC key. 3Commas takes RSA keys: openssl genrsa -out key.pem 4096",
    "DSA PRIVATE KEY": "The PEM text is a DSA key. 3Commas takes RSA keys: openssl genrsa -out key.pem 4096",
    "OPENSSH PRIVATE KEY": "The key is in OpenSSH's own format. Convert it: ssh-keygen -p -m PEM -f <file>",
}


def load_rsa_key(pem: Hidden[str | bytes], *, password: Hidden[str | bytes | None]) -> "RSAPrivateKey":
    """Return the key; raise `ConfigurationError` if the text is anything but an RSA private key."""
    # Deferred for the same reason as in `RsaSigner`: an HMAC program never needs cryptography.
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    text, phrase = _checked_text(pem), _bytes_of(password)
    try:
        key = load_pem_private_key(text.value, password=phrase.value)
    except TypeError:
        problem = _password_mismatch(is_given=phrase.value is not None)
    except (ValueError, UnsupportedAlgorithm):
        problem = _unreadable(has_password=phrase.value is not None)
    else:
        if isinstance(key, RSAPrivateKey):
            return key
        problem = _WRONG_KIND["EC PRIVATE KEY"].replace("an EC key", "not an RSA key")
    # Outside of `except`: what the library says about the text is not ours to vouch for.
    raise ConfigurationError(problem)


def _checked_text(pem: Hidden[str | bytes]) -> Hidden[bytes]:
    """Return the text as bytes if it holds a PEM block that may be an RSA private key."""
    if not isinstance(pem.value, str | bytes):
        raise ConfigurationError(
            f"The private key is a {type(pem.value).__name__}, not PEM text. "
            "Give the contents of the file: Path('key.pem').read_bytes()"
        )
    text = _bytes_of(pem)
    labels = [label.decode() for label in _LABEL.findall(text.value or b"")]
    if not labels:
        raise ConfigurationError(
            "The private key is not PEM text: it has no '-----BEGIN ... PRIVATE KEY-----' line. "
            "Give the contents of the file, not its name: Path('key.pem').read_bytes()"
        )
    for label in labels:
        if label in _WRONG_KIND:
            raise ConfigurationError(_WRONG_KIND[label])
    return Hidden(text.value or b"")


def _bytes_of(text: Hidden[str | bytes] | Hidden[str | bytes | None]) -> Hidden[bytes | None]:
    # A lone surrogate is in no key and no password; replaced, it leads to the error of a wrong one.
    return Hidden(text.value.encode("utf-8", "replace") if isinstance(text.value, str) else text.value)


def _password_mismatch(*, is_given: bool) -> str:
    if not is_given:
        return "The private key is encrypted and no password was given. Give it: RsaSigner(pem, password=...)"
    return "A password was given, but the private key is not encrypted. Leave the password out."


def _unreadable(*, has_password: bool) -> str:
    if has_password:
        return "The private key cannot be read: the password is wrong or the text damaged. Try another one."
    return "The private key cannot be read: the PEM text is damaged or cut short. Copy the whole file again."
