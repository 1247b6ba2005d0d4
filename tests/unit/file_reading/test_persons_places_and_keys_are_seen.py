"""Personal columns with their reason, communes by cause, what names a row, and the wide form.

Covers intake.file_reading.personal_data, intake.file_reading.communes,
intake.file_reading.commune_names, intake.file_reading.keys,
intake.file_reading.wide_form, intake.file_reading.personal_headers,
intake.file_reading.person_names, intake.file_reading.given_names.
"""

from collections import Counter

import pytest

from catalog.cog import load_cog
from intake.file_reading.commune_names import communes_named
from intake.file_reading.communes import kind_of_places, read_places
from intake.file_reading.personal_data import is_nir, personal_finding
from intake.file_reading.reading import read_file
from intake.file_reading.values import Column

KEYED = ["1850578006084", "2690549588157"]


def with_key(body):
    return f"{body}{97 - int(body) % 97:02d}"


def finding(name, values, kind="string"):
    return personal_finding(Column(1, name, kind), values)


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("Contact", ["a.b@exemple.fr", "c@exemple.fr"], "email"),
        ("Colonne 4", ["06 39 98 00 11", "+33 6 39 98 00 12"], "phone"),
        ("Véhicule", ["AB-123-CD", "EF-456-GH"], "plate"),
        ("Numéro", [with_key(body) for body in KEYED], "nir"),
        ("Date de naissance", ["1980-01-01"], "birth_date"),
        ("N° abonné", ["00012", "00013"], "pseudonym"),
        ("Nom", ["KERVELLA", "HAMON"], "name"),
        ("Chauffeur", ["Maëlys TANGUY", "Loïc FOUCAULT"], "name"),
        ("Saisi par", ["Kervella M.", "P. Hamon", "Tanguy L."], "name"),
        ("Lecteur n°", ["24130000123456", "24130000998877"], "pseudonym"),
        ("Employee badge", ["E0012", "E0044"], "pseudonym"),
        ("Matr.", ["00412", "00977"], "pseudonym"),
        ("Nature", ["Congé maternité", "Maladie ordinaire", "RTT"], "health"),
        ("Observations", ["appeler Mme Exemple", "rien", "RAS"], "free_text"),
    ],
)
def test_a_personal_column_is_seen_and_its_reason_holds_no_value(name, values, kind):
    seen = finding(name, values)
    assert seen is not None
    assert seen.kind == kind
    assert not any(value in seen.reason for value in values)


@pytest.mark.parametrize(
    ("name", "values", "type_"),
    [
        ("Année de pose", ["2019", "2020", "2021"], "integer"),
        ("Matricule engin", ["E-12", "E-13"], "string"),
        ("Financé par", ["Région Bretagne", "ADEME", "Département"], "string"),
        ("Motif", ["Fuite", "Casse", "Vétusté"], "string"),
        ("card_year", ["1984", "2001", "1999"], "string"),
        ("Nom de la commune", ["Combourg", "Dingé"], "string"),
        ("Type usager", ["Particulier", "Artisan"], "string"),
        ("contact_operateur", ["contact@exemple.fr"], "string"),
        ("PDL", ["00053828608557", "00071276663933"], "string"),
        ("Observations", ["purge", "vanne fermée"], "string"),
        ("N° sécurité", [], "string"),
    ],
)
def test_years_and_what_belongs_to_bodies_are_no_personal_data(name, values, type_):
    assert finding(name, values, type_) is None


def test_a_nir_is_known_by_its_key():
    assert is_nir(with_key(KEYED[0]))
    assert not is_nir(KEYED[0] + "00")
    assert is_nir("1 85 05 2A 006 084 " + f"{97 - int('1850519006084') % 97:02d}")


def test_a_commune_is_known_by_each_way_of_writing_its_name():
    cog = load_cog()
    for text in ("ST-DOMINEUC", "Saint Domineuc", "SAINT-DOMINEUC", "Commune de Saint-Domineuc"):
        assert communes_named(cog, text)[1] == ("35265",)
    assert communes_named(cog, "BAUSSAINE (LA)")[1] == ("35017",)
    assert len(communes_named(cog, "Saint-Symphorien")[1]) > 1


