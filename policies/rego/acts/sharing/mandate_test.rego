package acts.sharing_test

# An agent of the agency acts for the syndicat.
for_syndicat(role, act, mandate) := but(about(person(role, agency), act), {
	"on_behalf_of": syndicat,
	"mandates": [but(mandated, mandate)],
})

for_owner(role, act, mandate) := but(about(person(role, agency), act), {
	"on_behalf_of": owner,
	"mandates": [but(mandated, object.union({"principal": owner}, mandate))],
})

test_a_mandate_lets_its_holder_act if {
	codes(for_syndicat("approver", "approve", {})) == []
	codes(for_syndicat("steward", "refuse", {})) == []
	codes(for_syndicat("steward", "preview", {"actions": ["request"]})) == []
	codes(for_syndicat("approver", "preview", {"actions": ["approve"]})) == []
	codes(for_syndicat("dpo", "revoke", {"actions": ["approve"]})) == []
}

test_each_act_needs_its_own_action if {
	codes(for_syndicat("approver", "approve", {"actions": ["request", "query", "steward"]})) == ["act_mandate_required"]
	codes(for_syndicat("steward", "refuse", {"actions": ["approve", "query", "steward"]})) == ["act_mandate_required"]
	codes(for_syndicat("steward", "preview", {"actions": ["query", "steward"]})) == ["act_mandate_required"]
	wanted(for_syndicat("approver", "approve", {"actions": []})) == ["approve"]
	wanted(for_syndicat("steward", "refuse", {"actions": []})) == ["request"]
}

test_the_role_is_still_the_agents_own if {
	codes(for_syndicat("steward", "approve", {})) == ["act_role_required"]
}

test_a_mandate_holds_between_its_days_only if {
	codes(for_syndicat("approver", "approve", {"starts_at": "2026-03-01T10:00:01Z"})) == ["act_mandate_required"]
	codes(for_syndicat("approver", "approve", {"ends_at": "2026-03-01T10:00:00Z"})) == ["act_mandate_required"]
	codes(for_syndicat("approver", "approve", {"ends_at": null})) == []
	codes(for_syndicat("approver", "approve", {"starts_at": "2026-03-01T10:00:01Z", "ends_at": null})) == ["act_mandate_required"]
}

test_a_mandate_is_between_these_two_only if {
	codes(for_syndicat("approver", "approve", {"principal": owner})) == ["act_mandate_required"]
	codes(for_syndicat("approver", "approve", {"mandatary": owner})) == ["act_mandate_required"]
	codes(but(for_syndicat("approver", "approve", {}), {"mandates": []})) == ["act_mandate_required"]
}

test_a_mandate_for_a_competence_covers_what_that_bounds if {
	codes(for_syndicat("approver", "approve", {"competences": ["1510", "1502"]})) == []
	codes(for_syndicat("approver", "approve", {"competences": ["1502"]})) == ["act_mandate_required"]
	unbounded := but(for_syndicat("approver", "approve", {"competences": ["1510"]}), {"agreement": but(convention, {"competences": []})})
	codes(unbounded) == ["act_mandate_required"]
}

test_the_owners_side_is_spoken_for_where_the_dataset_is_named if {
	codes(for_owner("approver", "approve", {"datasets": ["collectes"]})) == []
	codes(for_owner("approver", "approve", {})) == ["act_mandate_required"]
	codes(for_owner("approver", "approve", {"datasets": ["autre"]})) == ["act_mandate_required"]
	codes(for_owner("steward", "submit", {"datasets": ["collectes"], "actions": ["steward"]})) == []
	codes(for_owner("steward", "submit", {"datasets": ["collectes"], "actions": ["request"]})) == ["act_mandate_required"]
	codes(for_owner("steward", "preview", {"datasets": ["collectes"], "actions": ["steward"]})) == []
	codes(for_owner("steward", "preview", {"datasets": ["collectes"], "actions": ["request"]})) == ["act_mandate_required"]
}

test_some_acts_are_never_done_under_a_mandate if {
	every_action := {"datasets": ["collectes"], "actions": ["steward", "request", "approve", "query"]}
	codes(for_owner("dpo", "override_guard", every_action)) == ["act_not_under_mandate"]
	codes(for_owner("dpo", "export", every_action)) == ["act_not_under_mandate"]
	given := but(about_mandate(person("approver", agency), "give_mandate"), {"on_behalf_of": owner, "mandates": [but(mandated, {"principal": owner})]})
	codes(given) == ["act_not_under_mandate"]
	assigned := but(about_agent(person("steward", agency), "assign_purposes"), {"on_behalf_of": owner})
	codes(assigned) == ["act_not_under_mandate"]
}
