package acts.deposits_test

import data.acts.deposits

town := "243500667"

other := "200090884"

person(role, organisation) := {
	"agent": "someone@somewhere", "organisation": organisation, "kind": "person",
	"roles": [role], "groups": [], "purposes": [],
}

machine := {
	"agent": "cle-1", "organisation": town, "kind": "key",
	"roles": [], "groups": [], "purposes": [],
}

asked(subject, act) := {
	"subject": subject, "proves": ["draft", "read"], "on_behalf_of": null, "act": act,
	"now": "2026-11-27T10:00:00Z", "owner": town, "dataset": "town__weighings", "scope": null,
	"mandates": [],
}

contractor := "552100554"

mandate := {
	"id": "mand-2026-0001", "principal": town, "mandatary": contractor, "actions": ["deposit"],
	"competences": [], "datasets": ["town__weighings"],
	"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z",
}

under(given) := object.union(
	asked(person("steward", contractor), "deposit"),
	{"on_behalf_of": town, "mandates": [object.union(mandate, given)]},
)

by_key(scope) := object.union(asked(machine, "deposit"), {"proves": ["read"], "scope": scope})

its_scope := {"datasets": ["town__weighings"], "doors": ["deposits"]}

codes(question) := [each.code | some each in decision.denials] if {
	decision := deposits.decision with input as question
	allowed_without_denials(decision)
}

allowed_without_denials(decision) if {
	decision.allow
	decision.denials == []
}

allowed_without_denials(decision) if {
	not decision.allow
	decision.denials != []
}

test_a_steward_deposits_for_their_own_organisation if {
	every act in ["deposit", "undo_deposit"] {
		codes(asked(person("steward", town), act)) == []
		codes(asked(person("steward", other), act)) == ["act_other_organisation"]
		codes(asked(person("operator", null), act)) == ["act_role_required"]
		codes(asked(person("agent", town), act)) == ["act_role_required"]
	}
}

test_a_weak_sign_in_deposits_nothing if {
	weak := object.union(asked(person("steward", town), "deposit"), {"proves": ["read"]})
	codes(weak) == ["sign_in_too_weak"]
}

test_a_contractor_adds_versions_to_the_datasets_of_its_mandate if {
	codes(under({})) == []
	codes(under({"ends_at": null})) == []
}

test_no_other_mandate_lets_a_file_be_left if {
	some_other := [
		{"datasets": []}, {"datasets": ["town__others"]}, {"actions": ["steward", "query"]},
		{"principal": other}, {"mandatary": other}, {"ends_at": "2026-11-27T10:00:00Z"},
		{"starts_at": "2026-11-28T00:00:00Z"},
	]
	every given in some_other {
		codes(under(given)) == ["act_mandate_required"]
	}
	for_other := object.union(asked(person("steward", town), "deposit"), {"on_behalf_of": other})
	codes(for_other) == ["act_mandate_required"]
}

test_a_mandate_makes_no_dataset_and_takes_nothing_back if {
	codes(object.union(under({}), {"act": "undo_deposit"})) == ["act_not_under_mandate"]
	codes(object.union(under({}), {"dataset": null})) == ["act_not_under_mandate"]
	codes(object.union(under({}), {"owner": other})) == ["act_mandate_required"]
}

test_a_contractors_agent_or_weak_steward_deposits_nothing if {
	by_agent := {"subject": person("agent", contractor)}
	codes(object.union(under({}), by_agent)) == ["act_role_required"]
	codes(object.union(under({}), {"proves": ["read"]})) == ["sign_in_too_weak"]
}

test_a_key_adds_versions_to_its_datasets_and_does_no_more if {
	codes(by_key(its_scope)) == []
	codes(by_key(object.union(its_scope, {"datasets": ["town__others"]}))) == ["act_outside_key"]
	codes(by_key(object.union(its_scope, {"doors": ["rest", "sql"]}))) == ["act_outside_key"]
	codes(object.union(by_key(its_scope), {"act": "undo_deposit"})) == ["act_outside_key"]
	codes(object.union(by_key(its_scope), {"dataset": null})) == ["act_outside_key"]
	codes(object.union(by_key(its_scope), {"owner": other})) == ["act_other_organisation"]
}

test_a_question_that_is_not_whole_allows_nothing_and_says_nothing if {
	nothing := {"contract": "interco.acts/1", "allow": false, "denials": []}
	deposits.decision == nothing with input as {}
	deposits.decision == nothing with input as by_key(null)
	deposits.decision == nothing with input as asked(person("steward", town), "withdraw")
	scoped := object.union(asked(person("steward", town), "deposit"), {"scope": its_scope})
	deposits.decision == nothing with input as scoped
}
