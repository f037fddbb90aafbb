"""The text that gets signed, for people to compare with what they sign or with what a proxy changed.

Neither the secret nor the signature is shown: 3Commas takes the same signed request any number of times.
Secrets of an exchange in a query or a body are masked, so there a text is not what was signed byte for byte.
How the text is put together is the matter of `threecommas.signing`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureExplanation:
    """The signed text of one request, and the pieces it is made of.

    `target` is path and query as they stand in the request line, `body` the bytes as sent.
    `signer` is the class of the signer, `separator` the name of its `threecommas.BodySeparator`.
    """

    method: str
    url: str
    target: bytes
    body: bytes
    content_type: str
    signer: str
    separator: str
    signed_text: bytes

    def __str__(self) -> str:
        rows = {
            "request": f"{self.method} {self.url}",
            "path and query": self.target,
            "body": self.body,
            "content type": self.content_type or "none",
            "signed by": f"{self.signer}, BodySeparator.{self.separator}",
            "signed text": self.signed_text,
            "its length": f"{len(self.signed_text)} bytes",
        }
        return "\n".join(f"{name:>14}: {value}" for name, value in rows.items())
