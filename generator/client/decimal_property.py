"""Decimals for openapi-python-client, which knows no such type.

Its properties come out of one chain of ifs without a registry, so the function that decides about text is
replaced while a document is parsed. That function is private: hence the check of the version.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import openapi_python_client
from attrs import define
from openapi_python_client.config import Config
from openapi_python_client.parser import properties
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.schema import Schema
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import PythonIdentifier

from generator.client.lower import DECIMAL_OR_NUMBER

VERSION = "0.29.1"


@define
class DecimalProperty(StringProperty):
    """A property whose values are exact decimals: `finite` ones are checked before they are sent.

    Values of `numeric` ones may be numbers, those of others are text.
    """

    finite: bool = False
    numeric: bool = False
    _type_string: ClassVar[str] = "Decimal"


@contextmanager
def decimal_properties() -> Iterator[None]:
    """Let documents be parsed with DecimalProperty for `format: decimal`."""
    if openapi_python_client.__version__ != VERSION:
        raise RuntimeError(
            f"openapi-python-client is {openapi_python_client.__version__}, and this module was written for "
            f"{VERSION}. Read parser/properties/__init__.py of the new version, then raise VERSION."
        )
    stock: Any = properties._string_based_property

    def text_property(name: UntrustedString, required: bool, data: Schema, config: Config) -> Any:
        if data.schema_format not in {"decimal", DECIMAL_OR_NUMBER}:
            return stock(name=name, required=required, data=data, config=config)
        return _decimal_property(name, required=required, data=data, config=config)

    properties._string_based_property = text_property
    try:
        yield
    finally:
        properties._string_based_property = stock


def _decimal_property(
    name: UntrustedString, *, required: bool, data: Schema, config: Config
) -> DecimalProperty:
    return DecimalProperty(
        name=name,
        required=required,
        default=None,
        python_name=PythonIdentifier(value=name, prefix=config.field_prefix),
        description=data.description,
        example=None,
        # A server may answer "NaN"; what may be sent has a pattern that keeps it out.
        finite=data.pattern is not None and not re.search(data.pattern.get_untrusted_value(), "NaN"),
        numeric=data.schema_format == DECIMAL_OR_NUMBER,
    )
