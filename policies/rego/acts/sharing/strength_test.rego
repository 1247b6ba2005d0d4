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
