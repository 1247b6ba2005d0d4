"""Makes memberships of the links in an extract such as BANATIC's.

A link that comes through an EPCI becomes part of that EPCI's one membership, limited to the
communes named; the EPCI's own members come from the files, or else from the COG, year by year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.actions.membership import is_competence
from catalog.cog import Cog
from catalog.loading.findings import Cause, Findings
from catalog.loading.problems import MissingTable, NothingToLoad, UnknownVintage
from catalog.loading.several_ways import put_together
from catalog.loading.tables import Kind, KnownTable
from catalog.model.identifiers import CommuneCode, InvalidSiren, Siren
from catalog.model.organisation import Membership, MembershipMode
from catalog.perimeter_mapping import carry_perimeter

Competences = Mapping[Siren, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Composition:
    """`links` is how many lines were taken; `sirens` everybody who has members."""

    memberships: tuple[Membership, ...]
    links: int
    groupements: frozenset[Siren]
    epcis: frozenset[Siren]


@dataclass(frozen=True, slots=True)
class Link:
    """One commune of one groupement, by the code it had in the vintage."""

    of: Siren
    code: CommuneCode
    siren: Siren | None
    epci: Siren | None


@dataclass(frozen=True, slots=True)
class When:
    """Codes are read on the map of `vintage`, 1 January; memberships hold from `start`."""

    vintage: int
    start: date

    @property
    def read_on(self) -> date:
        return date(self.vintage, 1, 1)


def read_composition(
    tables: Iterable[KnownTable], when: When, cog: Cog, findings: Findings
) -> Composition:
    """Raises MissingTable, UnknownVintage, NothingToLoad; all else is counted in `findings`."""
    if not cog.vintages[0] <= when.vintage <= cog.latest_vintage:
        raise UnknownVintage(vintage=when.vintage, first=cog.vintages[0], last=cog.latest_vintage)
    by_kind: dict[Kind, list[KnownTable]] = defaultdict(list)
    for table in tables:
        by_kind[table.kind].append(table)
    if not by_kind[Kind.COMPETENCES]:
        raise MissingTable(
            what_fr="les compétences exercées (siren, code)",
            what_en="the competences exercised (siren, code)",
        )
    competences = _read_competences(by_kind[Kind.COMPETENCES], findings)
    reader = _LinkReader(when, cog, findings)
    links = reader.read(by_kind[Kind.COMPOSITION])
    links = _with_competences(links, competences, findings)
    listed = _read_stays(by_kind[Kind.EPCI_MEMBERS], reader)
    if not links and not by_kind[Kind.EPCI_MEMBERS]:
        raise NothingToLoad
    stays = listed or _spoken_of(stays_of_cog(cog), links, competences, when, findings)
    return _compose(links, competences, stays, when, cog, findings)


def _read_competences(tables: Iterable[KnownTable], findings: Findings) -> Competences:
    found: dict[Siren, set[str]] = defaultdict(set)
    sirens: dict[str, Siren | None] = {}
    for table in tables:
        for text, code in table.rows("siren", "code"):
            if text not in sirens:
                sirens[text] = read_siren(text, findings)
            siren = sirens[text]
            if siren is not None and is_competence(code):
                found[siren].add(code)
            elif siren is not None:
                findings.add(Cause.INVALID_COMPETENCE, code)
    return {siren: frozenset(codes) for siren, codes in found.items()}


def read_siren(text: str, findings: Findings) -> Siren | None:
    try:
        return Siren.parse(text)
    except InvalidSiren:
        findings.add(Cause.INVALID_SIREN, text)
        return None


class _LinkReader:
    """Reads each SIREN and code once: 80,000 lines hold 35,000 communes."""

    def __init__(self, when: When, cog: Cog, findings: Findings) -> None:
        self.when, self.cog, self.findings = when, cog, findings
        self._sirens: dict[str, Siren | None] = {}
        self._codes: dict[tuple[str, str], CommuneCode | None] = {}

    def read(self, tables: Iterable[KnownTable]) -> list[Link]:
        links: dict[tuple[str, str, str], Link] = {}
        for table in tables:
            for of, code, siren, epci, direct in table.rows(
                "of", "code", "siren", "epci", "direct"
            ):
                through = "" if _is_true(direct) else epci
                key = (of, code or siren, through)
                if key in links:
                    self.findings.add(Cause.DUPLICATE, f"{of} {code or siren}")
                    continue
                link = self._link(of, code, siren, through)
                if link is not None:
                    links[key] = link
        return list(links.values())

    def _link(self, of: str, code: str, siren: str, epci: str) -> Link | None:
        groupement = self.siren(of)
        commune = self.code(code, siren)
        through = self.siren(epci) if epci else None
        if groupement is None or commune is None or (epci and through is None):
            return None
        return Link(groupement, commune, self.siren_of(commune), through)

    def siren(self, text: str) -> Siren | None:
        if text not in self._sirens:
            self._sirens[text] = read_siren(text, self.findings)
        return self._sirens[text]

    def code(self, code: str, siren: str) -> CommuneCode | None:
        """The code in the vintage; by SIREN for a code that means no commune then."""
        key = (code, siren)
        if key not in self._codes:
            self._codes[key] = self._read_code(code, siren)
        return self._codes[key]

    def _read_code(self, code: str, siren: str) -> CommuneCode | None:
        day = self.when.read_on
        meaning = self.cog.land.at(code, day)
        if meaning is not None and meaning.is_commune:
            known = self.siren_of(meaning.code)
            if siren and known is not None and known != siren:
                self.findings.add(Cause.OTHER_SIREN, f"{code} {siren}")
            return meaning.code
        by_siren = self.cog.commune_of_siren(Siren(siren), day) if siren else None
        if by_siren is None:
            self.findings.add(Cause.UNKNOWN_CODE, code or siren)
        else:
            self.findings.add(Cause.CODE_BY_SIREN, f"{code} {siren}")
        return by_siren

    def siren_of(self, code: CommuneCode) -> Siren | None:
        return siren_at(code, self.when.read_on, self.cog)


def _is_true(text: str) -> bool:
    return text.strip().lower() in {"true", "1", "oui", "vrai", "o", "direct", "directe"}


def _with_competences(
    links: Iterable[Link], competences: Competences, findings: Findings
) -> list[Link]:
    kept = []
    without: set[Siren] = set()
    for link in links:
        if link.of in competences:
            kept.append(link)
        else:
            without.add(link.of)
    for groupement in sorted(without):
        findings.add(Cause.NO_COMPETENCE, groupement)
    return kept


@dataclass(frozen=True, slots=True)
class Stay:
    """A commune (by its SIREN then) in an EPCI, from `start` until before `end`."""

    epci: Siren
    siren: Siren
    code: CommuneCode
    start: date
    end: date | None

    def holds_at(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def stays_of_cog(cog: Cog) -> list[Stay]:
    """Every stay that the vintages show: a commune that leaves an EPCI, or returns, has several."""
    stays: list[Stay] = []
    for code, figures in cog.labels.figures.items():
        run: tuple[Siren, Siren] | None = None
        since = 0
        for year in (*cog.vintages, None):
            epci = None if year is None else figures.epcis.get(year)
            siren = None if year is None else figures.sirens.get(year)
            now = (epci, siren) if epci is not None and siren is not None else None
            if now == run and year is not None:
                continue
            if run is not None:
                end = None if year is None else date(year, 1, 1)
                stays.append(Stay(run[0], run[1], CommuneCode(code), date(since, 1, 1), end))
            run, since = now, year or 0
    return stays


def _read_stays(tables: Sequence[KnownTable], reader: _LinkReader) -> list[Stay]:
    """Stays that the files tell, year by year; a line without a vintage is of the load's."""
    years: dict[tuple[Siren, Siren, CommuneCode], set[int]] = defaultdict(set)
    for table in tables:
        for of, code, siren, vintage in table.rows("of", "code", "siren", "vintage"):
            epci = reader.siren(of)
            member = reader.siren(siren) if siren else None
            if epci is None or member is None or not code:
                continue
            year = int(vintage) if vintage.isdigit() else reader.when.vintage
            years[epci, member, CommuneCode(code)].add(year)
    last = max((max(each) for each in years.values()), default=0)
    stays = []
    for (epci, member, code), known in sorted(years.items()):
        for first, final in _runs(sorted(known)):
            end = None if final == last else date(final + 1, 1, 1)
            stays.append(Stay(epci, member, code, date(first, 1, 1), end))
    return stays


