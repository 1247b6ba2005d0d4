"""No module of a package reaches itself through its imports, type-checking ones included.

Covers catalog, policies, federation, schema, gateway, tools.
"""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.architecture.test_house_rules import PRODUCT


@pytest.mark.parametrize("package", PRODUCT)
def test_imports_have_no_cycle(package):
    graph = grimp.build_graph(package, cache_dir=None)
    imports = {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as cycle:
        pytest.fail(" -> ".join(cycle.args[1]))
