"""The registry: every rule with its id and its advice, by what depends on it."""

from generator.lint import (
    attributes,
    behaviour,
    client_limits,
    compositions,
    examples,
    extensions,
    files,
    members,
    openapi,
    operations,
    order_extension,
    parameters,
    provenance,
    schemas,
    streams,
    structure,
)
from generator.lint.rule import Rule

# What all other rules rely on. These look at the files alone, since there may be no bundle of them.
STRUCTURE = (
    Rule("object-form", structure.objects_are_objects, "Write an object with keys."),
    Rule("boolean-schema", structure.no_boolean_schemas, "Describe the value: a client cannot take this."),
    Rule("member-form", members.members_have_their_form, "Give it the form OpenAPI wants."),
    Rule(
        "unknown-keyword",
        structure.keywords_are_known,
        "Correct the name; if OpenAPI knows it and the client may ignore it, "
        "add it to generator/document/openapi_objects.py.",
    ),
    Rule(
        "folder", structure.files_are_in_known_folders, "Move it to a folder of generator/document/files.py."
    ),
    Rule("root-components", structure.root_holds_no_components, "Put each into a file."),
    Rule("root-info", structure.root_says_what_it_describes, "Say there what the document describes."),
)

# A build runs these too: without them it would fail, or write a client that is wrong.
NEEDED = (
    Rule("operation-id-unique", operations.ids_are_unique, "Give each operation an id of its own."),
    Rule("operation-id-form", operations.ids_are_snake_case, "Write it in snake_case."),
    Rule(
        "operation-words",
        operations.words_are_there,
        "Say what it does: a summary, and sentences that begin with a capital and end with a period.",
    ),
    Rule(
        "operation-source", operations.sources_are_named, "Link the page, or name the source in a sentence."
    ),
    Rule("success-type", operations.success_is_single, "Describe one type for all of them."),
    Rule("json-body", operations.bodies_are_json, "Describe the JSON form; the client sends no other."),
    Rule("error-body", operations.error_bodies_are_one_object, "Refer to the one schema for errors."),
    Rule("x-permission", extensions.permission_is_a_name, "Name the permission, or NONE."),
    Rule("x-retry", extensions.retry_is_decided, "Say safe for a read, never for a write."),
    Rule(
        "x-shown-by",
        extensions.outcomes_are_shown_by_reads,
        "Name the operation whose answer shows what the write did.",
    ),
    Rule(
        "x-order",
        order_extension.orders_are_readable,
        "Say places, changes, closes, cancels or none for a write, and shows for the read of one object. Say "
        "where its values stand: $request.path.NAME, $request.body#/POINTER or $response.body#/POINTER.",
    ),
    Rule("x-rate-limit", extensions.rate_limits_are_complete, "Give numbers and seconds."),
    Rule("x-pagination", extensions.pagination_names_parameters, "Describe the pages as they are."),
    Rule("x-sdk", extensions.methods_have_places, "Give resource (or null) and method in snake_case."),
    Rule("x-sdk-unique", extensions.methods_are_unique, "Choose another resource or method."),
    Rule("x-sdk-class", extensions.resources_have_class_names, "Choose another resource."),
    Rule(
        "parameter-place",
        client_limits.parameters_have_plain_places,
        "Use path, query or header, scalars or a repeated query name, and no style.",
    ),
    Rule("array-items", client_limits.arrays_have_items, "Say what the items are."),
    Rule("enum-text", client_limits.enums_are_text, "List texts, or describe a number as an integer."),
    Rule("enum-members", client_limits.enum_members_differ, "Name the members with x-enum-varnames."),
    Rule("enum-meanings", client_limits.enum_meanings_are_whole, "Write one for each value, in its order."),
    Rule(
        "class-name",
        client_limits.components_have_class_names,
        "Rename the file to what Python would call the class.",
    ),
    Rule("attribute-name", attributes.names_are_plain, "Choose a name in snake_case with x-attribute."),
    Rule("attribute-unique", attributes.names_differ, "Choose a name for one of them with x-attribute."),
    Rule("attribute-once", attributes.names_are_chosen_once, "Choose the same name, or none."),
    Rule(
        "union-form", client_limits.unions_have_plain_forms, "Choose between whole values, each with a type."
    ),
    Rule(
        "all-of",
        compositions.parts_make_one_object,
        "Say each member once, and give an object that is made of others a file of its own.",
    ),
    Rule(
        "form-apart",
        compositions.forms_can_be_told_apart,
        "Require in one of them what the other does not have, or give both a constant.",
    ),
    Rule("const-form", compositions.constants_are_plain, "Write text, true, false or a whole number."),
    Rule("component-name", client_limits.files_have_names_of_their_own, "Rename one of them."),
    Rule("required-name", schemas.required_names_exist, "Correct the name, or describe the property."),
    Rule("object-name", schemas.objects_have_names, "Put the object into a file of its own."),
    Rule("enum-name", schemas.enums_have_names, "Put the enum into a file of its own."),
)

