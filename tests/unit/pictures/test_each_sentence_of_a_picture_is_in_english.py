"""Each French sentence of the pictures has its English, and no English is left over.

Covers gateway.console.pictures.
"""

import re

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.unit.pictures.drawing import PICTURES


def test_none_is_missing_and_none_is_left_over():
    keywords = {"gettext": None, "ngettext": (1, 2)}
    sentences = {
        message
        for _, _, message, _, _ in extract_from_dir(
            PICTURES, method_map=[("**.py", "python")], keywords=keywords
        )
    }
    with (PICTURES / "en.po").open("rb") as file:
        catalog = read_po(file)
    translated = {message.id: message.string for message in catalog if message.id}
    assert translated.keys() == sentences
    for message, string in translated.items():
        texts = zip(message, string, strict=True) if isinstance(message, tuple) else [
            (message, string)
        ]  # fmt: skip
        for french, english in texts:
            names = re.findall(r"%\((\w+)\)s", french)
            assert english
            assert sorted(set(re.findall(r"%\((\w+)\)s", english))) == sorted(set(names))
