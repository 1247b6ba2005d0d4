"""Tells data about persons by the header: benefit numbers, badges, health, incomes, absences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.file_reading.names import words_of
from intake.file_reading.vocabulary import vocabulary

_NUMBERS = vocabulary("no numero num id ident identifiant ref reference code nr")
_BADGES = vocabulary(
    "badge badges matricule matricules matric matr mle allocataire allocataires alloc caf"
)
_IDENTITY = vocabulary("identite cni passeport passport")
_PAPERS = vocabulary("piece carte no numero num titre justificatif cni passeport passport")
_THINGS = vocabulary(
    "arbre arbres vehicule vehicules engin engins materiel candelabre candelabres lampadaire mat "
    "borne bornes compteur bateau navire bus outil outils extincteur poteau bac bacs piece livre"
)
"""Things that have a matricule of their own."""
_DRIVERS = vocabulary(
    "chauffeur conducteur agent salarie eleve enfant patient animateur assmat patron lecteur "
    "lectrice emprunteur borrower reader cardholder driver employee staff pupil member resident "
    "pilote livreur livreuse technicien technicienne moniteur monitrice educateur educatrice "
    "animatrice surveillant surveillante facteur releveur releveuse infirmier infirmiere agente "
    "passager passagere voyageur voyageuse operatrice stagiaire apprenti benevole vacataire "
    "intervenant equipier adherent adherente"
)
PERSONS_AT_WORK = _DRIVERS
_SHORT_PERSONS = vocabulary("chauff cond conduct lect oper operat emprunt benef agt ag prelev")
"""As a header shortens them, where it says that it is their code."""
_SHORT_ALONE = vocabulary("chauff conduct agt emprunt")
_COUNTED = vocabulary("moyenne moy nb nbre nombre taux total jours heures montant cout part")
_METERS = vocabulary(
    "rfid pdl prm pce pdc abonnement abo abon contrat compteur puce branchement rae edl"
)
_CONTRACTS = vocabulary("contrat abonnement")
_METERS_ALONE = vocabulary("pdl prm pce compteur puce branchement rae edl")
_SUBSCRIBERS = vocabulary(
    "abonne abonnee abonnes redevable redevables usager usagers titulaire locataire assure "
    "adherent adherente souscripteur souscriptrice"
)
_CHARGING = re.compile(r"[A-Z]{2}[* ]?[A-Z0-9]{3}[* ]?[EP][A-Z0-9*]{1,30}", re.IGNORECASE)
_HEALTH = vocabulary(
    "rqth boeth handicap handicape invalidite allergie allergies allergene allergenes pai "
    "medical medicale medicaux medicament medicaments traitement pathologie maladie vaccin "
    "vaccins vaccination medecin mdph aah aeeh apa grossesse accident sante"
)
_OF_PLACES = vocabulary(
    "acces accessible accessibilite place places stationnement parking equipement batiment site "
    "nb nombre nbre taux cabinet centre service euros montant cout total dechet dechets dasri eau "
    "usee usees station filiere mode mutuelle unite installation"
)
_INCOMES = vocabulary("qf rfr revenu revenus ressources")
_ABSENCES = vocabulary("absence absences absent abs conge conges arret arrets")
_MOTIVES = vocabulary("motif motifs nature type raison cause justificatif")
_MOTIVES_OF_HEALTH = vocabulary(
    "malade maladie maladies accident maternite paternite grossesse arret handicap invalidite "
    "hospitalisation therapeutique clm cld cmo clm citis sick illness injury pathologie cancer "
    "inaptitude inapte deces medical medicale burn burnout depression malad mater pater acctrav "
    "actrav acctra longmal hospit"
)
_OF_HEALTH = vocabulary(
    "maladie maladies malade maternite paternite inaptitude invalidite handicap handicape asthme "
    "diabete epilepsie allergie allergies allergique arachide gluten lactose dyslexie dyspraxie "
    "dysphasie dysorthographie dyscalculie autisme autiste tsa tdah malentendant malentendante "
    "sourd malvoyant malvoyante fauteuil aesh rqth hospitalisation grossesse depression cancer "
    "therapeutique sick illness pregnancy wheelchair asthma diabetes allergy"
)
_FAMILY_EVENT = re.compile(
    r"(?:mariage|baptême|bapteme|obsèques|obseques|enterrement|deuil|noces|fiançailles|communion"
    r"|anniversaire|\d{1,3}(?:e)? ans)\s+(?:d[eu]\s+|d'|du petit\s+)?\S",
    re.IGNORECASE,
)
_BIRTHS = vocabulary(
    "dob naissance naiss naissances ddn birth birthdate birthday datnais datnaiss dtnais dtnaiss "
    "datenais datenaiss datenaissance dnais dnaiss danais nais"
)
_BORN = re.compile(
    r"^(?:date de )?ne(?:e| e)? le\b(?! (?:siege|marche|site))|^nee? le\b|^dn$"
    r"|\b(?:enfant|eleve|jeune|agent|conjoint|patient|usager|assure|beneficiaire|adherent)e?"
    r"(?: \d{1,2})? ne(?:e| e)? le\b"
)
_QUOTIENT = re.compile(r"\b(?:quot|quotient)s? (?:fam|famil|familial|familiaux|f|caf)\b|\bq f\b")
_BOUNDS = re.compile(r"\b(?:qf|quotient(?: familial)?)\b.*\d|\d.*\b(?:qf|quotient)\b|\btranche \d")
"""`QF < 500`, `Tranche 3 (QF 901 à 1200)`: over prices."""
_ROOM_OF_BIRTHS = vocabulary("nb nombre nbre taux total")
_CODE_LIKE = re.compile(
    r"[A-Za-z]{0,4}[-_ ]?\d{1,16}[A-Za-z]?|(?=.*\d)[0-9a-f]{8,64}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.IGNORECASE,
)
"""Numbers, digests and UUIDs."""
PUBLIC_THINGS = vocabulary(
    "site sites batiment batiments ecole ecoles armoire armoires equipement equipements mairie "
    "borne bornes station stations poste secteur secteurs ouvrage ouvrages reservoir "
    "patrimoine etablissement gymnase eclairage tournee point"
)


def kind_by_header(names: set[str], joined: str, kind: str, values: Sequence[str]) -> str | None:
    """One of the kinds of personal data; `kind` is the column's type. None where it says none."""
    if is_of_birth(names, joined) and not _are_other_counts(kind, values):
        return "birth_date"
    if names & _OF_PLACES and not names & {"qf", "pai"}:
        return None
    of_days = {"accident"} if kind in {"date", "timestamp", "boolean"} else set()
    health = names & _HEALTH - of_days
    is_of_health = health or (names & _ABSENCES and names & _MOTIVES)
    if is_of_health and not _are_counts(kind, values):
        return "health"
    if names & (_MOTIVES | _ABSENCES) and _are_of_absence(values):
        return "health"
    is_of_a_class = _BOUNDS.search(joined) is not None
    is_income = not is_of_a_class and names & _INCOMES and not names & {"recettes", "produit"}
    is_quotient = (not is_of_a_class and bool(_QUOTIENT.search(joined))) or (
        names == {"quotient"} and kind in {"integer", "decimal"}
    )
    if is_income or is_quotient:
        return "income"
    return "pseudonym" if _numbers_a_person(names, kind, values) else None


