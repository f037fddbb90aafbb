"""OpenAPI's own rules, by openapi-spec-validator."""

import json
from collections.abc import Iterator

from generator.document.json_io import write_json
from generator.document.json_pointer import pointer
from generator.lint.rule import LintContext, RuleViolation
from generator.lint.validator_messages import reason_of


def document_is_openapi(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every breach of OpenAPI 3.1."""
    version = context.document.get("openapi")
    if not str(version).startswith("3.1."):
        yield context.fault("/openapi", f"the version is {version}, not 3.1")
        return
    # Loaded here, for a build needs no validator.
    from openapi_spec_validator import OpenAPIV31SpecValidator  # noqa: PLC0415

    # Plain values: its faster backend takes no others.
    document = json.loads(write_json(context.document))
    try:
        for error in OpenAPIV31SpecValidator(document).iter_errors():
            yield context.fault(pointer(error.absolute_path), reason_of(error))
    # The validator looks into objects that it has found to be wrong.
    except RecursionError:
        yield context.fault("", "an object is a part of itself, and what follows is not checked")
    except KeyError as missing:
        yield context.fault("", f"a member {missing} is missing somewhere, and what follows is not checked")
