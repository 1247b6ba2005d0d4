package access_test

import data.access

# The syndicat asks for a town that has no data team, which was granted the same agreement.
town := "200085868"

mandated := {
	"id": "mand-2026-0001",
	"principal": town,
	"mandatary": syndicat,
	"actions": ["query"],
	"competences": [],
	"datasets": [],
	"starts_at": "2025-12-31T23:00:00Z",
	"ends_at": "2026-12-31T23:00:00Z",
}

for_the_town(agreement, mandate) := but(asked, {
	"on_behalf_of": town,
	"agreements": [but(but(convention, {"grantee": town}), agreement)],
	"mandates": [but(mandated, mandate)],
})

granted_to_the_town(agreement, mandate) := access.agreement_branches(question, collectes) if {
	question := for_the_town(agreement, mandate)
	access.well_formed(question)
}

refused_to_the_town(agreement, mandate) := [denial.code |
	question := for_the_town(agreement, mandate)
	some denial in access.decision.datasets.collectes.denials with input as question
]

visible := {"datasets": [but(collectes, {"listing": "public"})]}

test_under_a_mandate_the_principal_s_agreements_are_read if {
	count(granted_to_the_town({}, {})) == 1
	count(granted_to_the_town({}, {"ends_at": null})) == 1
}

test_under_a_mandate_the_agent_s_own_agreements_are_not if {
	granted_to_the_town({"grantee": syndicat}, {}) == []
}

test_without_its_mandate_nothing_is_read if {
	every change in [
		{"principal": stranger}, {"mandatary": stranger}, {"actions": ["approve", "request", "steward"]},
		{"actions": []}, {"starts_at": "2026-12-01T00:00:00Z"}, {"ends_at": now},
	] {
		granted_to_the_town({}, change) == []
	}
}

test_a_mandate_begins_at_its_first_instant if {
	count(granted_to_the_town({}, {"starts_at": now})) == 1
}

test_the_purpose_is_still_the_agent_s_own if {
	question := but(for_the_town({}, {}), {"subject": but(agent_of(syndicat), {"purposes": []})})
	access.agreement_branches(question, collectes) == []
}

test_a_mandate_for_some_competences_covers_their_territories_only if {
	count(granted_to_the_town({"competences": ["1510"]}, {"competences": ["1510", "1502"]})) == 1
	granted_to_the_town({"competences": ["1510"]}, {"competences": ["1502"]}) == []
	granted_to_the_town({"competences": ["1510", "1505"]}, {"competences": ["1510"]}) == []
	granted_to_the_town({"competences": []}, {"competences": ["1510"]}) == []
	count(granted_to_the_town({"competences": ["1510"]}, {"competences": []})) == 1
}

test_what_the_mandate_is_not_for_is_told_so if {
	question := but(for_the_town({"competences": ["1502"]}, {"competences": ["1510"]}), visible)
	answer := access.decision.datasets.collectes with input as question
	[denial.code | some denial in answer.denials] == ["mandate_not_covering"]
}

own_data(mandate, changes) := access.answer(question, dataset) if {
	dataset := but(but(collectes, {"owner": town, "listing": "public"}), changes)
	question := but(for_the_town({}, mandate), {"agreements": [], "datasets": [dataset]})
	access.well_formed(question)
}

test_the_principal_s_own_data_are_not_opened if {
	answer := own_data({}, {})
	not answer.allow
	[denial.code | some denial in answer.denials] == ["mandate_not_covering"]
}

test_a_mandate_opens_the_dataset_that_it_names_groups_included if {
	answer := own_data({"datasets": ["collectes"]}, {"reader_groups": ["paie"]})
	[branch.agreement | some branch in answer.branches] == ["owner"]
}

test_a_mandate_names_its_principal_s_data_only if {
	answer := own_data({"datasets": ["collectes"]}, {"owner": stranger})
	not answer.allow
}

test_the_agent_s_own_groups_are_worth_nothing_for_another if {
	subject := but(agent_of(syndicat), {"groups": ["paie"]})
	dataset := but(collectes, {"owner": town, "listing": "public", "reader_groups": ["paie"]})
	question := but(for_the_town({}, {}), {"agreements": [], "datasets": [dataset], "subject": subject})
	not access.answer(question, dataset).allow
}

test_a_mandate_s_end_bounds_what_is_decided if {
	question := but(for_the_town({}, {"ends_at": "2026-12-01T00:00:00Z"}), {"action": "discover"})
	decision := access.decision with input as question
	decision.valid_until == "2026-12-01T00:00:00Z"
}

test_nobody_without_an_organisation_holds_a_mandate if {
	question := but(for_the_town({}, {}), {"subject": agent_of(null)})
	access.agreement_branches(question, collectes) == []
}

test_a_suspended_agreement_says_so if {
	question := but(but(asked, visible), with_agreement({"state": "suspended"}))
	answer := access.decision.datasets.collectes with input as question
	[denial.code | some denial in answer.denials] == ["agreement_suspended"]
}

test_every_part_of_a_mandate_is_needed if {
	every key, _ in mandated {
		not access.well_formed_mandate(without(mandated, key))
	}
	not access.well_formed_mandate(but(mandated, {"more": 1}))
	access.well_formed_mandate(mandated)
}
