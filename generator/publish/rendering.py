"""The templates of everything that is published as text."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

FOLDER = Path(__file__).with_name("templates")


def template(name: str) -> Template:
    """Return the template of that name; in those of HTML every value is escaped."""
    return _environment().get_template(name)


def text(name: str) -> str:
    """Return a file of the templates as it is."""
    return (FOLDER / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html", "html.jinja")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
