"""Names in the generated code: as the document has them, unless that would break the code they stand in.

openapi-python-client puts an underscore behind the name of every builtin. `status.type` is safe and is what
the documents print, so here only names the code itself needs are changed.
"""

import keyword
from collections.abc import Mapping
from typing import Any

from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.strings import ClassName

# What the body of a model's class, or the __init__ that attrs writes for it, says.
MODEL_WORDS = frozenset(
    {
        *("self", "additional_properties", "from_dict", "to_dict", "from_json", "to_json", "deviations"),
        *("attrs", "bool", "classmethod", "datetime", "dict", "float", "int", "list", "str"),
    }
)

# What the functions around an operation's arguments say.
ARGUMENT_WORDS = frozenset(
    {
        *("self", "api", "models", "options", "body", "path_of", "pairs_of", "body_of", "each", "first_of"),
        *("bool", "builtins", "datetime", "float", "int", "list", "str"),
        *("check_boolean", "check_constant", "check_integer", "check_model", "check_number", "check_text"),
        *("plain_text", "write_amount", "write_decimal", "write_text", "write_timestamp"),
    }
)

# What the modules of models, operations and errors import or define, and so no class of the document may be.
CLASS_WORDS = frozenset(
    {
        *("Any", "Callable", "Decimal", "Literal", "Mapping", "Self", "TypeVar", "T", "UNSET", "Unset"),
        *("OPERATIONS", "Operation", "Request", "OpenEnum", "ClosedEnum", "Decimals", "AnswerReader"),
        *("ApiError", "DecodeError", "EncodeError", "FieldError"),
        *("OWN_HEADERS", "RequestOptions", "Undecoded"),
        *("Acceptance", "Answered", "Deviation", "DeviationError", "Member", "Reading", "Trail"),
    }
)

# What the resource classes and the client have besides the operations.
MEMBER_WORDS = frozenset(
    {
        *("http", "acceptance", "close", "aclose", "api", "models", "resources", "cached_property"),
        *("bool", "builtins", "datetime", "float", "int", "str"),
    }
)


def client_name(document: Mapping[str, Any]) -> str:
    """Return what the client is called in the names of its own: the document's choice, or its title."""
    info = document["info"]
    return str(info.get("x-client-name") or ClassName(str(info["title"]), "Client"))


def name_of(prop: PropertyProtocol, taken: frozenset[str]) -> str:
    """Return the Python name of a property or parameter that stands among the *taken* names."""
    documented = prop.name.get_untrusted_value()
    if f"{documented}_" == prop.python_name and not keyword.iskeyword(documented) and documented not in taken:
        return documented
    # A name that is its own Python name may still be one of ours.
    return f"{prop.python_name}_" if prop.python_name in taken else str(prop.python_name)
