"""Every euro of a world of slips, computed from its files and from which ticket answers which slip.

The rules are those of the contract and of docs/reference/services.md: a difference within the
tolerance is admitted, beyond it the site's weight is due; what is due is due at the price of the
day of entry; parts of a billed row add up to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from tests.worlds.expected import Expected, Key, allowed, rounded
from tests.worlds.raw_files import cells_of, number
from tests.worlds.slips_world import CODES, OURS, SlipsWorld

_PRODUCTS = {code: product for product, code in CODES.items()}
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """Of a slip or a ticket, as its file writes it."""

    number: str
    day: date
    product: str
    kg: int
    client: str


@dataclass(slots=True)
class Share:
    """Of a billed slip: tonnes billed, of the slip and due; prices billed, of the slip's product
    that day, and of the product that is due.
    """

    product: str

    billed_t: Decimal
    slip_t: Decimal
    due_t: Decimal
    billed: Decimal
    of_day: Decimal
    due: Decimal


class SlipsFigures:
    def __init__(self, folder: Path, world: SlipsWorld) -> None:
        self.folder, self.world = folder, world
        self.slips = {row.number: row for row in self._rows("bons.csv", "bon")}
        self.tickets = {row.number: row for row in self._rows("tickets.csv", "ticket")}
        self.prices = self._prices()
        self.lines = self._cells("factures_lignes.csv")
        self.totals = {
            each["facture"]: number(each["total"]) for each in self._cells("factures.csv")
        }
        self.months = {each["facture"]: each["mois"] for each in self._cells("factures.csv")}
        self.causes: dict[str, list[Decimal]] = defaultdict(list)
        self.not_billed = Decimal(0)
        self.found: dict[Key, Expected] = {}
        self._read_bills()
        self._read_lines()
        self._read_alone()
        self._sum_up()

    def _cells(self, name: str) -> list[dict[str, str]]:
        return cells_of(self.folder, name, self.world.layouts[name])

    def _rows(self, name: str, key: str) -> Iterable[Row]:
        for cells in self._cells(name):
            day = datetime.strptime(cells["jour"], "%d/%m/%Y").date()  # noqa: DTZ007
            product = _PRODUCTS.get(cells["produit"], cells["produit"])
            yield Row(cells[key], day, product, int(cells["net"]), cells.get("client", OURS))

    def _prices(self) -> dict[str, tuple[date, Decimal, Decimal]]:
        found = {}
        for cells in self._cells("contrat.csv"):
            price = number(cells["prix"])
            step = datetime.strptime(cells["revision"], "%d/%m/%Y").date()  # noqa: DTZ007
            found[cells["produit"]] = step, price, rounded(price * number(cells["coefficient"]))
        return found

    def _price(self, product: str, day: date) -> Decimal:
        step, before, after = self.prices[product]
        return after if day >= step else before

    def _due(self, slip: Row) -> tuple[str, Decimal, str, Decimal]:
        """Why it is disputed, the tonnes due, their product and its price."""
        truth = self.world.truth[slip.number]
        tickets = [self.tickets[each.number] for each in truth.tickets]
        if truth.copy_of:
            return "duplicate", Decimal(0), slip.product, self._price(slip.product, slip.day)
        if not tickets:
            return "missing_plant", Decimal(0), slip.product, self._price(slip.product, slip.day)
        ticket = tickets[0]
        price = self._price(ticket.product, ticket.day)
        if ticket.client != OURS:
            return "other_contract", Decimal(0), slip.product, price
        admitted = max(Decimal(60), ticket.kg / Decimal(100))
        if abs(slip.kg - ticket.kg) > admitted:
            return "tare_error", Decimal(ticket.kg).scaleb(-3), ticket.product, price
        word = "wrong_product" if ticket.product != slip.product else ""
        return word, Decimal(slip.kg).scaleb(-3), ticket.product, price

    def _read_bills(self) -> None:
        """Each billed row, shared out by cause."""
        self.due: dict[tuple[str, str, Decimal], Decimal] = defaultdict(Decimal)
        self.late: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
        self.over: dict[str, Decimal] = defaultdict(Decimal)
        self.disputed: set[str] = set()
        for cells in self._cells("factures_detail.csv"):
            slip, invoice = self.slips.get(cells["bon"]), cells["facture"]
            tonnes, price = number(cells["t"]), number(cells["prix"])
            if slip is None:
                self._dispute("billed_without_slip", (cells["bon"],), (), tonnes * price)
                continue
            cause, due_t, product, due_price = self._due(slip)
            truth = self.world.truth[slip.number]
            entered = [self.tickets[each.number].day for each in truth.tickets]
            of_day = self._price(slip.product, min(entered, default=slip.day))
            slip_t = Decimal(slip.kg).scaleb(-3)
            share = Share(product, tonnes, slip_t, due_t, price, of_day, due_price)
            self._share_out(invoice, slip, cause, share)

    def _share_out(self, invoice: str, slip: Row, cause: str, share: Share) -> None:
        truth = self.world.truth[slip.number]
        self.over[invoice] += (share.billed_t - share.slip_t) * share.billed
        self.due[invoice, share.product, share.due] += share.due_t
        if share.due_t and share.billed != share.of_day:
            self.late[invoice, slip.product].append(share.due_t * (share.billed - share.of_day))
        if cause:
            stake = (share.slip_t - share.due_t) * share.billed
            stake += share.due_t * (share.of_day - share.due)
            numbers = sorted({slip.number, truth.copy_of} - {""})
            tickets = self.world.truth[truth.copy_of].tickets if truth.copy_of else truth.tickets
            self.disputed |= set(numbers)
            self._dispute(cause, tuple(numbers), tuple(each.number for each in tickets), stake)

    def _dispute(
        self, cause: str, slips: tuple[str, ...], tickets: tuple[str, ...], stake: Decimal
    ) -> None:
        stake = rounded(stake)
        self.causes[cause].append(stake)
        self.found["dispute", cause, *slips, *tickets, "at_stake_eur"] = allowed(stake)

    def _read_lines(self) -> None:
        """By invoice: prices of another day, tonnages, lines and totals that do not add up."""
        for key, parts in self.late.items():
            self._of_invoice("price_late", key, sum(parts, Decimal(0)))
        for invoice, euros in self.over.items():
            if euros:
                self._of_invoice("invoice_rounding", (invoice, "tonnages"), euros)
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for cells in self.lines:
            amount = number(cells["montant"])
            sums[cells["facture"]] += amount
            off = amount - rounded(number(cells["t"]) * number(cells["prix"]))
            if off:
                self._of_invoice("invoice_rounding", (cells["facture"], "ligne"), off)
        for invoice, total in self.totals.items():
            if total != sums[invoice]:
                self._of_invoice("invoice_rounding", (invoice, "total"), total - sums[invoice])

    def _of_invoice(self, cause: str, key: Key, euros: Decimal) -> None:
        self.causes[cause].append(rounded(euros))
        self.found["dispute", cause, *key, "at_stake_eur"] = allowed(rounded(euros))

    def _read_alone(self) -> None:
        for each in self.world.alone:
            ticket = self.tickets[each.number]
            euros = rounded(Decimal(ticket.kg).scaleb(-3) * self._price(ticket.product, ticket.day))
            self.not_billed += euros
            self.causes["missing_collector"].append(Decimal(0))
            key = "dispute", "missing_collector", ticket.number
            self.found[*key, "not_billed_eur"] = allowed(euros)
            self.found[*key, "at_stake_eur"] = allowed(0)

    def _sum_up(self) -> None:
        due: dict[str, Decimal] = defaultdict(Decimal)
        for (invoice, _, price), tonnes in self.due.items():
            due[invoice] += rounded(tonnes * price)
        billed, owed = sum(self.totals.values(), Decimal(0)), sum(due.values(), Decimal(0))
        every = [stake for stakes in self.causes.values() for stake in stakes]
        ours = [each for each in self.tickets.values() if each.client == OURS]
        pairs = sum(len(truth.tickets) for truth in self.world.truth.values())
        self._put("totals", "", {
            "billed_ht_eur": billed, "due_ht_eur": owed, "at_stake_eur": billed - owed,
            "over_billed_eur": sum((each for each in every if each > 0), Decimal(0)),
            "under_billed_eur": sum((each for each in every if each < 0), Decimal(0)),
            "delivered_not_billed_eur": self.not_billed,
            "not_attributed_eur": billed - owed - sum(every, Decimal(0)),
            "slips": len(self.slips), "tickets": len(self.tickets), "pairs": pairs,
            "tickets_of_other_clients": len(self.tickets) - len(ours),
            "clean_slips": len(self.slips) - len(self.disputed),
            "slips_t": Decimal(sum(each.kg for each in self.slips.values())).scaleb(-3),
            "due_t": sum(self.due.values(), Decimal(0)),
        })  # fmt: skip
        for invoice, total in self.totals.items():
            made = {
                "billed_ht_eur": total, "due_ht_eur": due[invoice],
                "at_stake_eur": total - due[invoice],
            }  # fmt: skip
            self._put("by_invoice", invoice, made)
            self._put("by_month", self.months[invoice], made)
        for cause, stakes in self.causes.items():
            made = {"count": len(stakes), "at_stake_eur": sum(stakes, Decimal(0))}
            self._put("by_cause", cause, made)

    def _put(self, table: str, key: str, made: dict[str, Decimal | int]) -> None:
        self.found |= {(table, key, name): allowed(value) for name, value in made.items()}


def slips_figures(folder: Path, world: SlipsWorld) -> dict[Key, Expected]:
    """By (table, key, column); of a dispute, by its cause, slips and tickets, or invoice."""
    return SlipsFigures(folder, world).found
