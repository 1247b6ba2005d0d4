"""What is understood of the headers.

Covers gateway.reading.query.request.
"""

import pytest

from gateway.reading.query.request import read_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "fr"),
        ("", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9,fr;q=0.1", "en"),
        ("fr-FR,en;q=0.8", "fr"),
        ("de", "fr"),
        ("de,en;q=0.2", "en"),
        ("en;q=rubbish", "fr"),
    ],
)
def test_problems_are_told_in_french_unless_english_is_preferred(header, language):
    assert read_language(header) == language
