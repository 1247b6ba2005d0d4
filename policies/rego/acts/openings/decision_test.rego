package acts.openings_test

import data.acts.openings

town := "243500667"

other := "200090884"

person(role, organisation) := {
	"agent": "someone@somewhere", "organisation": organisation, "kind": "person",
	"roles": [role], "groups": [], "purposes": [],
}

asked(subject, act) := {
	"subject": subject, "issuer": "urn:a", "proves": ["approve", "draft", "read"],
	"on_behalf_of": null, "act": act, "body": town,
	"proposed_by": proposer(act), "demo": false, "appointed_by": null,
}

proposer(act) := null if act in {"see", "install"}

proposer(act) := {"agent": "steward@somewhere", "issuer": "urn:a"} if {
	not act in {"see", "install"}
}

but(question, changed) := object.union(question, changed)

codes(question) := [each.code | some each in decision.denials] if {
	decision := openings.decision with input as question
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

test_an_approver_of_the_body_confirms_what_another_person_proposed if {
	codes(asked(person("approver", town), "confirm")) == []
	every role in ["steward", "dpo", "agent", "operator"] {
		codes(asked(person(role, town), "confirm")) == ["act_role_required"]
	}
	codes(asked(person("approver", other), "confirm")) == ["act_other_organisation"]
	codes(asked(person("approver", null), "confirm")) == ["act_role_required"]
}

test_who_proposed_it_does_not_confirm_it if {
	same := {"proposed_by": {"agent": "someone@somewhere", "issuer": "urn:a"}}
	codes(but(asked(person("approver", town), "confirm"), same)) == ["second_person_required"]
	codes(but(asked(person("approver", town), "refuse"), same)) == []
	elsewhere := {"proposed_by": {"agent": "someone@somewhere", "issuer": "urn:b"}}
	codes(but(asked(person("approver", town), "confirm"), elsewhere)) == []
}

by(agent, issuer, from_outside) := {"appointed_by": {
	"agent": agent,
	"issuer": issuer,
	"from_outside": from_outside,
}}

test_an_approver_whom_the_proposer_or_an_outsider_has_just_made_one_confirms_nothing if {
	question := asked(person("approver", town), "confirm")
	codes(but(question, by("steward@somewhere", "urn:a", false))) == ["approver_too_new"]
	codes(but(question, by("operator@somewhere", "urn:a", true))) == ["approver_too_new"]
	codes(but(question, by("steward@somewhere", "urn:b", false))) == []
	codes(but(question, by("another@somewhere", "urn:a", false))) == []
	refusing := asked(person("approver", town), "refuse")
	codes(but(refusing, by("operator@somewhere", "urn:a", true))) == []
	not openings.decision.allow with input as but(question, {"appointed_by": {"agent": "a"}})
}

test_a_confirmation_needs_a_second_factor_and_a_refusal_does_not if {
	weak := {"proves": ["draft", "read"]}
	codes(but(asked(person("approver", town), "confirm"), weak)) == ["sign_in_too_weak"]
	codes(but(asked(person("approver", town), "refuse"), weak)) == []
	weaker := {"proves": ["read"]}
	every act, role in {"refuse": "dpo", "withdraw": "steward"} {
		codes(but(asked(person(role, town), act), weaker)) == ["sign_in_too_weak"]
	}
	codes(but(asked(person("dpo", town), "see"), weaker)) == []
}

test_no_machine_and_nobody_under_a_mandate_decides if {
	machine := but(person("approver", town), {"kind": "machine"})
	every act in ["confirm", "refuse", "withdraw"] {
		codes(asked(machine, act)) == ["act_person_required"]
		under := but(asked(person("approver", town), act), {"on_behalf_of": town})
		codes(under) == ["act_not_under_mandate"]
	}
}

test_each_act_has_its_roles if {
	codes(asked(person("dpo", town), "refuse")) == []
	codes(asked(person("steward", town), "refuse")) == ["act_role_required"]
	codes(asked(person("steward", town), "withdraw")) == []
	codes(asked(person("approver", town), "withdraw")) == ["act_role_required"]
	every role in ["steward", "approver", "dpo"] {
		codes(asked(person(role, town), "see")) == []
	}
	codes(asked(person("agent", town), "see")) == ["act_role_required"]
}

test_the_demo_alone_is_installed_open if {
	installing := but(asked(person("operator", null), "install"), {"demo": true})
	codes(installing) == []
	codes(but(installing, {"demo": false})) == ["second_person_required"]
	codes(but(installing, {"subject": person("steward", town)})) == ["second_person_required"]
	codes(but(installing, {"on_behalf_of": town})) == ["second_person_required"]
}

test_a_question_that_is_not_well_formed_allows_nothing if {
	question := asked(person("approver", town), "confirm")
	every key, _ in question {
		refused(object.remove(question, [key]))
	}
	refused(but(question, {"more": 1}))
	refused(but(question, {"act": "open"}))
	refused(but(question, {"proposed_by": null}))
	refused(but(question, {"proposed_by": {"agent": 1, "issuer": null}}))
	refused(but(asked(person("dpo", town), "see"), {"proposed_by": {"agent": "a", "issuer": null}}))
	refused(null)
}

refused(question) if {
	decision := openings.decision with input as question
	decision == {"contract": "interco.acts/1", "allow": false, "denials": []}
}
