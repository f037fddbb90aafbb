"""The rules a build runs too: without them it would fail, or write a client that is wrong."""

from generator.lint import (
    attributes,
    client_limits,
    compositions,
    extensions,
    members,
    operations,
    order_extension,
    schemas,
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
)

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
