"""Writes the types of the answers of each folder of pages that has an `answers.py`, anew.

Of its `documents.py`: a class for each operation, and one for each type and choice of fields in
it. Run as `python -m scripts.make_answers`, with the name of a folder that has none yet.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from graphql import (
    FieldNode,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
    validate,
)

from gateway.control.graphql_schema import CONTROL

ROOT = Path(__file__).resolve().parents[1] / "gateway" / "console"
_SCALARS = {"Int": "int", "Float": "float", "Boolean": "bool"}
"""All others (identifiers, days, instants, codes) are text in JSON."""


@dataclass
class Shapes:
    """The choices of fields of each type of a folder, by the operation that made each first."""

    schema: GraphQLSchema
    of: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)

    def fields_of(self, type_: GraphQLObjectType, chosen: SelectionSetNode, by: str) -> list[str]:
        """The fields of a class, in the order of the document."""
        lines = []
        for node in chosen.selections:
            if not isinstance(node, FieldNode):
                raise NotImplementedError(f"{by}: fragments have no type here")
            name = node.alias.value if node.alias else node.name.value
            is_optional = bool(node.directives)
            of = type_.fields[node.name.value].type
            # An act that did nothing is a problem, and its document is refused.
            if type_ is self.schema.mutation_type and isinstance(of, GraphQLObjectType):
                of = GraphQLNonNull(of)
            shown = self.annotation(of, node, by)
            if is_optional and not shown.endswith("| None"):
                shown += " | None"
            lines.append(f"{name}: {shown}{' = None' if is_optional else ''}")
        return lines

    def annotation(self, of: GraphQLOutputType, node: FieldNode, by: str) -> str:
        if isinstance(of, GraphQLNonNull):
            return self._whole(of.of_type, node, by)
        return f"{self._whole(of, node, by)} | None"

    def _whole(self, of: GraphQLOutputType, node: FieldNode, by: str) -> str:
        if isinstance(of, GraphQLList):
            return f"list[{self.annotation(of.of_type, node, by)}]"
        if not isinstance(of, GraphQLObjectType):
            return _SCALARS.get(str(of), "str")
        if of.name == "Sentence":
            return "Sentence"
        assert node.selection_set is not None
        lines = tuple(self.fields_of(of, node.selection_set, by))
        choices = self.of.setdefault(of.name, {})
        return choices.setdefault(lines, f"<{of.name}:{by}:{len(choices)}>")

    def named(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Placeholder, name and fields. The choice of most fields has the type's own name."""
        for type_name, choices in self.of.items():
            widest = max(choices, key=len)
            taken: Counter[str] = Counter()
            for lines, placeholder in choices.items():
                if lines == widest:
                    yield placeholder, type_name, lines
                    continue
                name = f"{type_name}Of{placeholder.split(':')[1]}"
                taken[name] += 1
                yield placeholder, name if taken[name] == 1 else f"{name}{taken[name]}", lines


def documents_of(folder: str) -> Mapping[str, str]:
    module = import_module(f"gateway.console.{folder}.documents")
    return {
        name: text
        for name, text in vars(module).items()
        if name.isupper()
        and isinstance(text, str)
        and text.split(maxsplit=1)[0] in {"query", "mutation"}
    }


def answers_of(folder: str) -> str:
    """The text of the folder's `answers.py`."""
    schema, shapes = CONTROL.graphql_schema, Shapes(CONTROL.graphql_schema)
    roots, typed = [], []
    for constant, text in documents_of(folder).items():
        document = parse(text)
        if wrong := validate(schema, document):
            raise ValueError(f"{folder}.{constant}: {wrong[0].message}")
        (operation,) = document.definitions
        assert isinstance(operation, OperationDefinitionNode)
        assert operation.name is not None
        by = operation.name.value
        is_query = operation.operation is OperationType.QUERY
        root = schema.query_type if is_query else schema.mutation_type
        assert root is not None
        roots.append((f"{by}Answer", shapes.fields_of(root, operation.selection_set, by)))
        typed.append(f"{constant} = Document(documents.{constant}, {by}Answer)")
    names = {placeholder: name for placeholder, name, _lines in shapes.named()}
    parts = [_class(name, lines) for _placeholder, name, lines in shapes.named()]
    parts += [_class(name, lines) for name, lines in roots]
    used = ", Sentence" if "Sentence" in "".join(parts) else ""
    imports = sorted(
        (
            f"from gateway.console.{folder} import documents",
            f"from gateway.console.typed_answers import Answer, Document{used}",
        )
    )
    head = _HEAD + "\n".join(imports) + "\n"
    text = "\n\n".join([head, *parts, "\n".join(typed)]) + "\n"
    for placeholder, name in names.items():
        text = text.replace(placeholder, name)
    return text


def _class(name: str, lines: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    body = "".join(f"\n    {line}" for line in lines)
    # After a part that may be left out, others are needed.
    order = ", kw_only=True" if "= None" in body else ""
    return f"class {name}(Answer, frozen=True{order}):{body}\n"


_HEAD = '''"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

'''


def main() -> int:
    folders = sys.argv[1:] or [each.parent.name for each in sorted(ROOT.glob("*/answers.py"))]
    for folder in folders:
        (ROOT / folder / "answers.py").write_text(answers_of(folder), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
