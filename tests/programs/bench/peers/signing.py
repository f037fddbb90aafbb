"""An RSA-2048 signature of ours and one of py3cw, which reads the key anew for each request.

Prints a JSON object: library -> seconds of one signature.
"""

import json
import sys
import time
from collections.abc import Callable

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from py3cw.request import Py3CW
from threecommas import RsaSigner

PATH = "/public/api/ver1/accounts"


def seconds(work: Callable[[], object], count: int) -> float:
    """Return the seconds of one of so many repetitions."""
    work()
    start = time.perf_counter()
    for _ in range(count):
        work()
    return (time.perf_counter() - start) / count


def main() -> None:
    """Print the figures: signing.py COUNT."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    signer, peer = RsaSigner(pem), Py3CW(key="key", selfsigned=pem.decode())
    sign = peer._Py3CW__generate_signature
    if signer.sign(PATH.encode()) != sign(PATH, ""):
        raise SystemExit("the two do not sign the same")
    count = int(sys.argv[1])
    ours, theirs = seconds(lambda: signer.sign(PATH.encode()), count), seconds(lambda: sign(PATH, ""), count)
    print(json.dumps({"threecommas": ours, "py3cw": theirs}))


if __name__ == "__main__":
    main()
