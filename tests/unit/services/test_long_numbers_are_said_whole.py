"""A number of more than 28 digits is said with all of its decimals.

Covers services_run.answering.
"""

from decimal import Decimal

from services_run.answering import number_in_words


def test_no_decimal_of_a_long_number_is_rounded():
    number = Decimal("12345678901234567890.1234567890120")
    assert number_in_words(number, "en") == "12,345,678,901,234,567,890.123456789012"


def test_a_number_without_decimals_that_count_has_two_or_none():
    assert number_in_words(Decimal("1200.10"), "en") == "1,200.10"
    assert number_in_words(Decimal("1200.00"), "en") == "1,200"
