"""Services are data: no module, template or policy has the name of a report or the code of an
indicator, but for the examples of commands and addresses.

Covers catalog, policies, federation, intake, services_run, papers, schema, gateway, tools.
"""

import re

from tests.architecture.test_house_rules import PRODUCT, ROOT, _tracked

OF_A_SERVICE = re.compile(
    r"\b(?:sispea|vp[._]?[0-9]{3}|[dp][0-9]{3}[._][0-9]b?|rpqs-[a-z]+)\b", re.IGNORECASE
)
EXAMPLES = ("gateway/cli/", "gateway/http/rest/services.py")
"""Help that shows how a command or an address is written."""


def named_in(text):
    return OF_A_SERVICE.findall(text)


def test_no_module_knows_a_service_or_the_code_of_an_indicator():
    found = {
        name: named_in(path.read_text("utf-8"))
        for suffix in (".py", ".html", ".rego", ".typ")
        for path in _tracked(suffix)
        if path.relative_to(ROOT).parts[0] in {*PRODUCT, "policies"}
        and not (name := path.relative_to(ROOT).as_posix()).startswith(EXAMPLES)
    }
    assert {name: codes for name, codes in found.items() if codes} == {}


def test_a_planted_code_is_found():
    planted = "if figure == 'P104.3': rows = vp_063 + VP.201  # of rpqs-eau, by SISPEA"
    assert len(named_in(planted)) == 5
