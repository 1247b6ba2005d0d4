"""A docstring opens with what comes back or what is done; the riddles that are left only fall.

A docstring that a command, GraphQL or OpenAPI prints keeps its bytes until its page is rewritten.

Covers catalog, policies, federation, intake, services_run, papers, schema, gateway, tools.
"""

import ast
import itertools

from tests.architecture.test_house_rules import PRODUCT, ROOT, _tracked

RIDDLES = frozenset(
    "What Whoever Whatever Whether Those Where How Which Who Whose That".split()  # noqa: SIM905
)
KEPT = 17


def texts_of(tree):
    """Each docstring, and each text that stands under a constant or a field."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""
        if isinstance(body, list):
            for named, text in itertools.pairwise(body):
                match named, text:
                    case (
                        ast.Assign() | ast.AnnAssign(),
                        ast.Expr(value=ast.Constant(value=str(words))),
                    ):
                        yield words


def opens_with_a_riddle(text):
    words = text.split(maxsplit=1)
    return bool(words) and words[0].strip('`«".,:;()') in RIDDLES


def test_no_more_docstrings_are_riddles_than_were_and_what_fell_is_kept():
    riddles = [
        f"{path.relative_to(ROOT)}: {text.splitlines()[0]}"
        for path in _tracked(".py")
        if path.relative_to(ROOT).parts[0] in PRODUCT
        for text in texts_of(ast.parse(path.read_text("utf-8")))
        if opens_with_a_riddle(text)
    ]
    assert len(riddles) == KEPT, "\n".join(riddles[:20])


def test_a_riddle_is_one_wherever_it_stands():
    tree = ast.parse(
        '"""Whether it is."""\nA = 1\n"""Those that are."""\ndef f():\n    """Rows."""\n'
    )
    assert [opens_with_a_riddle(text) for text in texts_of(tree)] == [True, True, False]
