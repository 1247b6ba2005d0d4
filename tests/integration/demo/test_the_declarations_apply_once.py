"""On a real store, through the act itself: all of it the first time, nothing the second.

Covers demo.declare, gateway.acts.declared_sources, gateway.upkeep.secret_store.secrets,
demo.prepare, catalog.declaration.declaration.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from catalog.declaration.declaration import read_declaration
from demo.prepare import prepare_embedded
from gateway.acts.act import apply_declaration, install_demo
from gateway.acts.ports import ActPorts
from gateway.base.problems import ActsRefused
from gateway.demo_mode.catalog import FOUNDER, demo_act_ports
from gateway.demo_mode.state import DemoState
from gateway.upkeep.secret_store.secrets import read_master_key


@pytest.fixture
async def ports(tmp_path):
    state = DemoState(tmp_path)
    state.issuer_key()
    read_master_key(state.settings().key_file, create=True)
    prepare_embedded(state.data)
    async with demo_act_ports(state) as ports:
        yield ports


@pytest.fixture
def declaration(ports: ActPorts):
    (root,) = ports.directory_roots
    folder = Path(root) / "declarations"
    return lambda: read_declaration([folder], allow_approved=True)


async def test_on_an_empty_store_then_again(ports, declaration):
    first = await install_demo(declaration(), FOUNDER, ports)
    assert not first.is_empty
    written = await ports.catalog.current()
    assert (len(written.datasets), len(written.agreements)) == (50, 13)

    again = await apply_declaration(declaration(), FOUNDER, ports, dry_run=False)
    assert again.is_empty
    assert (await ports.catalog.current()).version == written.version


async def test_a_dry_run_tells_the_same_and_writes_nothing(ports, declaration):
    before = await ports.catalog.current()
    told = await apply_declaration(declaration(), FOUNDER, ports, dry_run=True)
    assert not told.is_empty
    assert (await ports.catalog.current()).version == before.version


async def test_nobody_applies_approvals_where_it_is_no_demo(ports, declaration):
    before = await ports.catalog.current()
    with pytest.raises(ActsRefused):
        await apply_declaration(declaration(), FOUNDER, replace(ports, demo=False), dry_run=False)
    assert (await ports.catalog.current()).version == before.version
