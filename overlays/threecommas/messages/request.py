"""One request as plain values: what errors, logs and hooks may show of it.

Key, signature and query are left out: the query may carry secrets in some operations of 3Commas.
"""

from dataclasses import dataclass, field

from threecommas_rest.operations import Operation

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInfo:
    """A request that was, or was to be, sent.

    `operation` is the one that method and path belong to, None for a request that the document does not
    describe. `path` begins with ``/public/api``; `body` is what the signature covered, in bytes, with secrets
    of an exchange masked. `content_type` is its media type, "" where none is said; `query_names` are the
    names of the parameters in the address.
    """

    operation: Operation | None
    method: str
    path: str
    body: bytes = field(default=b"", repr=False)
    query_names: tuple[str, ...] = ()
    content_type: str = ""

    @property
    def operation_id(self) -> str:
        """The operation's name, such as ``create_smart_trade``; "" where there is none."""
        return self.operation.id if self.operation else ""

    @property
    def is_write(self) -> bool:
        """Whether sending it twice could do something twice."""
        return is_write(self.operation, self.method)

    @property
    def unknown_query(self) -> list[str]:
        """The parameters in the address that the operation, as a write, does not have."""
        known = self.operation.query if self.operation else ()
        return [name for name in self.query_names if name not in known]

    def __str__(self) -> str:
        return f"{self.operation_id or 'Request'} ({self.method} {self.path})"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportFailure:
    """Why a request has no answer.

    `cause` names what happened in httpx's words, such as ``ReadTimeout``, and `text` says more about it.
    `may_have_been_sent` is False only where nothing of the request can have reached 3Commas.
    `status` is the number of an answer that began and broke off, None if nothing came.
    `limit` is how many bytes an answer may have that has more, None for every other loss.
    `is_interrupted` says that nobody waited for it: the call was cancelled, or the program interrupted.
    """

    cause: str
    text: str = ""
    may_have_been_sent: bool = True
    status: int | None = None
    limit: int | None = None
    is_interrupted: bool = False

    def __str__(self) -> str:
        return f"{self.cause} ({self.text})" if self.text else self.cause


def is_write(operation: Operation | None, method: str) -> bool:
    """Tell whether a request changes something, by the document or else by its method."""
    return operation.retry == "never" if operation else method not in _READING
