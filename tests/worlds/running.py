"""Each world's services run on its files, and every figure that they tell held against ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from services_run.checking import find_service, load_service
from services_run.folder import Service
from services_run.trial import try_service
from tests.worlds import told
from tests.worlds.counters_figures import counters_figures
from tests.worlds.counters_world import make_counters_world
from tests.worlds.expected import Expected, Key, Tally
from tests.worlds.peers_figures import peers_figures
from tests.worlds.peers_world import make_peers_world
from tests.worlds.places_figures import places_figures
from tests.worlds.places_world import make_places_world
from tests.worlds.raw_files import RawFiles
from tests.worlds.slips_figures import slips_figures
from tests.worlds.slips_world import make_slips_world
from tests.worlds.waste_figures import WasteFigures
from tests.worlds.waste_rows import read_waste
from tests.worlds.waste_world import make_waste_world


@dataclass(frozen=True, slots=True)
class Witness:
    """`make` a world by its seed; `expect` what its files allow; `tell` what an answer says."""

    service: str
    make: Callable[[int], RawFiles]
    expect: Callable[[Path, Any], dict[Key, Expected]]
    tell: Callable[[Any], dict[Key, object]]


def waste_figures(folder: Path, world: RawFiles) -> dict[Key, Expected]:
    return WasteFigures(read_waste(folder, world)).found


WASTE = Witness("rpqs-dechets", make_waste_world, waste_figures, told.told_waste)
OTHERS = (
    Witness("service-fait", make_slips_world, slips_figures, told.told_slips),
    Witness("comptage-velo", make_counters_world, counters_figures, told.told_counters),
    Witness("couverture-covoiturage", make_places_world, places_figures, told.told_places),
    Witness("comparaison", make_peers_world, peers_figures, told.told_peers),
)


def witness_of(seed: int) -> Witness:
    """Each second world is one of waste; the others have their turns."""
    return OTHERS[seed // 2 % len(OTHERS)] if seed % 2 else WASTE


@dataclass(slots=True)
class Campaign:
    tally: Tally = field(default_factory=Tally)
    traits: Counter[str] = field(default_factory=Counter)
    services: dict[str, Service] = field(default_factory=dict)

    def run(self, seeds: Iterable[int]) -> None:
        for seed in seeds:
            self.hold(witness_of(seed), seed)

    def hold(self, witness: Witness, seed: int) -> None:
        world = witness.make(seed)
        self.traits.update(f"{witness.service} {trait}" for trait in world.traits)
        with TemporaryDirectory() as name:
            folder = Path(name)
            world.write(folder)
            expected = witness.expect(folder, world)
            trial = try_service(self._service(witness.service), folder, {}, world.parameters)
        assert not trial.questions, (witness.service, seed, trial.questions)
        where = f"world {seed} ({', '.join(sorted(world.traits))})"
        self.tally.compare(witness.service, where, expected, witness.tell(trial.answer))

    def _service(self, name: str) -> Service:
        if name not in self.services:
            self.services[name] = load_service(find_service(name))
        return self.services[name]
