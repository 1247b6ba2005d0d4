"""`$metadata`: CSDL as XML (OData 4.0) and as JSON (4.01), of the same model."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import msgspec

from gateway.http.odata.edm import EdmType
from gateway.http.odata.model import CONTAINER, Annotations, EntityProperty, EntitySet
from gateway.http.odata.navigations import TYPES

_EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM = "http://docs.oasis-open.org/odata/ns/edm"
XML_TYPE, JSON_TYPE = "application/xml", "application/json"


def metadata_xml(namespace: str, sets: Sequence[EntitySet]) -> bytes:
    root = ET.Element("edmx:Edmx", {"xmlns:edmx": _EDMX, "Version": "4.0"})
    services = ET.SubElement(root, "edmx:DataServices")
    schema = ET.SubElement(services, "Schema", {"xmlns": _EDM, "Namespace": namespace})
    for entity in sets:
        kind = ET.SubElement(schema, "EntityType", {"Name": entity.name})
        if entity.key:
            key = ET.SubElement(kind, "Key")
            for name in entity.key:
                ET.SubElement(key, "PropertyRef", {"Name": name})
        for column in entity.properties:
            _annotate(ET.SubElement(kind, "Property", _attributes(column)), column.annotations)
        for led in entity.navigations:
            leading = {"Name": led.name, "Type": f"{namespace}.{led.type}"}
            ET.SubElement(kind, "NavigationProperty", leading | {"ContainsTarget": "true"})
        _annotate(kind, entity.annotations)
    for name, properties in TYPES.items():
        kind = ET.SubElement(schema, "EntityType", {"Name": name})
        ET.SubElement(ET.SubElement(kind, "Key"), "PropertyRef", {"Name": properties[0][0]})
        for place, (column_name, type_name) in enumerate(properties):
            facets = {"Name": column_name, "Type": type_name}
            ET.SubElement(kind, "Property", facets | ({} if place else {"Nullable": "false"}))
    container = ET.SubElement(schema, "EntityContainer", {"Name": CONTAINER})
    for entity in sets:
        attributes = {"Name": entity.name, "EntityType": f"{namespace}.{entity.name}"}
        ET.SubElement(container, "EntitySet", attributes)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _attributes(of: EntityProperty) -> dict[str, str]:
    """No facet but of decimals, and of keys: older programs refuse others."""
    attributes = {"Name": of.name, "Type": of.type.name}
    if of.is_key:
        attributes["Nullable"] = "false"
    return attributes | {name: str(value) for name, value in _digits(of.type).items()}


def _digits(kind: EdmType) -> dict[str, int | str]:
    if kind.precision is not None and kind.scale is not None:
        return {"Precision": kind.precision, "Scale": kind.scale}
    return {"Scale": "variable"} if kind.name == "Edm.Decimal" else {}


def _annotate(element: ET.Element, annotations: Annotations) -> None:
    for term, text in annotations:
        ET.SubElement(element, "Annotation", {"Term": term, "String": _printable(text)})


def metadata_json(namespace: str, sets: Sequence[EntitySet]) -> bytes:
    types = {
        each.name: {
            "$Kind": "EntityType",
            **({"$Key": list(each.key)} if each.key else {}),
            **{column.name: _property_json(column) for column in each.properties},
            **{led.name: _navigation_json(namespace, led.type) for led in each.navigations},
            **_annotations_json(each.annotations),
        }
        for each in sets
    } | {name: _type_json(properties) for name, properties in TYPES.items()}
    container = {
        "$Kind": "EntityContainer",
        **{each.name: {"$Collection": True, "$Type": f"{namespace}.{each.name}"} for each in sets},
    }
    return msgspec.json.encode(
        {
            "$Version": "4.01",
            "$EntityContainer": f"{namespace}.{CONTAINER}",
            namespace: {**types, CONTAINER: container},
        }
    )


def _property_json(of: EntityProperty) -> dict[str, object]:
    attributes: dict[str, object] = {} if of.type.name == "Edm.String" else {"$Type": of.type.name}
    if not of.is_key:
        attributes["$Nullable"] = True
    attributes |= {f"${name}": value for name, value in _digits(of.type).items()}
    return attributes | _annotations_json(of.annotations)


def _navigation_json(namespace: str, kind: str) -> dict[str, object]:
    return {
        "$Kind": "NavigationProperty",
        "$Type": f"{namespace}.{kind}",
        "$Nullable": True,
        "$ContainsTarget": True,
    }


def _type_json(properties: Sequence[tuple[str, str]]) -> dict[str, object]:
    document: dict[str, object] = {"$Kind": "EntityType", "$Key": [properties[0][0]]}
    for place, (name, kind) in enumerate(properties):
        facets = {} if kind == "Edm.String" else {"$Type": kind}
        document[name] = facets | ({"$Nullable": True} if place else {})
    return document


def _annotations_json(annotations: Annotations) -> dict[str, str]:
    return {f"@{term}": text for term, text in annotations}


def _printable(text: str) -> str:
    """Control characters have no place in XML."""
    return "".join(each if each.isprintable() or each in "\n\t" else " " for each in text)
