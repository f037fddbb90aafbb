"""The signed text and its signatures, against the published ones. `test_auth` signs whole requests."""

import copy
import itertools
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from threecommas import BodySeparator, ConfigurationError, HmacSigner, RsaSigner, Signer, signed_text

VECTORS = sorted((Path(__file__).parents[1] / "data" / "vectors").glob("*.json"))
CONTENT_TYPES = st.sampled_from(["", "application/json", "application/x-www-form-urlencoded; charset=utf-8"])
SECRET = "a secret is text, and only its length is no matter".replace(" ", "-")


def vector(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text("utf-8")))


def text_of(case: dict[str, str], separator: BodySeparator) -> bytes:
    target, body = case["target"].encode(), case["body"].encode()
    return signed_text(target, body, content_type=case["content_type"], separator=separator)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_signed_text_is_the_one_of_the_vector(path: Path) -> None:
    case = vector(path)
    assert text_of(case, BodySeparator[case["join"]]) == case["text"].encode()


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_signature_is_the_one_of_the_vector(path: Path, signers: dict[str, Signer]) -> None:
    case = vector(path)
    assert signers[case["key"]].sign(case["text"].encode()) == case["signature"]


@pytest.mark.parametrize(
    "path", [p for p in VECTORS if vector(p)["published_in"]], ids=lambda path: path.stem
)
def test_default_join_of_a_signer_is_the_published_one(path: Path, signers: dict[str, Signer]) -> None:
    case = vector(path)
    signer = signers[case["key"]]
    assert signer.sign(text_of(case, signer.separator)) == case["signature"]


def test_vectors_share_a_signature_only_where_they_share_key_and_text() -> None:
    for one, other in itertools.combinations(map(vector, VECTORS), 2):
        same = (one["key"], one["text"]) == (other["key"], other["text"])
        assert (one["signature"] == other["signature"]) == same


@given(request=st.tuples(st.binary(min_size=1), st.binary()), content_type=CONTENT_TYPES, data=st.data())
def test_flipping_one_byte_of_the_request_changes_the_signature(
    request: tuple[bytes, bytes], content_type: str, data: st.DataObject
) -> None:
    target, body = request
    changed = bytearray(target + body)
    place = data.draw(st.integers(0, len(changed) - 1), label="place of the byte")
    changed[place] ^= data.draw(st.integers(1, 255), label="bits to flip")
    other = bytes(changed[: len(target)]), bytes(changed[len(target) :])
    for separator in BodySeparator:
        sign = HmacSigner(SECRET, separator=separator).sign
        before = sign(signed_text(target, body, content_type=content_type, separator=separator))
        assert before != sign(signed_text(*other, content_type=content_type, separator=separator))


@given(text=st.binary(), place=st.integers(min_value=0, max_value=len(SECRET) - 1))
def test_changing_one_letter_of_the_secret_changes_the_signature(text: bytes, place: int) -> None:
    changed = SECRET[:place] + "#" + SECRET[place + 1 :]
    assert HmacSigner(changed).sign(text) != HmacSigner(SECRET).sign(text)


@given(target=st.binary(), body=st.binary(min_size=1), content_type=CONTENT_TYPES)
def test_question_mark_of_the_target_is_signed_once(target: bytes, body: bytes, content_type: str) -> None:
    for separator in BodySeparator:
        text = signed_text(target + b"?", body, content_type=content_type, separator=separator)
        assert text == target + b"?" + body


@pytest.mark.parametrize("separator", BodySeparator)
def test_join_is_taken_as_given(separator: BodySeparator, secret: str, pem: bytes) -> None:
    assert HmacSigner(secret, separator=separator).separator is separator
    assert RsaSigner(pem, separator=separator).separator is separator


def test_signer_shows_its_join_and_no_secret(signers: dict[str, Signer]) -> None:
    assert repr(signers["hmac"]) == "HmacSigner(<secret>, separator=BodySeparator.QUESTION_MARK)"
    assert repr(signers["rsa"]) == "RsaSigner(<private key>, separator=BodySeparator.NOTHING)"


@pytest.mark.parametrize("key", ["hmac", "rsa"])
@pytest.mark.parametrize(
    "copied", [pickle.dumps, copy.copy, copy.deepcopy], ids=["pickle", "copy", "deepcopy"]
)
def test_signer_refuses_to_be_copied_out_of_the_process(
    key: str, copied: object, signers: dict[str, Signer]
) -> None:
    with pytest.raises(TypeError, match="holds a secret"):
        copied(signers[key])  # type: ignore[operator]


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ("", "empty or not text"),
        (None, "empty or not text"),
        ("copied-with-a-line-end\n", "white space"),
        ("-----BEGIN RSA PRIVATE KEY-----\n", "RsaSigner"),
    ],
)
def test_secret_that_cannot_be_one_is_refused_without_showing_it(wrong: str, advice: str) -> None:
    with pytest.raises(ConfigurationError, match=advice) as caught:
        HmacSigner(wrong)
    assert "copied-with" not in str(caught.value)