def test_codes_are_counted_by_cause():
    cells = Counter({"35085": 5, "35344": 2, 1004: 3, "1053.0": 1, "35440": 2, "99999": 1})
    cog = load_cog()
    assert kind_of_places(cog, "Commune", cells) == "code"
    places = read_places(cog, "Commune", 1, "code", cells, rows=15)
    assert places.counts == {
        "current": 5, "old": 2, "zero_lost": 3, "decimal_suffix": 1, "postal_code": 2,
        "unknown": 1, "empty": 1,
    }  # fmt: skip
    assert places.detail["old"]["35344"].now == "35308"
    assert places.detail["zero_lost"]["1004"].now == "01004"


def test_a_name_that_several_bear_is_placed_among_its_neighbours():
    cells = Counter({"Melesse": 4, "Guipel": 3, "Saint-Symphorien": 2})
    places = read_places(load_cog(), "Commune", 1, "name", cells, rows=9)
    assert places.detail["name"]["Saint-Symphorien"].now == "35317"
    alone = read_places(load_cog(), "Commune", 1, "name", Counter({"Saint-Symphorien": 2}), rows=2)
    assert alone.detail["name"]["Saint-Symphorien"].now is None
    assert len(alone.detail["name"]["Saint-Symphorien"].candidates) > 1


def lines(*rows):
    return "\n".join(";".join(map(str, row)) for row in rows).encode()


def test_a_key_that_comes_twice_is_told_with_what_is_identical():
    rows = [
        ["N° bon", "Poids (kg)"],
        *([f"B{at:03d}", at] for at in range(40)),
        ["B003", 3],
        ["B004", 9],
    ]
    key = read_file(lines(*rows), "bons.csv").key
    assert (key.columns, key.unique, key.duplicate_rows, key.identical) == (["N° bon"], False, 2, 1)


def test_a_thing_and_a_day_may_name_a_row_together():
    rows = [["Compteur", "Date", "Passages"]]
    rows += [[f"1000000{at % 3}", f"2025-01-{at // 3 + 1:02d}", at * 7] for at in range(60)]
    assert read_file(lines(*rows), "velos.csv").key.columns == ["Compteur", "Date"]


WEIGHINGS = ["Date de collecte", "Code INSEE", "Flux", "Tonnage (t)", "N° ticket"]


def weighings(days, number):
    flows = ("Verre", "Emballages")
    return lines(
        WEIGHINGS,
        *(
            [f"{day:02d}/0{month}/2025", ("35265", "35085")[at % 2], flows[at % 2], f"{at},5",
             number(at)]
            for at, (day, month) in enumerate(days)
        ),
    )  # fmt: skip


EACH_DAY = [(day, month) for month in (1, 3, 5) for day in range(1, 29)]


@pytest.mark.parametrize("number", ["T{}".format, "24{:04d}".format])
@pytest.mark.parametrize("days", [EACH_DAY, EACH_DAY[:28] * 3], ids=["unique days", "days again"])
def test_the_number_of_the_ticket_is_the_key_wherever_it_stands(days, number):
    key = read_file(weighings(days, number), "pesees.csv").key
    assert (key.columns, key.unique) == (["N° ticket"], True)


@pytest.mark.parametrize("header", ["Ticket", "Bon", "Référence", "id", "N°"])
def test_whole_numbers_named_as_numbers_of_things_are_the_key(header):
    rows = [["Date", "Relevé", header]]
    rows += [
        [f"{day:02d}/0{month}/2025", "à relire", 700 + day * 9 + month] for day, month in EACH_DAY
    ]
    assert read_file(lines(*rows), "releves.csv").key.columns == [header]


@pytest.mark.parametrize(
    ("header", "value"),
    [("Poids (kg)", 100), ("Valeur de référence", 100), ("Relevé", 100), ("N° abonné", 100)],
)
def test_a_day_or_a_measure_that_is_unique_by_chance_is_no_key(header, value):
    rows = [["Date", header]]
    rows += [[f"{day:02d}/0{month}/2025", value + day * 9 + month] for day, month in EACH_DAY]
    assert read_file(lines(*rows), "releves.csv").key is None


