"""Whatever a name holds, it stays text; style, script and foreign addresses find no way in.

Covers papers.pictures.markup.
"""

import ast

import pytest
from jinja2 import Environment

from papers.pictures.markup import Drawn, decimal_text, element, joined
from tests.unit.pictures.drawing import PICTURES, parsed


def test_text_and_attributes_are_escaped():
    drawn = element("p", '<b onclick="x">&amp;', "'", title='"><script>')
    assert drawn == (
        '<p title="&quot;&gt;&lt;script&gt;">&lt;b onclick=&quot;x&quot;&gt;&amp;amp;&#x27;</p>'
    )
    assert parsed(drawn).text == '<b onclick="x">&amp;\''


def test_elements_stand_in_elements_once_escaped():
    assert element("p", element("b", "<"), None, "<") == "<p><b>&lt;</b>&lt;</p>"
    assert joined(["<", element("b")]) == "&lt;<b></b>"


def test_what_xml_has_no_place_for_is_replaced():
    assert parsed(element("p", "a\x00\x1b\ud800b\uffff")).text == "a\ufffd\ufffd\ufffdb\ufffd"


@pytest.mark.parametrize("name", ["style", "onload", "onclick"])
def test_neither_style_nor_script_is_written(name):
    with pytest.raises(ValueError, match=name):
        element("p", **{name: "x"})


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "https://ailleurs.fr/", "//ailleurs.fr", "/\\a.fr"],
)
def test_an_address_outside_our_pages_is_refused(address):
    with pytest.raises(ValueError, match="address"):
        element("a", href=address)


@pytest.mark.parametrize("address", ["/data/x/map.svg?year=2025", "?format=csv", "#table", "/"])
def test_an_address_of_our_own_is_written(address):
    assert parsed(element("a", href=address)).get("href") == address


def test_attributes_are_named_as_svg_names_them():
    drawn = element("rect", stroke_width=1.25, class_="a", open=True, hidden=False, rx=None)
    assert drawn == '<rect stroke-width="1.2" class="a" open=""/>'
    assert decimal_text(12.04) == "12"


def test_a_template_writes_a_drawing_as_it_is():
    template = Environment(autoescape=True).from_string("{{ drawn }}{{ text }}")
    assert template.render(drawn=element("b", "<"), text="<") == "<b>&lt;</b>&lt;"


def test_markup_is_made_in_one_module_alone():
    """Elsewhere `Drawn` is a type: calling it would let text through unescaped."""
    callers = {
        path.name
        for path in PICTURES.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == Drawn.__name__
    }
    assert callers == {"markup.py"}
