"""The bugs that must not live between the facts and the cells, and a world in which each dies."""

from __future__ import annotations

from tests.integration.oracle.mutants import InPython, InTheLaw

Bug = InPython | InTheLaw

BENEFICIARIES, QUESTION = "catalog.beneficiaries", "policies.question"
PREPARE = "gateway.reading.query.prepare"
BINDING, TERMS, REWRITES = "federation.binding", "federation.agreement_terms", "federation.rewrites"

IN_THE_LAW: dict[str, InTheLaw] = {
    "somebody else's signature opens a dataset": InTheLaw(
        "agreement.rego", "\tagreement.grantor == dataset.owner\n", ""
    ),
    "an agreement over another dataset counts": InTheLaw(
        "agreement.rego", "\tagreement.dataset == dataset.id\n", ""
    ),
    "approved is taken for begun": InTheLaw(
        "agreement.rego", 'agreement.state == "active"', 'agreement.state in {"active", "approved"}'
    ),
    "suspended still gives": InTheLaw(
        "agreement.rego",
        'agreement.state == "active"\n\tnot suspended(agreement)\n',
        'agreement.state in {"active", "suspended"}\n',
    ),
    "the instant of the end is inside": InTheLaw(
        "agreement.rego", "now < agreement.ends_at", "now <= agreement.ends_at"
    ),
    "an agreement gives before its start": InTheLaw(
        "agreement.rego", "\tagreement.starts_at <= now\n", ""
    ),
    "a purpose need not be assigned": InTheLaw(
        "agreement.rego", "\tquestion.purpose in question.subject.purposes\n", ""
    ),
    "a purpose need not be agreed": InTheLaw(
        "agreement.rego", "\tquestion.purpose in agreement.purposes\n", ""
    ),
    "a column classified higher since is still given": InTheLaw(
        "agreement.rego",
        "dataset.columns[id] <= granted.classification",
        "dataset.columns[id] >= 0",
    ),
    "a mandate to sign is one to read": InTheLaw(
        "mandate.rego", '\t"query" in mandate.actions\n', ""
    ),
    "a mandate holds at the instant of its end": InTheLaw(
        "mandate.rego", "now < mandate.ends_at", "now <= mandate.ends_at"
    ),
    "a mandate for some competences reaches what no territory bounds": InTheLaw(
        "mandate.rego", "\tcount(competences) > 0\n", ""
    ),
    "a mandate opens all of the principal's own data": InTheLaw(
        "mandate.rego", "\tdataset.id in mandate.datasets\n", ""
    ),
    "readers' groups are for nothing": InTheLaw("owner.rego", "\tgroup in subject.groups\n", ""),
    "the owner's branch comes along under a mandate": InTheLaw(
        "mandate.rego", "\tquestion.on_behalf_of == null\n\tidentified", "\tidentified"
    ),
    "personal data are open": InTheLaw(
        "open.rego", '"open"\n\tnot personal(dataset)\n', '"open"\n'
    ),
    "open data show their internal columns": InTheLaw(
        "open.rego", "classification == 0", "classification <= 1"
    ),
    "without a mandate, open data are still answered": InTheLaw(
        "open.rego",
        "may_be_asked(question) if count(query_mandates(question)) > 0",
        "may_be_asked(_)",
    ),
    "what is listed for organisations is listed for all": InTheLaw(
        "discovery.rego", "\treading_organisation(question)\n", ""
    ),
    "a condition about a column that is gone is passed over": InTheLaw(
        "agreement.rego", "\tsound_rows(agreement.rows, dataset.columns)\n", ""
    ),
    "a decision outlives the mandate it rests on": InTheLaw(
        "decision.rego",
        "agreement_boundaries(question) | mandate_boundaries(question)",
        "agreement_boundaries(question)",
    ),
    "a decision outlives the agreement it rests on": InTheLaw(
        "decision.rego", "[agreement.starts_at, agreement.ends_at]", "[agreement.starts_at]"
    ),
}

