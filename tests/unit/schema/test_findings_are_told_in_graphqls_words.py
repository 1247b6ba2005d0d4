"""Where a mistake is: the input's own names, and names that the writer gave kept as they are.

Covers schema.mutation_problems, schema.document.validation_errors, schema.document.validation,
gateway.control.arguments, schema.places, gateway.control.problems.
"""

import pytest

from gateway.control.arguments import write_argument


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("legal_basis",), "legalBasis"),
        (("columns", "tonnage_kg"), "columns.tonnage_kg"),
        (("purposes", "rpqs_dechets"), "purposes.rpqs_dechets"),
        (("terms", "personal_data", "dpia_reference"), "personalData.dpiaReference"),
        (
            ("combine", "datasets", "sde35.bornes_recharge"),
            "combine.datasets.sde35.bornes_recharge",
        ),
        (("rows", "compare", 0, "values"), "rows.compare.0.values"),
        (("rows", "own_territory", "at"), "rows.ownTerritory.at"),
        (("version_sha256",), "versionSha256"),
        ((), None),
    ],
)
def test_a_path_is_written_as_the_input_is(path, words):
    assert write_argument(path) == words
