"""The bill of materials of a distribution, as CycloneDX 1.6: what it needs and holds, with the licences.

The same inputs give the same bytes. The library of CycloneDX writes it, and `cyclonedx-py` reads the same
metadata; that one lists a whole environment, in which the tools of the project are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import Distribution
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from generator.release.dependencies import Needed

License = DisjunctiveLicense | LicenseExpression


@dataclass(frozen=True, slots=True)
class Material:
    """A package that is needed, with its version and the names of its licences."""

    needed: Needed
    version: str
    licences: tuple[str, ...]


def licences_of(distribution: Distribution) -> tuple[str, ...]:
    """Return what a package says of its licence: an expression, a name, or the classifiers; () if nothing."""
    metadata = distribution.metadata.json
    said = str(metadata.get("license_expression") or metadata.get("license") or "")
    # Some write the whole text there.
    if said and "\n" not in said and said != "UNKNOWN":
        return (said,)
    classifiers = metadata.get("classifier", ())
    return tuple(each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: "))


def bill_of_materials(
    project: Mapping[str, Any],
    materials: Sequence[Material],
    vendored: Iterable[Mapping[str, str]],
    *,
    moment: int,
) -> str:
    """Return the bill as JSON.

    *project* is that table of pyproject.toml. *vendored* is what the distribution holds of others: name,
    version, licence and purl. *moment* is in seconds since 1970.
    """
    purl = PackageURL("pypi", name=project["name"], version=project["version"])
    held = [
        _component(each["name"], each["version"], [each["licence"]], PackageURL.from_string(each["purl"]))
        for each in vendored
    ]
    root = _component(project["name"], project["version"], [project["license"]], purl, inside=held)
    metadata = BomMetaData(component=root, timestamp=datetime.fromtimestamp(moment, UTC))
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, purl.to_string()), metadata=metadata)
    found = {each.needed.name: _needed_component(each) for each in materials}
    bom.components.update(found.values())
    for name, component in {"": root, **found}.items():
        bom.register_dependency(component, [found[each] for each in _needs(name, materials)])
    return str(JsonV1Dot6(bom).output_as_string(indent=2)) + "\n"


def _needs(name: str, materials: Iterable[Material]) -> Iterator[str]:
    return (each.needed.name for each in materials if name in each.needed.by)


def _needed_component(material: Material) -> Component:
    name = material.needed.name
    purl = PackageURL("pypi", name=name, version=material.version)
    component = _component(name, material.version, material.licences, purl)
    component.scope = ComponentScope.REQUIRED if material.needed.is_required else ComponentScope.OPTIONAL
    return component


def _component(
    name: str, version: str, licences: Iterable[str], purl: PackageURL, inside: Iterable[Component] = ()
) -> Component:
    factory = LicenseFactory()
    return Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        bom_ref=purl.to_string(),
        purl=purl,
        licenses=[factory.make_from_string(each) for each in licences],
        components=inside,
    )
