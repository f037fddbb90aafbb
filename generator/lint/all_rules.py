"""All rules, each with its id and its advice."""

from generator.lint import (
    examples,
    files,
    openapi,
    operations,
    order_extension,
    parameters,
    provenance,
    schemas,
)
from generator.lint.build_rules import NEEDED, STRUCTURE
from generator.lint.rule import Rule

RULES = (
    *STRUCTURE,
    *NEEDED,
    Rule("openapi", openapi.document_is_openapi, "Read the OpenAPI 3.1 specification on this object."),
    Rule(
        "x-order",
        order_extension.writes_tell_orders,
        "Say what it does; generator/lint/order_extension.py has the words.",
    ),
    Rule("operation-tag", operations.tags_are_single_and_declared, "Give it one tag of the root's list."),
    Rule("operation-errors", operations.errors_are_shared, "Refer to the file in responses/."),
    Rule("operation-examples", operations.examples_are_there, "Refer to a file in examples/."),
    Rule(
        "operation-security",
        operations.security_is_both_headers,
        "Write one requirement with both headers, or [] with x-permission NONE.",
    ),
    Rule("x-documentation", provenance.documentation_is_named, "Say which edition the document reflects."),
    Rule("x-undocumented", provenance.undocumented_is_true, "Write true, or leave it out."),
    Rule(
        "x-signing",
        provenance.signing_vectors_are_complete,
        "Give each vector as the documentation prints it.",
    ),
    Rule(
        "x-contradictions", provenance.contradictions_are_complete, "Say who says what, and who won and why."
    ),
    Rule(
        "parameter-description",
        parameters.parameters_describe_themselves,
        "Say it in both: tools read either.",
    ),
    Rule(
        "parameter-example", parameters.parameters_have_examples, "Show a value in both: tools read either."
    ),
    Rule("parameter-default", parameters.parameters_have_no_default, "Say it in the description."),
    Rule(
        "schema-description",
        schemas.descriptions_are_sentences,
        "Say what it is and its unit, with a period.",
    ),
    Rule("schema-example", schemas.scalars_have_examples, "Show a value as the API sends it."),
    Rule("schema-title", schemas.titles_are_absent, "Remove it; the file's name is the schema's."),
    Rule("enum-open", schemas.enums_in_answers_are_open, "Refer to anyOf [the closed enum, text]."),
    Rule("exact-number", schemas.numbers_are_exact, "Add format: decimal; a float would lose digits."),
    Rule("schema-type", schemas.types_are_said, "Say what the value is."),
    Rule("unused", files.components_are_used, "Refer to it, or delete it."),
    Rule("file-name", files.files_are_named_plainly, "Rename the file."),
    Rule("key-order", files.keys_are_in_order, "Move it up; generator/lint/files.py has the order."),
    Rule("example", examples.examples_fit, "Correct the example, or the schema if the API says so."),
)
