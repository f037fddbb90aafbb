"""The imports of a generated module: pairs of a module and a name, and the lines that they become."""

from generator.client.codecs import Codec
from generator.client.member_readers import reader_name

Imports = set[tuple[str, str]]


def model_imports(codecs: list[Codec], name: str) -> tuple[Imports, Imports]:
    """Return what is imported before the class, and the models, which are imported after it."""
    # What a module does not use of it is taken out when it is formatted.
    early: Imports = {
        *(("..composites", function) for function in ("check_object", "json_of", "object_of")),
        *(("..composites", function) for function in ("each_value", "or_null", "others_of")),
        ("..answered", "Answered"),
        ("..answered", "Member"),
        ("..answered", "blank"),
        ("..deviations", "Trail"),
        ("..deviations", "exactly"),
        ("..errors", "EncodeError"),
        ("..nesting", "shallow"),
        ("..reading", "REFUSALS"),
        ("..reading", "Reading"),
        ("..types", "UNSET"),
        ("..types", "Unset"),
        ("..types", "known_members"),
    }
    late: Imports = set()
    for each in codecs:
        early |= each.imports
        others = {pair for pair in each.models if pair[1] != name}
        late |= {(module, f"{found}, {reader_name(module.rpartition('.')[2])}") for module, found in others}
    return _near(early), _near(late)


def import_lines(imports: Imports) -> list[str]:
    """Return import statements in a fixed order."""
    return [f"from {module} import {name}" for module, name in sorted(imports)]


def _near(imports: Imports) -> Imports:
    """Return the imports as a module among the models has them."""
    return {(module.replace("..models.", "."), name) for module, name in imports}