def _are_of_absence(values: Sequence[str]) -> bool:
    """`Enfant malade`, `Accident de service`: a sixth of the motives."""
    sample = list(values)[:100]
    words = [set(words_of(text)) & _MOTIVES_OF_HEALTH for text in sample]
    fits, sure = sum(map(bool, words)), sum(bool(own - {"accident"}) for own in words)
    return fits >= max(1, len(sample) / 3) or sure >= max(1, len(sample) / 6)


def _are_counts(kind: str, values: Sequence[str]) -> bool:
    """`dont PAI`: 12, 30, 7; nobody's 0 or 1."""
    return kind in {"integer", "decimal"} and any(value not in {"0", "1"} for value in values)


def _are_other_counts(kind: str, values: Sequence[str]) -> bool:
    """Births, and no years of birth."""
    years = [text for text in values if text.isdecimal() and len(text) == 4]
    return kind in {"integer", "decimal"} and len(years) < len(values)


def _numbers_a_person(names: set[str], kind: str, values: Sequence[str]) -> bool:
    """`N° alloc.`, `Badge`, `Id conducteur`."""
    if names & _IDENTITY and names & _PAPERS:
        return bool(values) and all(any(map(str.isdigit, text)) for text in values[:200])
    if names & _THINGS or kind == "boolean":
        # `Badge perdu`: yes or no numbers nobody.
        return False
    if names & _BADGES and not names & {"montant", "prix", "date", "type"}:
        return True
    is_short = bool(names & _SHORT_PERSONS) and bool(names & _NUMBERS)
    is_short = is_short or (bool(names) and names <= _SHORT_ALONE and kind == "string")
    is_of_persons = (bool(names & _DRIVERS) or is_short) and not names & _COUNTED
    return is_of_persons and kind in {"string", "integer"} and are_codes(values)


def is_of_birth(names: set[str], joined: str) -> bool:
    """`Date de naissance`, `Né(e) le`, `DDN`; a place of birth is one as well."""
    return bool(_BORN.search(joined)) or bool(names & _BIRTHS and not names & _ROOM_OF_BIRTHS)


def are_codes(values: Sequence[str]) -> bool:
    sample = list(values)[:200]
    fits = sum(_CODE_LIKE.fullmatch(text.strip()) is not None for text in sample)
    return bool(sample) and fits >= 0.8 * len(sample)


def numbers_a_supply(
    names: set[str], kind: str, *, has_person: bool, has_meter: bool = False
) -> bool:
    """`PDL`, `N° contrat`, `N° compteur`: whose supply it is, the rest of the row says. A contract
    may be of anything: it is of a supply beside a meter, or of who subscribes (`has_meter`).
    """
    if names & _CONTRACTS and not (has_meter and has_person):
        return False
    if kind not in {"string", "integer"} or names & {"nb", "nombre", "type", "index", "date"}:
        return False
    is_numbered = bool(names & _NUMBERS) or bool(names & {"pdl", "prm", "pce"})
    is_alone = has_person and len(names) == 1 and not names & {"puce", "abo", "abon"}
    return bool(names & _METERS) and (is_numbered or is_alone)


def names_a_meter(names: set[str]) -> bool:
    return bool(names & _METERS_ALONE)


def names_a_subscriber(names: set[str]) -> bool:
    """The person whom a contract of the row binds: `Abonné`, `Redevable`."""
    return bool(names & _SUBSCRIBERS)


def are_charging_points(values: Sequence[str]) -> bool:
    """`FRS21E0052`: the public numbers of charging stations, whoever charges there."""
    sample = list(values)[:200]
    fits = sum(_CHARGING.fullmatch(text.strip()) is not None for text in sample)
    return bool(sample) and fits >= 0.8 * len(sample)


def health_among(values: Sequence[str]) -> int:
    """The number of values that name an illness, a handicap, a diet or an absence due to one."""
    return sum(bool(set(words_of(text)) & _OF_HEALTH) for text in values)


def names_a_family_event(text: str) -> bool:
    """`mariage Tissot-Roussel`, `obsèques de M. Vasseur`: an event, and words behind it."""
    return _FAMILY_EVENT.match(text.strip()) is not None
