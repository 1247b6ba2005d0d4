"""The icon of each theme of the catalogue, which stands beside the theme's words."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

ICONS: Final = MappingProxyType(
    {
        "dechets": "recycle",
        "eau": "droplet",
        "energie": "zap",
        "mobilite": "bus",
        "voirie": "traffic-cone",
        "social": "heart-pulse",
        "enfance": "school",
        "finances": "euro",
        "urbanisme": "house",
        "environnement": "leaf",
        "culture": "palette",
        "economie": "briefcase",
        "population": "users",
        "citoyennete": "landmark",
        "personnel": "id-card",
        "territoire": "map",
    }
)
_OTHERS: Final = "shapes"


def icon_of(theme: str | None) -> str:
    """The name of a symbol of the sprite; that of other data for no theme or a newer one."""
    return ICONS.get(theme or "", _OTHERS)