def test_of_two_numbers_the_one_that_never_comes_twice_is_the_key():
    rows = [["N° bon", "Date", "N° ticket"]]
    rows += [[f"B{at % 78:03d}", f"{day:02d}/0{month}/2025", f"T{at:03d}"]
             for at, (day, month) in enumerate(EACH_DAY[:80])]  # fmt: skip
    assert read_file(lines(*rows), "pesees.csv").key.columns == ["N° ticket"]


def test_one_column_a_year_is_told_as_wide_with_its_long_table():
    rows = [
        ["Site", "2022", "2023", "2024"],
        *([f"Site {at}", at, at * 2, at * 3] for at in range(1, 20)),
    ]
    reading = read_file(lines(*rows), "conso.csv")
    assert reading.shape == "wide"
    assert reading.unpivot.value_columns == [2, 3, 4]
    assert reading.unpivot.ids == [1]
    assert (reading.unpivot.values, reading.unpivot.sum) == (57, 1140)


def test_the_same_bytes_give_the_same_reading():
    data = lines(["Commune", "Poids (kg)"], *(["35085", at] for at in range(50)))
    assert read_file(data, "a.csv") == read_file(data, "a.csv")


def kinds_of(header, *rows):
    reading = read_file(lines(header, *rows), "export.csv")
    return {column.name: column.personal_kind for column in reading.columns if column.personal}


FIRST_NAMES = ("Louise", "Hugo", "Inès", "Jules", "Emma", "Léo")


def test_numbers_health_and_incomes_of_persons_are_seen_whatever_the_table():
    grants = [[f"{1_234_560 + at}", 500 + at, f"B{at}"] for at in range(8)]
    assert kinds_of(["N° alloc.", "QF", "Modèle"], *grants) == {
        "N° alloc.": "pseudonym", "QF": "income",
    }  # fmt: skip
    children = [
        [f"{name} MARTIN", f"1{at}/03/2020", "arachide", "oui" if at % 2 else "non", "maladie",
         "LE GOFF Anne", "Moyens"]
        for at, name in enumerate(FIRST_NAMES)
    ]  # fmt: skip
    header = ["Enfant", "Né le", "Allergies", "PAI", "Motif absence", "Référent Nom", "Section"]
    assert kinds_of(header, *children) == {
        "Enfant": "name", "Né le": "birth_date", "Allergies": "health", "PAI": "health",
        "Motif absence": "health", "Référent Nom": "name",
    }  # fmt: skip
    staff = [
        [f"A{at}", "Oui" if at % 2 else "Non", f"C{at:03d}", f"00{at}", f"AB-1{at}0-CD"]
        for at in range(6)
    ]
    assert kinds_of(["Matricule", "RQTH", "Id chauffeur", "N° badge", "Véh."], *staff) == {
        "Matricule": "pseudonym", "RQTH": "health", "Id chauffeur": "pseudonym",
        "N° badge": "pseudonym", "Véh.": "plate",
    }  # fmt: skip


def test_a_meter_is_a_persons_unless_the_row_is_of_a_public_thing():
    names = ["KERVELLA", "HAMON", "LE BRIS", "MARTIN", "ROUX"]
    homes = [
        [name, f"2133445566778{at}", f"GI{at}", f"C-{at}", 400 + at]
        for at, name in enumerate(names)
    ]
    assert kinds_of(["Occupant", "PDL", "PCE", "N° contrat", "Conso (kWh)"], *homes) == {
        "Occupant": "name", "PDL": "pseudonym", "PCE": "pseudonym", "N° contrat": "pseudonym",
    }  # fmt: skip
    sites = ["École Jean Jaurès", "Mairie", "Stade Paul Lebreton"]
    schools = [[name, f"2133445566778{at}", 400 + at] for at, name in enumerate(sites)]
    assert kinds_of(["Bâtiment", "PDL", "Conso (kWh)"], *schools) == {}


