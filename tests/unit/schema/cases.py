"""Golden cases: a folder a sentence, with a document and what it is read as, or why it is not.

`python -m tests.unit.schema.cases` writes what is expected anew; read the difference before it is
committed.
"""

from pathlib import Path

import orjson

from schema.problems import DocumentProblems
from schema.response.writer import write_refusal
from tests.unit.schema.reading import read

CASES = Path(__file__).resolve().parents[2] / "cases" / "graphql"


def folders():
    return sorted(path.parent for path in CASES.glob("*/document.graphql"))


def describe(folder):
    """(file name, text): `expected.sql`, one block a slice, or `problems.json`."""
    document = (folder / "document.graphql").read_text("utf-8")
    given = folder / "variables.json"
    variables = orjson.loads(given.read_bytes()) if given.exists() else None
    try:
        found = read(document, variables)
    except DocumentProblems as refused:
        body = orjson.loads(write_refusal(refused.problems, "fr", "r"))
        return "problems.json", orjson.dumps(body, option=orjson.OPT_INDENT_2).decode() + "\n"
    blocks = [_block(slice_id, logical) for slice_id, logical in found.slices.items()]
    return "expected.sql", "\n\n".join([*blocks, f"-- {_frame(found)}"]) + "\n"


def _block(slice_id, logical):
    parameters = [
        f"-- :{each.name} {each.type.scalar.value} {each.prefix}{_source(each.source)}{each.suffix}"
        + ("" if each.fold == "NONE" else f" {each.fold}")
        for each in logical.parameters
    ]
    return "\n".join([f"-- {slice_id}", logical.tree.sql("trino", pretty=True) + ";", *parameters])


def _source(source):
    match source.__class__.__name__:
        case "LiteralSource":
            return repr(source.value)
        case "VariableSource":
            return "$" + ".".join(map(str, source.path))
        case _:
            flag = " is null" if source.is_null else ""
            return f"cursor({_source(source.token)})[{source.index}]{flag}"


def _frame(found):
    return "".join(
        part.decode() if isinstance(part, bytes) else f"<{_gap(part)}>"
        for part in found.shape.parts
    )


def _gap(part):
    return getattr(part, "slice_id", None) or part.key


def write():
    for folder in folders():
        name, text = describe(folder)
        for other in ("expected.sql", "problems.json"):
            (folder / other).unlink(missing_ok=True)
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write()
