"""The tiles of a board, as they may be saved: of what there is, each with its purpose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from catalog.actions.boards.words import refuse, refuse_long
from catalog.actions.facts import Facts, Findings
from catalog.actions.purpose_codes import unknown_purpose
from catalog.actions.texts import refuse_unsafe_texts, unsafe_text
from catalog.model.board import BoardTile, TileKind
from catalog.model.dataset import AccessLevel
from catalog.model.identifiers import Siren
from catalog.snapshot import Snapshot

MOST_TILES: Final = 24
_ID = re.compile(r"[a-z0-9]{1,12}")
_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_ADDRESS = 120, 2_000, 2_000


def refuse_unfit_tiles(
    tiles: Sequence[BoardTile], own: Siren, facts: Facts, findings: Findings, *, is_open: bool
) -> None:
    """`is_open`: the board is for everybody, and so is all that it shows."""
    if len(tiles) > MOST_TILES:
        refuse(
            findings,
            "tiles",
            f"un tableau a {MOST_TILES} cases au plus",
            f"a board has {MOST_TILES} tiles at most",
        )
    twice = [name for name, times in Counter(tile.id for tile in tiles).items() if times > 1]
    if twice or not all(_ID.fullmatch(tile.id) for tile in tiles):
        refuse(
            findings,
            "tiles",
            "chaque case a un identifiant à elle, de douze minuscules et chiffres au plus",
            "each tile has an identifier of its own, of at most twelve small letters and digits",
        )
    for place, tile in enumerate(tiles):
        _refuse_unfit(tile, place, facts, findings)
        if is_open and not _is_open(tile, own, facts.catalog):
            refuse(
                findings,
                "audience",
                f"la case « {tile.title} » montre ce qui n'est pas ouvert à tout le monde",
                f'the tile "{tile.title}" shows what is not open to everybody',
            )


def _refuse_unfit(tile: BoardTile, place: int, facts: Facts, findings: Findings) -> None:
    is_text, text_path = tile.kind is TileKind.TEXT, ("tiles", place, "text")
    if tile.title or not is_text:
        refuse_long(tile.title, ("tiles", place, "title"), _LONGEST_TITLE, findings)
    refuse_unsafe_texts((tile.of, tile.address), findings)
    if unsafe := unsafe_text(tile.text, multiline=True):
        findings.add(unsafe, *text_path)
    if len(tile.text) > _LONGEST_TEXT or len(tile.address) > _LONGEST_ADDRESS:
        refuse(
            findings,
            text_path,
            f"un texte a {_LONGEST_TEXT} caractères au plus",
            f"a text has at most {_LONGEST_TEXT} characters",
        )
    if is_text and not tile.text.strip():
        refuse(findings, text_path, "une case de texte en a un", "a tile of text has some")
    if is_text and (tile.of or tile.address or tile.purpose):
        refuse(
            findings,
            "tiles",
            "une case de texte ne lit aucune donnée",
            "a tile of text reads no data",
        )
    if tile.purpose is not None and tile.purpose not in facts.catalog.purposes:
        problem = unknown_purpose(tile.purpose, facts.catalog.purposes)
        findings.add(problem, "tiles", place, "purpose")


def _is_open(tile: BoardTile, own: Siren, catalog: Snapshot) -> bool:
    """A text; or data that anybody reads without signing in, for no purpose."""
    match tile.kind:
        case TileKind.TEXT:
            return True
        case TileKind.EXPLORATION:
            sources = [tile.of]
        case TileKind.INDICATOR:
            indicator = catalog.indicators.get(f"{own}/{tile.of}")
            sources = [] if indicator is None else [s.dataset for s in indicator.current.sides]
        case _:
            sources = []
    datasets = [catalog.datasets.get(source) for source in sources]
    return bool(datasets) and all(
        each is not None and each.access_level is AccessLevel.OPEN for each in datasets
    )