def test_names_are_known_by_their_shape_and_names_of_bodies_are_not_persons():
    people = ["LE GOFF Yann", "Anne Durand", "Paul HAMON", "Marie Roux"]
    shapes = [[at, name, f"1{at}/03/{1950 + at * 7}"] for at, name in enumerate(people)]
    assert kinds_of(["Ref", "Intéressé", "DN"], *shapes) == {
        "Intéressé": "name", "DN": "birth_date",
    }  # fmt: skip
    bodies = ["SARL MARTIN", "COMMUNE DE DINGE", "GARAGE LE GOFF", "EARL DU BOIS", "SAS PAPREC"]
    clients = [[f"{at:04d}", name, name, at] for at, name in enumerate(bodies)]
    assert kinds_of(["N° client", "CLIENT", "Nom", "Tonnes"], *clients) == {}
    towns = [[name, 400] for name in ("Combourg", "Dingé", "Meillac", "Tinténiac")]
    assert kinds_of(["Nom", "Population"], *towns) == {}
    permits = [["M. Le Goff Yann", "1 rue du Lac"], ["Mme Durand", "2 rue du Lac"],
               ["SCI Les Pins", "3 rue du Lac"], ["HAMON Paul", "4 rue du Lac"]]  # fmt: skip
    assert kinds_of(["Pétitionnaire", "Adresse terrain"], *permits)["Pétitionnaire"] == "name"


STAFF = ["Garrec", "Le Floch", "Prigent", "Quemener", "Tallec", "Urvoas"]


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("À verser sur", ["FR76 3000 4000 0512 3456 7890 143", "FR7630004000051234567890144"],
         "bank_account"),
        ("Équipe - Technicien", STAFF, "name"),
        ("Équipe - Technicien", ["Titulaire", "Contractuel", "Voirie", "Culture"], None),
        ("Redevable", ["SCI Hent", "Yann Garrec", "SARL Ar Mor", "Anna Prigent", "Lou Tallec"],
         "name"),
        ("ID livreur", ["L-12", "L-15", "L-19"], "pseudonym"),
        ("Raison du départ", ["retraite", "inaptitude", "mutation"], "health"),
        ("Contrôleur", ["Sgt Garrec", "Lt Prigent", "Adj Tallec"], "name"),
        ("Nom", ["Lavoir du Bourg", "Lavoir de Kerlan", "Lavoir des Prés", "Lavoir Neuf"], None),
        ("Nom", ["Piscine A", "Piscine B", "Piscine C"], None),
        ("Naissances", [12, 31, 8], None),
        ("Année de naissance", [1954, 1987, 2001], "birth_date"),
    ],
)  # fmt: skip
def test_persons_are_known_by_what_stands_in_the_column(name, values, kind):
    rows = [[at, value] for at, value in enumerate(values)]
    assert kinds_of(["Ligne", name], *rows).get(name) == kind


def test_beside_a_person_diets_illnesses_and_family_events_are_personal():
    remarks = ["dyslexie", "", "sans gluten", "fauteuil", "", "asthme"]
    events = ["mariage Garrec", "loto", "obsèques de M. Tallec", "baptême Zoé", "loto", "repas"]
    rows = [[f"Anna {name}", *pair] for name, *pair in zip(STAFF, remarks, events, strict=True)]
    kinds = kinds_of(["Demandeur", "À prévoir", "Objet"], *rows)
    assert (kinds["À prévoir"], kinds["Objet"]) == ("health", "free_text")
    bodies = [[f"Commune de {name}", *row[1:]] for name, row in zip(STAFF, rows, strict=True)]
    assert kinds_of(["Demandeur", "À prévoir", "Objet"], *bodies) == {}


def test_a_contract_is_nobodys_number_without_a_meter_or_a_subscriber_beside_it():
    rows = [[f"Anna {name}", f"C{at}"] for at, name in enumerate(STAFF)]
    assert kinds_of(["Demandeur", "Contrat"], *rows) == {"Demandeur": "name"}


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("Q.F.", ["450", "812"], "income"),
        ("Pièce d'identité n°", ["12AB34567", "880693100234"], "pseudonym"),
        ("Mle", ["00412", "00977"], "pseudonym"),
        ("passager_id", ["P-0012", "P-0440"], "pseudonym"),
    ],
)
def test_initials_and_papers_of_a_person_are_known(name, values, kind):
    assert finding(name, values).kind == kind


def test_a_number_of_a_spare_part_is_nobodys():
    assert finding("Pièce n°", ["A-112", "B-220"]) is None
