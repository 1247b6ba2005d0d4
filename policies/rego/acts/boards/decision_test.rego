package acts.boards_test

import data.acts.boards

town := "243500667"

other := "200090884"

stranger := "243500733"

person(role, organisation) := {
	"agent": "someone@somewhere", "organisation": organisation, "kind": "person",
	"roles": [role], "groups": [], "purposes": [],
}

nobody := {
	"agent": null, "organisation": null, "kind": "anonymous",
	"roles": [], "groups": [], "purposes": [],
}

colleague(role) := object.union(person(role, town), {"agent": "another@somewhere"})

board := {
	"body": town, "author": {"issuer": "urn:idp", "agent": "someone@somewhere"},
	"audience": "author", "roles": [], "partners": [],
}

asked(subject, act, changed) := {
	"subject": subject, "proves": ["draft", "read"], "issuer": "urn:idp", "on_behalf_of": null,
	"act": act, "board": object.union(board, changed),
}

codes(question) := [each.code | some each in decision.denials] if {
	decision := boards.decision with input as question
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

test_whoever_reads_data_makes_a_board_of_the_own_body if {
	every role in ["agent", "steward"] {
		codes(asked(person(role, town), "make", {})) == []
		codes(asked(person(role, other), "make", {})) == ["act_other_organisation"]
	}
	every role in ["approver", "dpo", "operator"] {
		codes(asked(person(role, town), "make", {})) == ["act_role_required"]
	}
	codes(asked(nobody, "make", {})) == ["act_role_required"]
}

test_its_author_and_stewards_change_it_and_take_it_away if {
	every act in ["change", "remove"] {
		codes(asked(person("agent", town), act, {})) == []
		codes(asked(colleague("steward"), act, {})) == []
		codes(asked(colleague("agent"), act, {})) == ["act_role_required"]
		codes(asked(colleague("approver"), act, {})) == ["act_role_required"]

		# That it is shared changes nothing of that.
		codes(asked(colleague("agent"), act, {"audience": "body"})) == ["act_role_required"]
		codes(asked(person("steward", other), act, {"audience": "everybody"})) == ["act_other_organisation"]
		codes(asked(person("steward", other), act, {"audience": "body", "partners": [other]})) == ["act_other_organisation"]
	}
}

test_a_name_at_another_issuer_is_somebody_else if {
	question := object.union(asked(person("agent", town), "change", {}), {"issuer": "urn:another"})
	codes(question) == ["act_role_required"]
}

test_a_steward_alone_puts_it_on_the_home_page if {
	codes(asked(colleague("steward"), "choose_home", {})) == []
	codes(asked(person("agent", town), "choose_home", {})) == ["act_role_required"]
	codes(asked(person("steward", other), "choose_home", {})) == ["act_other_organisation"]
}

test_ones_own_board_is_read_by_its_author_and_stewards if {
	codes(asked(person("agent", town), "read", {})) == []
	codes(asked(colleague("steward"), "read", {})) == []
	codes(asked(colleague("agent"), "read", {})) == ["act_role_required"]
	codes(asked(person("steward", other), "read", {})) == ["act_other_organisation"]
}

test_roles_of_the_body_read_what_is_for_them if {
	every role in ["agent", "approver", "dpo"] {
		codes(asked(colleague(role), "read", {"audience": "body"})) == []
	}
	for_approvers := {"audience": "body", "roles": ["approver"]}
	codes(asked(colleague("approver"), "read", for_approvers)) == []
	codes(asked(colleague("dpo"), "read", for_approvers)) == ["act_role_required"]
	codes(asked(person("approver", other), "read", for_approvers)) == ["act_other_organisation"]
}

test_a_partner_reads_what_names_it_and_no_other_body_does if {
	shared := {"audience": "body", "roles": ["dpo"], "partners": [other]}
	every role in ["agent", "steward", "approver", "dpo"] {
		codes(asked(person(role, other), "read", shared)) == []
		codes(asked(person(role, stranger), "read", shared)) == ["act_other_organisation"]
	}
	codes(asked(person("operator", null), "read", shared)) == ["act_role_required"]
	codes(asked(nobody, "read", shared)) == ["act_role_required"]
	without_roles := object.union(person("", other), {"roles": []})
	codes(asked(without_roles, "read", shared)) == ["act_role_required"]
}

test_what_is_for_everybody_is_read_by_everybody if {
	open := {"audience": "everybody"}
	codes(asked(nobody, "read", open)) == []
	codes(asked(person("agent", stranger), "read", open)) == []
	codes(object.union(asked(person("agent", town), "read", open), {"on_behalf_of": other})) == []
}

test_nothing_else_is_done_under_a_mandate if {
	every act in ["make", "change", "remove", "choose_home", "read"] {
		question := object.union(asked(person("steward", town), act, {}), {"on_behalf_of": other})
		codes(question) == ["act_not_under_mandate"]
	}
}

test_a_weak_sign_in_reads_and_changes_nothing if {
	weak := {"proves": ["read"]}
	codes(object.union(asked(person("steward", town), "change", {}), weak)) == ["sign_in_too_weak"]
	codes(object.union(asked(person("steward", town), "read", {}), weak)) == []
	codes(object.union(asked(person("steward", town), "read", {}), {"proves": []})) == ["sign_in_too_weak"]
}

test_a_key_opens_no_board if {
	key := {
		"agent": "cle-1", "organisation": town, "kind": "key",
		"roles": [], "groups": [], "purposes": [],
	}
	every act in ["make", "change", "remove", "choose_home", "read"] {
		codes(asked(key, act, {"audience": "body"})) == ["act_role_required"]
	}
}

test_a_malformed_question_allows_nothing if {
	question := asked(person("steward", town), "read", {})
	every broken in [
		object.union(question, {"act": "publish"}),
		asked(nobody, "read", {"audience": "all"}),
		asked(nobody, "read", {"audience": "everybody", "partners": other}),
		object.union(object.remove(question, ["board"]), {"board": {"body": town}}),
		object.union(question, {"issuer": 1}),
		object.remove(question, ["board"]),
	] {
		decision := boards.decision with input as broken
		decision == {"contract": "interco.acts/1", "allow": false, "denials": []}
	}
}