def _runs(years: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def _compose(
    links: Sequence[Link],
    competences: Competences,
    stays: Sequence[Stay],
    when: When,
    cog: Cog,
    findings: Findings,
) -> Composition:
    then = {(each.epci, each.code) for each in stays if each.holds_at(when.read_on)}
    direct: dict[Siren, set[CommuneCode]] = defaultdict(set)
    through: dict[tuple[Siren, Siren], set[CommuneCode]] = defaultdict(set)
    transferred: dict[Siren, set[str]] = defaultdict(set)
    for link in links:
        if link.epci is None:
            direct[link.of].add(link.code)
        elif (link.epci, link.code) in then:
            through[link.of, link.epci].add(link.code)
            transferred[link.epci] |= competences[link.of]
        else:
            findings.add(Cause.NOT_IN_ITS_EPCI, f"{link.code} {link.epci}")
            direct[link.of].add(link.code)
    put_together(direct, through, when.read_on, when.start, cog)
    writer = _MembershipWriter(when, cog, findings)
    memberships = [
        *(each for of in sorted(direct) for each in writer.direct(of, direct[of], competences[of])),
        *(
            writer.by_epci(of, epci, codes, competences[of])
            for (of, epci), codes in sorted(through.items())
            if codes
        ),
    ]
    epcis = frozenset(each.epci for each in stays)
    exercised = {
        epci: competences.get(epci, frozenset()) | transferred.get(epci, set()) for epci in epcis
    }
    for epci in sorted(epci for epci in epcis if not exercised[epci]):
        findings.add(Cause.EPCI_WITHOUT_COMPETENCE, epci)
    memberships += [
        Membership(
            stay.siren,
            stay.epci,
            exercised[stay.epci],
            MembershipMode.DIRECT,
            stay.start,
            stay.end,
        )
        for stay in stays
        if exercised[stay.epci]
    ]
    return Composition(
        memberships=tuple(memberships),
        links=len(links),
        groupements=frozenset(link.of for link in links),
        epcis=epcis,
    )


def _spoken_of(
    stays: Sequence[Stay],
    links: Iterable[Link],
    competences: Competences,
    when: When,
    findings: Findings,
) -> list[Stay]:
    """Stays in the EPCIs that the files speak of, where the members come from the COG: an extract
    of one département registers no other. The rest of that day's map is counted.
    """
    spoken_of = competences.keys() | {link.epci for link in links}
    of_the_day = {each.epci for each in stays if each.holds_at(when.read_on)}
    for epci in sorted(of_the_day - spoken_of):
        findings.add(Cause.EPCI_UNSPOKEN_OF, epci)
    return [each for each in stays if each.epci in spoken_of]


class _MembershipWriter:
    def __init__(self, when: When, cog: Cog, findings: Findings) -> None:
        self.when, self.cog, self.findings = when, cog, findings

    def direct(
        self, of: Siren, codes: Iterable[CommuneCode], competences: frozenset[str]
    ) -> Iterable[Membership]:
        """The communes of the start; one of which only a part was a member brings that part."""
        carried = carry_perimeter(codes, self.when.read_on, self.when.start, self.cog)
        self._tell(of, carried.nameless)
        for code in (*carried.communes, *carried.partly):
            siren = siren_at(code, self.when.start, self.cog)
            if siren is None:
                self.findings.add(Cause.UNKNOWN_CODE, code)
                continue
            land = self.cog.atoms_of(code, self.when.start)
            parts = tuple(
                part for part in carried.parts if self.cog.atoms_of(part, self.when.start) <= land
            )
            if code in carried.partly:
                self.findings.add(Cause.PARTLY_CARRIED, f"{of} {code}")
                if not parts:
                    continue
            yield Membership(
                siren,
                of,
                competences,
                MembershipMode.DIRECT,
                self.when.start,
                communes=parts if code in carried.partly else None,
            )

    def by_epci(
        self, of: Siren, epci: Siren, codes: Iterable[CommuneCode], competences: frozenset[str]
    ) -> Membership:
        carried = carry_perimeter(codes, self.when.read_on, self.when.start, self.cog)
        self._tell(of, carried.nameless)
        return Membership(
            epci,
            of,
            competences,
            MembershipMode.EPCI,
            self.when.start,
            communes=tuple(sorted((*carried.communes, *carried.parts))),
        )

    def _tell(self, of: Siren, nameless: Iterable[str]) -> None:
        for atom in sorted(nameless):
            self.findings.add(Cause.LAND_WITHOUT_CODE, f"{of} {atom}")


def siren_at(code: CommuneCode, day: date, cog: Cog) -> Siren | None:
    """Of the vintage of that day, else of the next that knows it; overseas some have none."""
    figures = cog.labels.figures.get(code)
    sirens = {} if figures is None else figures.sirens
    year = min(max(day.year, cog.vintages[0]), cog.latest_vintage)
    later = [each for each in sorted(sirens) if each >= year]
    return sirens[later[0]] if later else None
