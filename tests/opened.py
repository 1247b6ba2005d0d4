"""What a test holds of an opened gateway: its services, and those of one query."""

from dataclasses import dataclass, replace
from typing import Self

from gateway.demo_mode.state import DemoState
from gateway.reading.query.ports import Ports
from gateway.services import Services


@dataclass(frozen=True)
class Opened:
    state: DemoState
    services: Services

    @property
    def ports(self) -> Ports:
        return self.services.query

    def with_ports(self, **changed) -> Self:
        """The same, what one query needs changed."""
        query = replace(self.ports, **changed)
        return replace(self, services=replace(self.services, query=query))
