"""The form of a small piece of data, said as an example of types."""

from typing import Any

# A type; a list of one form; or an object of forms, where a name that ends in "?" may be missing.
Form = Any


def has_form(value: Any, form: Form) -> bool:
    """Tell whether a value has a form: every member there, of its type, and no other."""
    match form:
        case dict():
            return isinstance(value, dict) and _has_members(value, form)
        case [item]:
            return isinstance(value, list) and all(has_form(one, item) for one in value)
        case _:
            # The exact type: True is no whole number.
            return type(value) is form


def _has_members(value: dict[str, Any], form: dict[str, Form]) -> bool:
    optional = {name.removesuffix("?") for name in form if name.endswith("?")}
    forms = {name.removesuffix("?"): inner for name, inner in form.items()}
    complete = forms.keys() - optional <= value.keys() <= forms.keys()
    return complete and all(has_form(inner, forms[name]) for name, inner in value.items())
