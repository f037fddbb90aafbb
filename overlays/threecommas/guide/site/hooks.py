"""The pages of the site that stand elsewhere in the repository, and the links between all of them.

`extra` in mkdocs.yml says which READMEs are pages, and which files are copied. Links are written as on
GitHub, from file to file. Here they become links of the site. One to a file that is not on the site becomes
its words.

A page takes in a section of another file, or the list of operations, where a comment of its own says so:

    <!-- section spec/README.md#to-add-an-operation -->
    <!-- operations -->
"""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[4]
GUIDE = "overlays/threecommas/guide"
DOCUMENT = ROOT / "generated" / "threecommas_openapi" / "openapi.json"

# A program and a piece of code stay as they are; the words of a link may hold code.
_LINK = re.compile(
    r"^```[\s\S]*?^```$|\[([^\[\]]*)\]\((?!\w+:)([^)#\s]*)(#[^)\s]*)?\)|`[^`\n]*`", re.MULTILINE
)
_SECTION = re.compile(r"^<!-- section (\S+)#(\S+) -->$", re.MULTILINE)
_OPERATIONS = "<!-- operations -->"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and files of the repository to those of the guide."""
    for uri, source in (config.extra["repository_pages"] | config.extra["repository_files"]).items():
        files.append(File.generated(config, uri, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put sections of other files into a page, and turn links of the repository into those of the site."""
    site, own = _places(config, files), page.file.src_uri
    source = config.extra["repository_pages"].get(own, f"{GUIDE}/{own}")
    text = linked(markdown, source, own, site)
    text = _SECTION.sub(lambda found: linked(section(found[1], found[2]), found[1], own, site), text)
    return text.replace(_OPERATIONS, "\n".join(operations(json.loads(DOCUMENT.read_text("utf-8")))))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Name the search for screen readers, and let no header of a table be empty."""
    named = output.replace('role="dialog"', 'role="dialog" aria-label="Search"', 1)
    return named.replace("<th></th>", "<td></td>")


def section(source: str, anchor: str) -> str:
    """Return a section of a file of the repository, without its heading."""
    parts = re.split(r"^(#+ .*)$", (ROOT / source).read_text("utf-8"), flags=re.MULTILINE)
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        if _anchor(heading) == anchor:
            return body.strip("\n")
    raise PluginError(f"{source} has no section #{anchor}: name one of its headings.")


def linked(markdown: str, source: str, page: str, site: Mapping[str, str]) -> str:
    """Return the text of a file of the repository with its links as they have to be on a page of the site."""

    def link(found: re.Match[str]) -> str:
        words, target, anchor = found.groups()
        if words is None or (not target and site.get(source) == page):
            return found[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target)) if target else source
        if not (ROOT / path).exists():
            raise PluginError(f"{source} links to {target}, which is not there: correct the link.")
        if path not in site:
            return str(words)
        return f"[{words}]({posixpath.relpath(site[path], posixpath.dirname(page) or '.')}{anchor or ''})"

    return _LINK.sub(link, markdown)


def operations(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a list of all operations, noun by noun, each with a link into the reference."""
    for tag in document["tags"]:
        yield f"## {tag['name'].replace('_', ' ')} {{ #tag-{tag['name']} }}\n\n{tag['description']}\n"
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                if tag["name"] in operation.get("tags", ()):
                    yield from _operation(f"{method.upper()} {path}", operation)


def _operation(request: str, operation: Mapping[str, Any]) -> Iterator[str]:
    name, sdk = operation["operationId"], operation["x-sdk"]
    call = ".".join(filter(None, ("client", sdk["resource"], sdk["method"])))
    yield f"### {name} {{ #{name} }}\n\n{operation['summary']}: `{request}`, in Python `{call}`."
    yield f'[Look it up](reference.html#{name} "{name} in the reference")\n'


def _places(config: MkDocsConfig, files: Files) -> dict[str, str]:
    """Return the place on the site of each file of the repository that has one."""
    extra = config.extra
    found: dict[str, str] = {}
    found |= {source: uri for uri, source in (extra["repository_pages"] | extra["repository_files"]).items()}
    found |= {f"{GUIDE}/{file.src_uri}": file.src_uri for file in files if file.generated_by is None}
    found |= extra["other_places"]
    return found


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lstrip("# ").lower()).replace(" ", "-")
