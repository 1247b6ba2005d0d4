package access_test

import data.access

consent := {
	"id": "consent-collectes-1",
	"dataset": "collectes",
	"owner": owner,
	"service": "comparaison@1.4.0",
	"digest": "text",
	"binding": "columns",
	"purpose": "report",
	"starts_at": "2026-01-31T23:00:00Z",
	"ends_at": "2026-12-31T23:00:00Z",
	"columns": {"commune": 0, "tonnage": 1},
	"body_column": "commune",
}

run := {
	"service": "comparaison@1.4.0",
	"digest": "text",
	"bindings": {"collectes": "columns"},
	"consents": [consent],
}

# A stranger's agent runs the service: nothing else gives them the town's rows.
running := but(without(but(asked, by(agent_of(stranger))), "agreements"), {"agreements": [], "run": run})

answered(question) := found if {
	found := access.decision.datasets.collectes with input as question
}

# `but` adds to an object within: what is to be less is taken out first.
with_run(changes) := {"run": but(run, changes)}

with_consent(changes) := with_run({"consents": [but(consent, changes)]})

read_by_the_run(changes) if {
	some branch in answered(but(running, changes)).branches
	branch.agreement == consent.id
}

test_a_run_reads_the_own_rows_of_who_consented if {
	clear := {"transform": "clear", "constant": null}
	answered(running).branches == [{
		"agreement": "consent-collectes-1",
		"columns": {"commune": clear, "tonnage": clear},
		"rows": {"kind": "compare", "column": "commune", "op": "eq", "values": [owner]},
		"output": "detail",
		"reasons": ["consent_to_a_service"],
	}]
}

test_nothing_is_read_or_known_without_the_run if {
	not answered(without(running, "run")).discoverable
}

test_a_run_discovers_what_it_may_read if {
	found := answered(but(running, {"action": "discover", "datasets": [but(collectes, {"columns": {}})]}))
	found == {"discoverable": true, "allow": false, "branches": [], "denials": []}
}

test_another_service_version_or_text_reads_nothing if {
	not read_by_the_run(with_run({"service": "comparaison@1.5.0"}))
	not read_by_the_run(with_run({"digest": "another text"}))
	not read_by_the_run(with_consent({"service": "comparaison@1.3.0"}))
}

test_columns_bound_otherwise_read_nothing if {
	not read_by_the_run(with_run({"bindings": {"collectes": "other columns"}}))
	unbound := but(without(run, "bindings"), {"bindings": {}})
	answered(but(without(running, "run"), {"run": unbound})).branches == []
}

test_it_is_for_its_purpose_which_the_agent_has if {
	not read_by_the_run({"purpose": "planning"})
	not read_by_the_run({"purpose": null})
	not read_by_the_run(by(but(agent_of(stranger), {"purposes": ["planning"]})))
}

test_it_holds_from_its_start_to_its_end if {
	not read_by_the_run(with_consent({"ends_at": now}))
	not read_by_the_run(with_consent({"starts_at": "2026-11-25T01:54:54Z"}))
	read_by_the_run(with_consent({"starts_at": now}))
}

test_only_persons_of_a_body_with_a_role_run_it if {
	not read_by_the_run(by(but(agent_of(stranger), {"roles": []})))
	not read_by_the_run(by(but(agent_of(stranger), {"kind": "machine"})))
	not read_by_the_run(by(but(agent_of(stranger), {"organisation": null})))
	not read_by_the_run(by(anonymous))
	not read_by_the_run({"on_behalf_of": syndicat})
}

test_a_key_runs_nothing_by_consent if {
	not read_by_the_run(but(by(but(agent_of(stranger), {"kind": "key", "roles": []})), {"scope": ["collectes"]}))
}

test_only_the_owner_of_the_data_consents if {
	not read_by_the_run(with_consent({"owner": syndicat}))
	not read_by_the_run(with_consent({"dataset": "others"}))
}

test_nothing_personal_is_consented if {
	not read_by_the_run(with_dataset({"personal_data": true}))
	not read_by_the_run(with_dataset({"highest_classification": 2}))
}

test_a_column_classified_higher_since_ends_it if {
	not read_by_the_run(with_consent({"columns": {"commune": 0, "tonnage": 0}}))
	not read_by_the_run(with_consent({"columns": {"commune": 0, "gone": 1}}))
}

test_by_the_consent_alone_where_an_agreement_gives_more if {
	found := answered(but(asked, {"run": run}))
	[branch.agreement | some branch in found.branches] == ["consent-collectes-1"]
}

test_the_owner_reads_its_own_rows_as_ever if {
	found := answered(but(running, by(agent_of(owner))))
	[branch.agreement | some branch in found.branches] == ["owner"]
}

test_the_end_of_a_consent_bounds_the_decision if {
	found := access.decision.valid_until with input as running
	found == "2026-12-31T23:00:00Z"
}

test_a_run_that_is_not_well_formed_is_answered_nothing if {
	every wrong in [
		null, {}, but(run, {"more": 1}), but(run, {"service": ""}), but(run, {"bindings": []}),
		but(run, {"bindings": {"collectes": ""}}), but(run, {"consents": {}}),
		but(run, {"consents": [consent, consent]}), without(run, "digest"),
	] {
		decided := access.decision.datasets with input as but(without(running, "run"), {"run": wrong})
		decided == {}
	}
	every changes in [
		{"id": "owner"}, {"id": "conv-1@1"}, {"more": 1}, {"owner": "x"}, {"starts_at": "today"},
		{"columns": {"commune": 2}}, {"body_column": "elsewhere"}, {"binding": ""},
	] {
		decided := access.decision.datasets with input as but(running, with_consent(changes))
		decided == {}
	}
}
