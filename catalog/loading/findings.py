"""Faults in a file of 80,000 lines, told by cause: their number, and a few examples."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

MOST_EXAMPLES = 10


class Cause(Enum):
    """(code, French, English, does it stop the load?)."""

    INVALID_SIREN = (
        "invalid_siren",
        "SIREN dont la clé de contrôle est fausse",
        "SIREN with a wrong check digit",
        False,
    )
    UNKNOWN_CODE = (
        "unknown_code",
        "code qui ne désigne aucune commune au millésime donné",
        "code that names no commune in the given vintage",
        False,
    )
    CODE_BY_SIREN = (
        "code_by_siren",
        "code inconnu au millésime ; la commune est retrouvée par son SIREN",
        "code unknown in the vintage; the commune was found by its SIREN",
        False,
    )
    OTHER_SIREN = (
        "other_siren",
        "SIREN de commune qui n'est pas celui du code à cette date ; le code est suivi",
        "commune SIREN that is not the code's at that date; the code is followed",
        False,
    )
    DUPLICATE = ("duplicate", "ligne écrite deux fois", "line written twice", False)
    NO_COMPETENCE = (
        "no_competence",
        "groupement sans compétence connue ; ses liens sont laissés de côté",
        "groupement without a known competence; its links are set aside",
        False,
    )
    EPCI_WITHOUT_COMPETENCE = (
        "epci_without_competence",
        "EPCI sans compétence connue, propre ou transférée ; inscrit, mais sans ses membres",
        "EPCI without a known competence, its own or transferred; registered without its members",
        False,
    )
    EPCI_UNSPOKEN_OF = (
        "epci_unspoken_of",
        "EPCI de la carte dont les fichiers ne disent rien ; laissé de côté",
        "EPCI of the map of which the files say nothing; set aside",
        False,
    )
    INVALID_COMPETENCE = (
        "invalid_competence",
        "code de compétence qui n'a pas quatre chiffres",
        "competence code that is not four digits",
        False,
    )
    NOT_IN_ITS_EPCI = (
        "not_in_its_epci",
        "commune qui n'est pas membre, à cette date, de l'EPCI cité ; reprise comme membre direct",
        "commune that is not in the EPCI named at that date; taken as a direct member",
        False,
    )
    NO_NAME = (
        "no_name",
        "groupement absent de la liste ; inscrit sous son SIREN, comme syndicat mixte fermé",
        "groupement not in the list; registered under its SIREN, as a closed mixed syndicat",
        False,
    )
    UNKNOWN_NATURE = (
        "unknown_nature",
        "nature de groupement inconnue ; inscrit comme syndicat mixte fermé",
        "unknown nature of groupement; registered as a closed mixed syndicat",
        False,
    )
    PARTLY_CARRIED = (
        "partly_carried",
        "commune dont seule une partie était membre ; limitée aux codes de cette partie",
        "commune of which only a part was a member; limited to the codes of that part",
        False,
    )
    LAND_WITHOUT_CODE = (
        "land_without_code",
        "partie de commune qu'aucun code ne désigne plus à la date de départ",
        "part of a commune that no code names any more at the start date",
        False,
    )
    KEPT_AS_DECLARED = (
        "kept_as_declared",
        "EPCI dont le catalogue a déjà des membres ; laissé comme il est",
        "EPCI that already has members in the catalog; left as it is",
        False,
    )
    UNREADABLE_DAY = ("unreadable_day", "date illisible", "unreadable date", True)
    UNKNOWN_KIND = ("unknown_kind", "type de commune inconnu", "unknown kind of commune", True)
    UNDATED_CHANGE = (
        "undated_change",
        "changement entre deux listes dont le fichier ne dit pas le jour ; le millésime est gardé",
        "change between two lists whose day the file does not tell; the vintage is kept",
        False,
    )
    LATER_MOVEMENT = (
        "later_movement",
        "mouvement postérieur au dernier millésime connu ; laissé de côté",
        "movement after the last known vintage; set aside",
        False,
    )
    UNFOLLOWED_MOVEMENT = (
        "unfollowed_movement",
        "mouvement qui ne dit pas à qui va quelle terre (création, suppression)",
        "movement that does not say which land goes to whom (creation, abolition)",
        True,
    )
    COMMUNE_UNEXPLAINED = (
        "commune_unexplained",
        "commune de la liste à laquelle aucun mouvement ne mène",
        "commune of the list to which no movement leads",
        True,
    )
    COMMUNE_UNLISTED = (
        "commune_unlisted",
        "commune absente de la liste sans qu'un mouvement dise ce qu'elle devient",
        "commune absent from the list, and no movement says what became of it",
        True,
    )
    PART_UNEXPLAINED = (
        "part_unexplained",
        "commune déléguée ou associée de la liste à laquelle aucun mouvement ne mène",
        "delegated or associated commune of the list to which no movement leads",
        True,
    )
    LAND_HELD_TWICE = (
        "land_held_twice",
        "communes qui auraient une même terre d'après les mouvements",
        "communes that would hold the same land by the movements",
        True,
    )
    LAND_IN_NO_COMMUNE = (
        "land_in_no_commune",
        "terre qui ne serait plus dans aucune commune d'après les mouvements",
        "land that would be in no commune any more by the movements",
        True,
    )
    OVERSEAS_KEPT = (
        "overseas_kept",
        "commune d'outre-mer que cette liste ne porte pas ; gardée comme elle est",
        "overseas commune that this list does not hold; kept as it is",
        False,
    )
    SIREN_UNKNOWN = (
        "siren_unknown",
        "commune dont la terre a changé : son SIREN n'est pas connu au nouveau millésime",
        "commune whose land changed: its SIREN is not known in the new vintage",
        False,
    )
    EPCI_UNKNOWN = (
        "epci_unknown",
        "commune faite de terres de plusieurs EPCI : le sien n'est pas connu au nouveau millésime",
        "commune made of land of several EPCIs: its own is not known in the new vintage",
        False,
    )

    def __init__(self, code: str, fr: str, en: str, stops: bool) -> None:  # noqa: FBT001 - the enum's own tuple
        self.code, self.fr, self.en, self.stops = code, fr, en, stops


@dataclass(slots=True)
class Findings:
    """Counts of each cause, with the first examples met."""

    counts: dict[Cause, int] = field(default_factory=dict)
    examples: dict[Cause, list[str]] = field(default_factory=dict)

    def add(self, cause: Cause, example: str, count: int = 1) -> None:
        self.counts[cause] = self.counts.get(cause, 0) + count
        shown = self.examples.setdefault(cause, [])
        if len(shown) < MOST_EXAMPLES and example not in shown:
            shown.append(example[:60])

    @property
    def stops(self) -> bool:
        return any(cause.stops for cause in self.counts)

    def lines(self, language: str) -> tuple[str, ...]:
        """One line a cause, those that stop first, then the most frequent."""
        ordered = sorted(self.counts, key=lambda each: (not each.stops, -self.counts[each]))
        return tuple(self._line(cause, language) for cause in ordered)

    def _line(self, cause: Cause, language: str) -> str:
        said = cause.fr if language == "fr" else cause.en
        lead = "ex." if language == "fr" else "e.g."
        return f"{self.counts[cause]:>7}  {said} ({lead} {', '.join(self.examples[cause])})"