IN_PYTHON: dict[str, InPython] = {
    "a mandate taken back still holds": InPython(
        QUESTION, "ask_about", "            and mandate.ended_at is None\n", ""
    ),
    "days of agreements are counted in UTC": InPython(
        QUESTION, "_day_start_text", "day_starts_at(day, time_zone)", "day_starts_at(day, 'UTC')"
    ),
    "an agreement ends as its last day begins": InPython(
        QUESTION, "_end_text", "agreement.end + timedelta(days=1)", "agreement.end"
    ),
    "a territory inside a conjunction is no competence": InPython(
        QUESTION, "competences_of", "map(competences_of, conditions)", "()"
    ),
    "members for another competence read": InPython(
        BENEFICIARIES, "members_of", "        and competence in each.competences\n", ""
    ),
    "a member reads on the day that it has left": InPython(
        BENEFICIARIES, "members_of", "day < each.end", "day <= each.end"
    ),
    "a member reads before it joins": InPython(
        BENEFICIARIES, "members_of", "        and each.start <= day\n", ""
    ),
    "a member reads the whole groupement's territory": InPython(
        BENEFICIARIES, "_within", "replace(rows, of=reader)", "rows"
    ),
    "a groupement reads what it signed for its members": InPython(
        BENEFICIARIES, "agreements_read_by", " if each.members is None]", "]"
    ),
    "tomorrow's rows are today's": InPython(
        BINDING, "Binder._bind_territory", "timedelta(days=1)", "timedelta(days=2)"
    ),
    "today's rows are tomorrow's": InPython(
        BINDING, "Binder._bind_territory", "timedelta(days=1)", "timedelta(days=0)"
    ),
    "listed codes are read on today's map": InPython(
        BINDING,
        "Binder._bind_territory",
        "book.listed_at_row_date(rows.communes, rows.at)",
        "book.listed_at_row_date(rows.communes, self._today(PARIS))",
    ),
    "the younger agreement's hash is shown": InPython(
        BINDING,
        "_seniority",
        "key=lambda citation: (starts.get(citation, date.min), citation),",
        "key=lambda citation: citation, reverse=True,",
    ),
    "one unit is asked of nobody": InPython(
        TERMS, "_is_unitary", "branch.agreement is not None and", "False and"
    ),
    "a unit anywhere in the query is one everywhere": InPython(
        TERMS,
        "_conjuncts",
        "isinstance(condition, exp.And)",
        "isinstance(condition, exp.And | exp.Or)",
    ),
    "no file is asked for": InPython(
        TERMS, "enforce_terms", "pin is not None and context.has_file_reference", "pin is not None"
    ),
    "any two datasets may be combined": InPython(
        TERMS, "_check_combination", "not _may_join(agreement.terms.combine, other)", "False"
    ),
    "open means its access level alone": InPython(
        TERMS, "_is_open", "        and (as_everybody or all_open)\n", ""
    ),
    "rows are not counted": InPython(
        TERMS, "_most_rows", "lowest = min(known)", "lowest = max(known) + 10_000"
    ),
    "an unknown code is shown as it is": InPython(
        f"{REWRITES}.commune_cells", "commune_cell", "default=null(TEXT)", "default=code.copy()"
    ),
    "a row without a day lies where it would lie on any": InPython(
        f"{REWRITES}.commune_cells",
        "commune_cell",
        "[] if day is None else [exp.If(this=is_null(day[0].copy()), true=null(TEXT))]",
        "[]",
    ),
    "an EPCI is today's": InPython(
        f"{REWRITES}.commune_cells",
        "_some_day",
        "    if start is not None:\n        return start\n",
        "    return date(2024, 6, 1)\n",
    ),
    "a delegated commune is shown by its own code": InPython(
        f"{REWRITES}.commune_cells", "_communes", "str(moved.commune_code)", "code"
    ),
    "an EPCI's number is shown as a commune": InPython(
        f"{REWRITES}.expand_communes", "_is_mixed", "return bool(", "return False and bool("
    ),
    "hashes of two keys are compared": InPython(
        f"{REWRITES}.compare_hashes", "_check", "left_keys == right_keys", "True"
    ),
    "a question is kept over midnight": InPython(
        PREPARE, "question_about", "standpoint.day, standpoint.run)", "None, standpoint.run)"
    ),
    "a question is kept from one version to the next": InPython(
        PREPARE, "question_about", "(subject, snapshot.version,", "(subject, 1,"
    ),
    "a question is shared by all agents of a body": InPython(
        PREPARE,
        "question_about",
        "(subject, snapshot.version,",
        "(subject.organisation, snapshot.version,",
    ),
    "a plan is shared by readers whose decisions differ": InPython(
        PREPARE, "plans_key", "        decision.fingerprint,\n", ""
    ),
    "a plan is kept from one version to the next": InPython(
        PREPARE, "plans_key", "        standpoint.snapshot.reading_version,\n", ""
    ),
    "a plan outlives its day": InPython(
        PREPARE, "plans_of", "known.alive(standpoint.now)", "known is not None"
    ),
    "a plan made for a file serves without one": InPython(
        PREPARE, "plans_key", "        asked.has_file_reference,\n    )", "    )"
    ),
}

