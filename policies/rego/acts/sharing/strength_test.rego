package acts.sharing_test

import data.acts.sharing

signed_in(question, proves) := but(question, {"proves": proves})

test_each_act_of_people_has_its_strength if {
	every act, _ in sharing.roles_for {
		sharing.strength_needed[act] in {"read", "draft", "approve"}
	}
}

test_to_bind_needs_the_strongest_sign_in if {
	every act in ["approve", "resume"] {
		question := about(person("approver", owner), act)
		codes(signed_in(question, ["approve"])) == []
		codes(signed_in(question, ["draft", "read"])) == ["sign_in_too_weak"]
		wanted(signed_in(question, ["draft", "read"])) == ["approve"]
	}
	overriding := about(person("dpo", owner), "override_guard")
	codes(signed_in(overriding, ["draft", "read"])) == ["sign_in_too_weak"]
	giving := about_mandate(person("approver", owner), "give_mandate")
	codes(signed_in(giving, ["draft", "read"])) == ["sign_in_too_weak"]
}

test_an_address_that_anybody_may_open_needs_the_strongest_sign_in if {
	making := about_nothing(person("agent", owner), "make_link")
	codes(signed_in(making, ["draft", "read"])) == ["sign_in_too_weak"]
	codes(signed_in(making, ["approve"])) == []
	ending := about_nothing(person("agent", owner), "revoke_link")
	codes(signed_in(ending, ["draft", "read"])) == []
}

test_to_prepare_and_to_stop_needs_less if {
	every question in [
		about(person("steward", owner), "submit"),
		about(person("approver", owner), "suspend"),
		about(person("dpo", owner), "revoke"),
		about_nothing(person("steward", owner), "set_secret"),
	] {
		codes(signed_in(question, ["draft", "read"])) == []
		codes(signed_in(question, ["read"])) == ["sign_in_too_weak"]
		wanted(signed_in(question, ["read"])) == ["draft"]
	}
}

test_to_look_needs_the_least if {
	every question in [
		about(person("approver", owner), "preview"),
		about(person("dpo", owner), "export"),
		about_nothing(person("steward", owner), "list_secrets"),
	] {
		codes(signed_in(question, ["read"])) == []
		codes(signed_in(question, [])) == ["sign_in_too_weak"]
	}
}

test_a_weak_sign_in_is_told_to_nobody_else if {
	codes(signed_in(about(person("agent", owner), "approve"), [])) == ["act_role_required"]
	codes(signed_in(about(person("approver", agency), "approve"), [])) == ["act_not_a_party"]
}

test_the_system_signs_in_by_nothing if {
	clock := but(person("", null), {"agent": "system:clock", "kind": "system", "roles": []})
	codes(signed_in(about(clock, "activate"), [])) == []
}

test_a_steward_signed_in_strongly_makes_and_rotates_keys if {
	every act in ["make_key", "rotate_key", "confirm_key"] {
		question := about_nothing(person("steward", owner), act)
		codes(question) == []
		codes(signed_in(question, ["draft", "read"])) == ["sign_in_too_weak"]
	}
	codes(signed_in(about_nothing(person("steward", owner), "revoke_key"), ["draft", "read"])) == []
	codes(signed_in(about_nothing(person("steward", owner), "list_keys"), ["read"])) == []
}

test_a_key_does_no_act_at_all if {
	key := {
		"agent": "cle-1", "organisation": owner, "kind": "key",
		"roles": [], "groups": [], "purposes": [],
	}
	every act, _ in sharing.roles_for {
		some question in [
			about(key, act), about_mandate(key, act), about_agent(key, act),
			about_person(key, act, {}), about_nothing(key, act),
		]
		codes(question) == ["act_role_required"]
	}
}
