package shapes_test

import data.shapes

agent := {
	"agent": "agent@valcobreizh", "organisation": "200090884", "kind": "person",
	"roles": ["agent"], "groups": [], "purposes": ["report"],
}

nobody := {
	"agent": null, "organisation": null, "kind": "anonymous",
	"roles": [], "groups": [], "purposes": [],
}

but(base, changes) := object.union(base, changes)

test_an_agent_and_nobody_are_subjects if {
	shapes.well_formed_subject(agent)
	shapes.well_formed_subject(nobody)
	shapes.well_formed_subject(but(agent, {"kind": "machine"}))
	shapes.well_formed_subject(but(agent, {"kind": "system", "organisation": null}))
}

test_every_part_of_a_subject_is_needed if {
	every key, _ in agent {
		not shapes.well_formed_subject(object.remove(agent, [key]))
	}
	not shapes.well_formed_subject(but(agent, {"more": 1}))
	not shapes.well_formed_subject(null)
}

test_the_anonymous_are_nobody_of_nowhere if {
	not shapes.well_formed_subject(but(nobody, {"organisation": "200090884"}))
	not shapes.well_formed_subject(but(nobody, {"agent": "agent@valcobreizh"}))
}

test_whoever_is_not_anonymous_has_a_name if {
	not shapes.well_formed_subject(but(agent, {"agent": null}))
	not shapes.well_formed_subject(but(agent, {"agent": ""}))
	not shapes.well_formed_subject(but(agent, {"kind": "god"}))
	not shapes.well_formed_subject(but(agent, {"organisation": "Valcobreizh"}))
}

test_rights_are_lists_of_text if {
	every key in ["roles", "groups", "purposes"] {
		every value in [null, "agent", [1], {"agent": true}] {
			not shapes.well_formed_subject(but(object.remove(agent, [key]), {key: value}))
		}
	}
}

test_a_siren_is_nine_digits if {
	shapes.siren("200090884")
	every value in ["20009088", "2000908844", "20009088x", "200090884\n", "٢٠٠٠٩٠٨٨٤", "", 200090884, null] {
		not shapes.siren(value)
	}
}

test_an_instant_is_canonical if {
	shapes.utc_instant("2026-11-25T01:54:53Z")
	every value in [
		"2026-11-25T01:54:53+01:00", "2026-11-25T01:54:53.000Z", "2026-11-25 01:54:53Z",
		"2026-11-25", "", "2026-11-25T01:54:53Z\n", 1764035693, null,
	] {
		not shapes.utc_instant(value)
	}
}

test_nobody_of_nowhere_is_anonymous if {
	not shapes.well_formed_subject(but(nobody, {"kind": "person"}))
	not shapes.well_formed_subject(but(nobody, {"kind": "system"}))
}
