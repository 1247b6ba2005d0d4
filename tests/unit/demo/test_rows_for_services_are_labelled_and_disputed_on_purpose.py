"""What services are tried on: seeded, labelled, with disputes on purpose, named in two ways.

Covers demo.generate.slips, demo.generate.costs.
"""

from collections import Counter

from demo.generate.costs import cost_matrix, monthly_tonnages
from demo.generate.slips import bretagne_romantique_slips, valcobreizh_slips
from demo.generate.table import LABEL
from demo.generate.world import SEED


def column(table, name):
    place = table.position(name)
    return [row[place] for row in table.rows]


def test_the_same_seed_gives_the_same_rows_and_every_title_says_that_they_are_made_up():
    tables = (*valcobreizh_slips(SEED), *bretagne_romantique_slips(SEED), cost_matrix(SEED))
    again = (*valcobreizh_slips(SEED), *bretagne_romantique_slips(SEED), cost_matrix(SEED))
    assert tables == again
    assert valcobreizh_slips(SEED)[1].rows != valcobreizh_slips(SEED + 1)[1].rows
    assert all(LABEL in table.title for table in (*tables, monthly_tonnages(SEED)))
    for table in (*tables, monthly_tonnages(SEED)):
        keys = list(zip(*(column(table, name) for name in table.key), strict=True))
        assert len(keys) == len(set(keys)), table.name


def test_invoices_add_up_and_a_few_loads_are_disputed():
    _, slips, tickets, invoices, lines, details = valcobreizh_slips(SEED)
    amounts = Counter()
    for invoice, _, _, _, amount in lines.rows:
        amounts[invoice] += amount
    assert dict(amounts) == {invoice: total for invoice, _, total in invoices.rows}
    assert len(details.rows) == len(slips.rows)
    # Five without a ticket and two written twice against three without a slip.
    assert len(slips.rows) - len(tickets.rows) == 4
    assert len(invoices.rows) == 12


def test_the_other_body_calls_its_columns_otherwise_and_stops_in_october():
    names = {table.name for table in bretagne_romantique_slips(SEED)}
    assert not names & {"bons_collecteur", "tickets_site", "contrat_traitement"}
    months = column(monthly_tonnages(SEED), "mois_enlevement")
    assert max(months).month == 10
    assert len({day for day in months if day.year == 2023}) == 12