BUGS: dict[str, Bug] = {**IN_THE_LAW, **IN_PYTHON}
DIES_IN: dict[str, int] = {
    "a mandate taken back still holds": 33,
    "days of agreements are counted in UTC": 0,
    "an agreement ends as its last day begins": 0,
    "a territory inside a conjunction is no competence": 17,
    "members for another competence read": 9,
    "a member reads on the day that it has left": 2,
    "a member reads before it joins": 5,
    "a member reads the whole groupement's territory": 1,
    "a groupement reads what it signed for its members": 23,
    "tomorrow's rows are today's": 21,
    "today's rows are tomorrow's": 12,
    "listed codes are read on today's map": 1,
    "the younger agreement's hash is shown": 26,
    "one unit is asked of nobody": 0,
    "no file is asked for": 9,
    "any two datasets may be combined": 3,
    "rows are not counted": 20,
    "an unknown code is shown as it is": 15,
    "a delegated commune is shown by its own code": 21,
    "hashes of two keys are compared": 1,
    "a question is kept over midnight": 4,
    "a question is kept from one version to the next": 17,
    "a question is shared by all agents of a body": 15,
    "a plan is shared by readers whose decisions differ": 3,
    "a plan is kept from one version to the next": 26,
    "a plan outlives its day": 24,
    "somebody else's signature opens a dataset": 27,
    "an agreement over another dataset counts": 4,
    "approved is taken for begun": 7,
    "suspended still gives": 17,
    "the instant of the end is inside": 9,
    "an agreement gives before its start": 0,
    "a purpose need not be assigned": 13,
    "a purpose need not be agreed": 10,
    "a column classified higher since is still given": 14,
    "a mandate to sign is one to read": 12,
    "a mandate holds at the instant of its end": 27,
    "a mandate for some competences reaches what no territory bounds": 3,
    "a mandate opens all of the principal's own data": 8,
    "readers' groups are for nothing": 6,
    "the owner's branch comes along under a mandate": 3,
    "personal data are open": 18,
    "open data show their internal columns": 1,
    "without a mandate, open data are still answered": 8,
    "what is listed for organisations is listed for all": 6,
    "a condition about a column that is gone is passed over": 1,
    "a decision outlives the mandate it rests on": 27,
    "a decision outlives the agreement it rests on": 0,
    "a unit anywhere in the query is one everywhere": 57,
    "a row without a day lies where it would lie on any": 109,
    "a plan made for a file serves without one": 9,
    "open means its access level alone": 63,
    "an EPCI is today's": 47,
    "an EPCI's number is shown as a commune": 53,
}
"""`look_for_worlds` finds them again after the generator has changed."""
