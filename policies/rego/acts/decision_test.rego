package acts_test

import data.acts

town := "243500667"

person(role, organisation) := {
	"agent": "someone@somewhere", "organisation": organisation, "kind": "person",
	"roles": [role], "groups": [], "purposes": [],
}

steward := person("steward", town)

operator := person("operator", null)

all_strengths := ["approve", "draft", "read"]

declared(subject, sections, demo) := proved(subject, sections, demo, all_strengths)

proved(subject, sections, demo, proves) := answer if {
	question := {
		"subject": subject,
		"proves": proves,
		"action": "apply",
		"organisation": town,
		"sections": sections,
		"demo": demo,
	}
	answer := acts.decision with input as question
}

refused_for(decision) := [denial.code | some denial in decision.denials] if not decision.allow

everything := [
	"agents", "agreements", "datasets", "hosts", "memberships", "organisation",
	"storages",
]

test_the_operator_declares_everything_for_any_organisation if {
	declared(operator, everything, false) == {
		"contract": "interco.acts/1",
		"allow": true,
		"denials": [],
	}
}

test_a_steward_declares_storages_datasets_and_drafts if {
	declared(steward, ["agreements", "datasets", "storages"], false).allow
	declared(steward, [], false).allow
}

test_a_steward_declares_neither_hosts_nor_agents_nor_members if {
	every section in ["organisation", "memberships", "hosts", "agents"] {
		decision := declared(steward, ["datasets", section], false)
		decision.allow == false
		decision.denials == [{"code": "section_reserved", "sections": [section]}]
	}
}

test_a_steward_declares_nothing_for_another_organisation if {
	other := person("steward", "243500733")
	refused_for(declared(other, ["datasets"], false)) == ["other_organisation"]
}

test_a_steward_of_nowhere_is_none if {
	refused_for(declared(person("steward", null), ["datasets"], false)) == ["role_required"]
}

test_nobody_else_declares_anything if {
	every role in ["agent", "approver", "dpo", ""] {
		refused_for(declared(person(role, town), [], false)) == ["role_required"]
	}
	clock := object.union(operator, {"kind": "system"})
	refused_for(declared(clock, ["datasets"], false)) == ["role_required"]
}

test_nobody_declares_an_approval if {
	refused_for(declared(operator, ["approvals"], false)) == ["approval_refused"]
	refused_for(declared(steward, ["approvals"], false)) == ["section_reserved", "approval_refused"]
}

test_the_demos_operator_does if {
	declared(operator, ["agreements", "approvals"], true).allow
	refused_for(declared(steward, ["approvals"], true)) == ["section_reserved"]
}

test_a_declaration_needs_a_sign_in_as_strong_as_what_it_changes if {
	proved(steward, [], false, ["read"]).allow
	proved(steward, ["storages"], false, ["draft", "read"]).allow
	proved(operator, ["agents"], false, all_strengths).allow
	too_weak(proved(steward, ["storages"], false, ["read"]), "draft")
	too_weak(proved(steward, [], false, []), "read")
	too_weak(proved(operator, ["datasets", "agents"], false, ["draft", "read"]), "approve")
	too_weak(proved(operator, ["approvals"], true, ["draft", "read"]), "approve")
}

test_a_machine_gives_no_roles_however_it_signs_in if {
	machine := object.union(operator, {"kind": "machine"})
	declared(machine, ["datasets", "memberships"], false).allow
	refused_for(declared(machine, ["agents", "datasets"], false)) == ["act_person_required"]
}

test_a_wrong_role_is_told_before_a_weak_sign_in if {
	refused_for(proved(steward, ["hosts"], false, [])) == ["section_reserved"]
}

too_weak(decision, class) if decision == {
	"contract": "interco.acts/1",
	"allow": false,
	"denials": [{"code": "sign_in_too_weak", "sections": [class]}],
}

test_a_malformed_question_allows_nothing if {
	acts.decision == {"contract": "interco.acts/1", "allow": false, "denials": []} with input as {}
	not declared(operator, ["secrets"], false).allow
	not declared(operator, "datasets", false).allow
	not declared(operator, [], "yes").allow
	not declared(null, [], false).allow
}

test_the_clock_is_no_steward if {
	clock := object.union(steward, {"kind": "system"})
	refused_for(declared(clock, ["datasets"], false)) == ["role_required"]
}

sound := {
	"subject": operator,
	"proves": all_strengths,
	"action": "apply",
	"organisation": town,
	"sections": ["datasets"],
	"demo": false,
}

test_every_part_of_a_question_is_needed_and_no_other if {
	acts.well_formed(sound)
	every key, _ in sound {
		not acts.well_formed(object.remove(sound, [key]))
	}
	not acts.well_formed(object.union(sound, {"more": 1}))
	not acts.well_formed([sound])
}

test_each_part_of_a_question_has_its_type if {
	every changes in [
		{"subject": {"agent": "operator@interco"}},
		{"action": "approve"},
		{"proves": "approve"},
		{"proves": ["everything"]},
		{"proves": [1]},
		{"organisation": "Val d'Ille-Aubigné"},
		{"organisation": null},
		{"sections": {"datasets": "datasets"}},
		{"sections": "datasets"},
		{"sections": ["datasets", 1]},
		{"demo": "no"},
	] {
		key := [each | some each, _ in changes][0]
		not acts.well_formed(object.union(object.remove(sound, [key]), changes))
	}
}
