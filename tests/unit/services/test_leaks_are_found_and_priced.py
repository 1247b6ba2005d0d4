"""Leaks of sectors: each day's balance exact, leaks found within days, and their euros, held
against invented worlds that were told apart from every query; faults of meters leave a reason.

Covers services_run.running, services_run.trial, services_run.listed.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from gateway.console.mutualised.result_tables import table_in
from services_run.checking import find_service, load_service
from services_run.listed import alert_rows
from services_run.results import result_of
from services_run.trial import try_service
from tests.unit.services.leak_worlds import DAYS, PARIS, LeakWorld

SERVICE = load_service(find_service("fuites"))
SEEDS = (31, 42)
FOUND_WITHIN = 7
"""Nights from the start of a leak until it is told."""


class Answered:
    """A world with what the service answers on it."""

    def __init__(self, seed, folder):
        self.world = LeakWorld(seed)
        self.world.write(folder)
        trial = try_service(SERVICE, folder, {}, {})
        assert trial.questions == []
        self.answer, self.notices = trial.answer, trial.notices

    def leak_of(self, planted):
        """The leak told of its sector that is nearest to it, within a week; None for none."""
        told = [row for row in self.answer["leaks"] if row["secteur"] == planted.sector]
        near = [row for row in told if abs((day_of(row["debut"]) - planted.start).days) <= 7]
        return min(near, key=lambda row: abs(day_of(row["debut"]) - planted.start), default=None)


def day_of(cell):
    return cell if type(cell) is date else date.fromisoformat(str(cell)[:10])


def answered(seeds, tmp_path_factory):
    return [Answered(seed, tmp_path_factory.mktemp(f"leaks_{seed}")) for seed in seeds]


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    return answered(SEEDS, tmp_path_factory)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return answered(range(1001, 1021), tmp_path_factory)


def check_daily_table(worlds):
    for each in worlds:
        told = {(row["secteur_id"], day_of(row["date"])): row for row in each.answer["days"]}
        expected = each.world.daily()
        assert told.keys() == expected.keys()
        for key, value in expected.items():
            row = told[key]
            if isinstance(value, str):
                assert row["volume_distribution_m3"] is None, key
                assert row["debit_nuit_m3h"] is None, key
                assert reason_of(row, "volume_distribution_m3") == value, key
            else:
                assert (row["volume_distribution_m3"], row["debit_nuit_m3h"]) == value, key


def reason_of(row, figure):
    return row["reasons"][figure]["code"]


def check_leaks(worlds):
    planted = [(each, leak) for each in worlds for leak in each.world.leaks]
    nights = [(each.leak_of(leak), leak) for each, leak in planted]
    # It is told on the third night that shows it.
    found = [
        told
        for told, leak in nights
        if told is not None and (day_of(told["debut"]) - leak.start).days + 3 <= FOUND_WITHIN
    ]
    assert len(found) >= 0.95 * len(planted)
    told_eur = sum(row["perdu_eur"] for each in worlds for row in each.answer["leaks"])
    true_eur = sum(each.world.lost(leak)[1] for each, leak in planted)
    assert abs(told_eur / true_eur - 1) <= Decimal("0.01")
    false_weeks = sum(len(false_sector_weeks(each)) for each in worlds)
    assert false_weeks <= 0.02 * len(worlds) * 6 * DAYS // 7


def false_sector_weeks(each):
    """Sectors and weeks in which a leak is told that runs on no day of that week."""

    def runs(sector, day):
        return any(
            leak.sector == sector and leak.start <= day and (leak.end is None or day < leak.end)
            for leak in each.world.leaks
        )

    weeks = set()
    for row in each.answer["leaks"]:
        start = day_of(row["debut"])
        end = each.world.days[-1] + timedelta(1) if row["fin"] is None else day_of(row["fin"])
        for at in range((end - start).days):
            day = start + timedelta(at)
            week = [each.world.days[0] + timedelta(7 * ((day - each.world.first).days // 7) + n)
                    for n in range(7)]  # fmt: skip
            if not any(runs(row["secteur"], one) for one in week):
                weeks.add((row["secteur"], week[0]))
    return weeks


def test_the_balance_of_each_sector_and_day_is_exact(few):
    check_daily_table(few)


def test_leaks_are_found_within_a_week_and_their_euros_are_right(few):
    check_leaks(few)


@pytest.mark.whole
def test_of_many_worlds_the_balance_is_exact_and_leaks_are_found(many):
    check_daily_table(many)
    check_leaks(many)


def test_nothing_is_told_of_a_sector_with_few_subscribers(few):
    for each in few:
        rows = {row["secteur"]: row for row in each.answer["sectors"]}
        for sector, reason in (("S6", "few_subscribers"), ("S7", "subscribers_unknown")):
            told = {key: cell for key, cell in rows[sector].items()
                    if key not in {"secteur", "code_commune", "reasons"}}  # fmt: skip
            assert set(told.values()) == {None}
            assert reason_of(rows[sector], "fuites") == reason
        others = [row for part in ("days", "leaks", "week") for row in each.answer[part]]
        assert not {row.get("secteur", row.get("secteur_id")) for row in others} & {"S6", "S7"}


def test_what_is_wrong_with_meters_is_told_first(few):
    for each in few:
        told = {notice.code: notice.text.fr for notice in each.notices}
        assert "M3 " in told["frozen_meters"]
        assert "2 jours" in told["frozen_meters"]
        assert "M6 reste à zéro" in told["meters_at_zero"]
        assert "M4, M5" in told["copied_meters"]
        assert "M7" in told["sent_twice"]
        assert "1 heure" in told["contradicted"]
        assert "2 secteurs" in told["sectors_left_out"]


def test_a_zero_is_true_of_a_meter_that_is_said_to_be_closed(few, tmp_path):
    few[0].world.write(tmp_path)
    answer = try_service(SERVICE, tmp_path, {}, {"fermes": "M6"}).answer
    (row,) = [row for row in answer["days"] if row["secteur_id"] == "S4"
              and day_of(row["date"]) == few[0].world.days[18]]  # fmt: skip
    assert (row["volume_distribution_m3"], row["debit_nuit_m3h"]) == (0, 0)


def test_the_week_and_the_whole_add_up_to_the_leaks(few):
    for each in few:
        (whole,) = each.answer["summary"]
        leaks, week = each.answer["leaks"], each.answer["week"]
        assert whole["perdu_eur"] == sum(row["perdu_eur"] for row in leaks)
        assert whole["perdu_m3"] == sum(row["perdu_m3"] for row in leaks)
        assert whole["semaine_eur"] == sum(row["semaine_eur"] for row in week)
        assert whole["en_cours"] == sum(row["etat"] != "finie" for row in week)
        for row in leaks:
            price = each.world.prices[row["secteur"]]
            assert row["perdu_eur"] == (row["perdu_m3"] * price).quantize(
                Decimal("0.01"), "ROUND_HALF_UP"
            )


def rows_of_a_meter(first, days, flow):
    start = datetime(first.year, first.month, first.day, tzinfo=PARIS)
    rows = []
    for at in range(days * 96):
        now = start.replace(tzinfo=None) + timedelta(minutes=15 * at)
        rows.append(f"D1,{now.isoformat(timespec='minutes')},{flow(at)}")
    return rows


def written(folder, flows, sectors="Z1,35238,500,0.50", links="D1,Z1,1"):
    (folder / "debits.csv").write_text(
        "compteur,horodatage,debit_m3h\n" + "\n".join(flows), "utf-8"
    )
    (folder / "compteurs.csv").write_text(f"compteur,secteur,signe\n{links}\n", "utf-8")
    (folder / "secteurs.csv").write_text(
        f"secteur,code_commune,abonnes,prix_m3_eur\n{sectors}\n", "utf-8"
    )
    return try_service(SERVICE, folder, {}, {}).answer


def test_quarters_of_an_hour_make_an_hour_and_a_missing_one_leaves_a_reason(tmp_path):
    flows = rows_of_a_meter(date(2025, 6, 2), 3, lambda at: 4 + at % 4 + at % 96 / 100)
    del flows[100]
    days = written(tmp_path, flows)["days"]
    assert days[0]["volume_distribution_m3"] == Decimal("143.4")
    assert days[0]["debit_nuit_m3h"] == Decimal("5.62")
    assert reason_of(days[1], "debit_nuit_m3h") == "incomplete_day"


def test_without_a_price_a_leak_has_no_euros_but_a_reason(tmp_path):
    flows = rows_of_a_meter(
        date(2025, 6, 2), 30, lambda at: f"{3 + at % 96 / 100 + (2 if at >= 20 * 96 else 0):.2f}"
    )
    answer = written(tmp_path, flows, sectors="Z1,35238,500,")
    (leak,) = answer["leaks"]
    assert (leak["debit_m3h"], leak["perdu_m3"], leak["perdu_eur"]) == (2, 480, None)
    assert reason_of(leak, "perdu_eur") == "no_price"
    assert reason_of(answer["summary"][0], "perdu_eur") == "no_price"
    assert answer["communes"][0]["semaine_m3"] == 336


def test_too_few_nights_leave_a_reason_and_no_zero(tmp_path):
    flows = rows_of_a_meter(date(2025, 6, 2), 8, lambda at: 3 + at % 96 / 100)
    answer = written(tmp_path, flows)
    (sector,) = answer["sectors"]
    assert sector["fuites"] is None
    assert reason_of(sector, "fuites") == "too_few_nights"
    assert answer["summary"][0]["perdu_eur"] is None
    assert answer["communes"][0]["perdu_m3"] is None


def test_a_reversed_sign_gives_a_reason(tmp_path):
    flows = rows_of_a_meter(date(2025, 6, 2), 3, lambda at: 3 + at % 96 / 100)
    days = written(tmp_path, flows, links="D1,Z1,-1")["days"]
    assert {row["volume_distribution_m3"] for row in days} == {None}
    assert {reason_of(row, "debit_nuit_m3h") for row in days} == {"negative_balance"}


def test_each_leak_is_an_alert_of_its_own_with_the_days_of_its_sector(few):
    for each in few:
        tables = result_of(SERVICE, each.answer, each.notices)["tables"]
        rows = alert_rows(SERVICE.alerts, tables)
        leaks = each.answer["leaks"]
        running = {(row["secteur"], str(row["debut"])) for row in leaks if row["fin"] is None}
        over = {(row["secteur"], str(row["debut"])) for row in leaks if row["fin"] is not None}
        assert running
        assert (set(rows.running), set(rows.over)) == (running, over)
        assert len(rows.running) + len(rows.over) == len(leaks)
        for name in ("leaks", "week"):
            detail = tables[name]["detail"]
            keys = table_in(tables[name]).row_names()
            assert len(set(keys)) == len(tables[name]["rows"])
            curve = detail["curve"]
            places = {one["name"]: at for at, one in enumerate(tables[curve["table"]]["columns"])}
            days = tables[curve["table"]]["rows"]
            sectors = {row[places[curve["by"]["secteur"]]] for row in days}
            assert {key.partition("/")[0] for key in keys} <= sectors
            assert all(row[places[curve["day"]]] for row in days)
        assert alert_rows(SERVICE.alerts, {}).running == ()
