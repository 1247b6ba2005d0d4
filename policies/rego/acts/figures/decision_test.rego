package acts.figures_test

import data.acts.figures

town := "243500667"

other := "200090884"

person(role, organisation) := {
	"agent": "someone@somewhere", "organisation": organisation, "kind": "person",
	"roles": [role], "groups": [], "purposes": ["rpqs_dechets"],
}

source := {
	"name": "conv-2026-0017@2", "unitary": false, "personal": false, "for_few": false,
	"in_force": true,
}

asked(subject, act) := {
	"subject": subject, "proves": ["draft", "read"], "on_behalf_of": null, "act": act,
	"body": town, "purpose": "rpqs_dechets", "sources": [source | act in ["freeze", "correct"]],
}

resting_on(changed) := object.union(
	asked(person("steward", town), "freeze"),
	{"sources": [source, object.union(source, changed)]},
)

codes(question) := [each.code | some each in decision.denials] if {
	decision := figures.decision with input as question
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

test_a_steward_and_an_approver_freeze_for_their_own_organisation if {
	every act in ["freeze", "correct"] {
		codes(asked(person("steward", town), act)) == []
		codes(asked(person("approver", town), act)) == []
		codes(asked(person("dpo", town), act)) == ["act_role_required"]
		codes(asked(person("agent", town), act)) == ["act_role_required"]
		codes(asked(person("steward", other), act)) == ["act_other_organisation"]
		codes(asked(person("operator", null), act)) == ["act_role_required"]
	}
}

test_disputes_are_sent_by_its_steward_or_approver_and_seen_by_whom_they_were_sent_to if {
	codes(asked(person("steward", town), "send")) == []
	codes(asked(person("approver", town), "send")) == []
	codes(asked(person("agent", town), "send")) == ["act_role_required"]
	codes(asked(person("steward", other), "send")) == ["act_other_organisation"]
	weak := object.union(asked(person("steward", town), "send"), {"proves": ["read"]})
	codes(weak) == ["sign_in_too_weak"]
	every role in ["steward", "approver", "dpo"] {
		codes(asked(person(role, town), "see_sent")) == []
		codes(asked(person(role, other), "see_sent")) == ["act_other_organisation"]
	}
	codes(asked(person("agent", town), "see_sent")) == ["act_role_required"]
}

test_a_figure_is_seen_by_its_body_alone if {
	every role in ["steward", "approver", "dpo", "agent"] {
		codes(asked(person(role, town), "see")) == []
		codes(asked(person(role, other), "see")) == ["act_other_organisation"]
	}
	codes(asked(person("operator", null), "see")) == ["act_role_required"]
}

test_who_could_not_have_asked_does_not_see_the_answer if {
	seen := asked(person("agent", town), "see")
	codes(object.union(seen, {"purpose": "rpqs_eau"})) == ["act_role_required"]
	codes(object.union(seen, {"purpose": null})) == []
	codes(object.union(asked(person("dpo", town), "see"), {"purpose": "rpqs_eau"})) == []
}

test_what_may_not_be_kept_is_not_frozen if {
	every fact in ["unitary", "personal", "for_few"] {
		codes(resting_on({fact: true})) == ["figure_not_to_be_kept"]
	}
	codes(resting_on({"in_force": false})) == ["figure_not_to_be_kept"]
	codes(resting_on({})) == []
}

test_a_weak_sign_in_sees_and_freezes_nothing if {
	weak := {"proves": ["read"]}
	codes(object.union(asked(person("steward", town), "freeze"), weak)) == ["sign_in_too_weak"]
	codes(object.union(asked(person("steward", town), "see"), weak)) == []
}

test_nothing_is_done_under_a_mandate if {
	for_other := {"on_behalf_of": other}
	every act in ["freeze", "correct", "see"] {
		codes(object.union(asked(person("steward", town), act), for_other)) == ["act_not_under_mandate"]
	}
}

test_who_has_no_role_sees_no_figure_of_the_body if {
	every act in ["freeze", "correct", "see", "send", "see_sent"] {
		without_roles := object.union(person("", town), {"roles": []})
		codes(asked(without_roles, act)) == ["act_role_required"]
	}
}

test_a_key_does_nothing_with_figures if {
	key := {
		"agent": "cle-1", "organisation": town, "kind": "key",
		"roles": [], "groups": [], "purposes": ["rpqs_dechets"],
	}
	every act in ["freeze", "correct", "see"] {
		codes(asked(key, act)) == ["act_role_required"]
	}
}

test_a_malformed_question_allows_nothing if {
	question := asked(person("steward", town), "freeze")
	every broken in [
		object.union(question, {"act": "publish"}),
		object.union(question, {"sources": []}),
		object.union(question, {"sources": [{"name": "x"}]}),
		object.union(asked(person("steward", town), "see"), {"sources": [source]}),
		object.union(question, {"body": "town"}),
		object.remove(question, ["purpose"]),
	] {
		decision := figures.decision with input as broken
		decision == {"contract": "interco.acts/1", "allow": false, "denials": []}
	}
}