OTHERS = (
    Rule("openapi", openapi.document_is_openapi, "Read the OpenAPI 3.1 specification on this object."),
    Rule(
        "x-order",
        order_extension.writes_tell_orders,
        "Say what it does; generator/lint/order_extension.py has the words.",
    ),
    Rule(
        "x-transitions",
        behaviour.transitions_are_of_the_enum,
        "Name the source, and say of each value of the enum which come next.",
    ),
    Rule(
        "x-outcome",
        behaviour.outcomes_have_places,
        "Say where the answer shows what became of the object, and the values it may have there.",
    ),
    Rule("x-sort", behaviour.sorts_name_parameters_and_members, "Describe the order of the list as it is."),
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
    Rule(
        "one-form",
        compositions.values_are_said_one_way,
        "Write anyOf with a const for each value, and leave the form of a moment to date-time.",
    ),
    Rule("schema-title", schemas.titles_are_absent, "Remove it; the file's name is the schema's."),
    Rule("enum-open", schemas.enums_in_answers_are_open, "Refer to anyOf [the closed enum, text]."),
    Rule("exact-number", schemas.numbers_are_exact, "Add format: decimal; a float would lose digits."),
    Rule("schema-type", schemas.types_are_said, "Say what the value is."),
    Rule("unused", files.components_are_used, "Refer to it, or delete it."),
    Rule("file-name", files.files_are_named_plainly, "Rename the file."),
    Rule("key-order", files.keys_are_in_order, "Move it up; generator/lint/files.py has the order."),
    Rule("example", examples.examples_fit, "Correct the example, or the schema if the API says so."),
)

RULES = (*STRUCTURE, *NEEDED, *OTHERS)

# What holds for any schema, file or contradiction holds for those of the streams.
_FOR_STREAMS_TOO = frozenset(
    {"array-items", "enum-text", "enum-members", "class-name", "union-form", "const-form", "component-name"}
    | {"required-name", "object-name", "enum-name", "x-contradictions", "schema-description", "schema-type"}
    | {"schema-example", "schema-title", "exact-number", "unused", "file-name", "key-order", "example"}
)

# A build runs these too.
STREAM_NEEDED = (
    *(rule for rule in NEEDED if rule.id in _FOR_STREAMS_TOO),
    Rule("asyncapi", streams.document_is_asyncapi, "Read the AsyncAPI specification on this object."),
    Rule("stream-words", streams.words_are_there, "Say what it is, in full sentences."),
    Rule(
        "stream-source",
        streams.sources_are_graded,
        "Name the source in a sentence, and say in x-evidence: documented, recorded, protocol or unproven.",
    ),
    Rule(
        "stream-signing",
        streams.signing_is_complete,
        "Say text, algorithm, secret and a published signature.",
    ),
)

STREAM_RULES = (
    *STRUCTURE,
    *STREAM_NEEDED,
    *(rule for rule in OTHERS if rule.id in _FOR_STREAMS_TOO),
    Rule("stream-unproven", streams.doubts_are_said, "Say what is unproven, with that word."),
    Rule("stream-example", streams.examples_fit, "Show a frame as it is sent, and correct frame or schema."),
    Rule("stream-enum", streams.enums_of_frames_are_open, "Refer to anyOf [the closed enum, text]."),
)
