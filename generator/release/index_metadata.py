"""The README and the addresses of the project as a package index shows them.

hatchling runs this file by itself, so it imports nothing from beside it. An index shows the README far from
its repository, where a link to a file leads nowhere. PROJECT_URL is the address below which the files can be
seen: with it, such a link becomes absolute. Without it the name of the file is left in place of the link.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

# A block of code is passed over: brackets in it are no link.
_PARTS = re.compile(r"(^```[\s\S]*?^```$)|\[([^\]\n]*)\]\(([^)\s]+)\)", re.MULTILINE)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)


class IndexMetadata(MetadataHookInterface):
    """Gives hatchling the README and the addresses of the project."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add both; `urls` of the hook's table holds those that never change."""
        address = os.environ.get("PROJECT_URL", "")
        text = (Path(self.root) / "README.md").read_text("utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": readable_anywhere(text, address)}
        metadata["urls"] = addresses(self.config["urls"], address)


def readable_anywhere(text: str, address: str) -> str:
    """Return a page in Markdown whose links are absolute, or the names of what they led to."""

    def replaced(found: re.Match[str]) -> str:
        code, words, target = found.groups()
        if code or _ABSOLUTE.match(target):
            return found[0]
        if address:
            return f"[{words}]({address.rstrip('/')}/{target})"
        file = target.partition("#")[0]
        return f"`{file}`" if words == file else f"{words} (`{file}`)"

    return _PARTS.sub(replaced, text)


def relative_links(text: str) -> list[str]:
    """Return the targets of a page's links that are not absolute."""
    targets = (found[3] for found in _PARTS.finditer(text) if not found[1])
    return [target for target in targets if not _ABSOLUTE.match(target)]


def addresses(known: Mapping[str, str], address: str) -> dict[str, str]:
    """Return the known addresses, and those that follow from where the files can be seen."""
    if not address:
        return dict(known)
    place = address.rstrip("/")
    return {**known, "Source": place, "Changelog": f"{place}/CHANGELOG.md"}
