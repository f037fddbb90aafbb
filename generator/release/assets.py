"""The files that lie beside the distributions, and the sums by which all of them are known."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

SUMS = "SHA256SUMS"


def archive(files: Mapping[str, bytes], moment: int) -> bytes:
    """Return a ZIP file that is the same for the same files and *moment*, in seconds since 1970."""
    stream = io.BytesIO()
    # What ZIP knows begins in 1980.
    when = max(datetime.fromtimestamp(moment, UTC), datetime(1980, 1, 1, tzinfo=UTC)).timetuple()[:6]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, when)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            made.writestr(entry, data)
    return stream.getvalue()


def sums(files: Mapping[str, bytes]) -> str:
    """Return a line for each file, which `sha256sum --check` reads."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
