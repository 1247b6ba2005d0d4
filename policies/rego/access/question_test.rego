package access_test

import data.access

read_as_sent(changes) if access.well_formed(but(asked, changes))

wrong_values := [null, true, 0, 1.5, "", "x", [], [1], {}, {"x": 1}]

# Which of the wrong values each part would take: the question is refused for all the others.
taken(key) := {value |
	some value in wrong_values
	access.well_formed(but(without(asked, key), {key: value}))
}

taken_by_dataset(key) := {value |
	some value in wrong_values
	access.well_formed_dataset(but(without(collectes, key), {key: value}))
}

taken_by_agreement(key) := {value |
	some value in wrong_values
	access.well_formed_agreement(but(without(convention, key), {key: value}))
}

test_the_question_of_the_fixtures_is_well_formed if read_as_sent({})

test_every_part_of_a_question_is_needed if {
	every key, _ in asked {
		not access.well_formed(without(asked, key))
	}
}

test_a_question_has_no_other_part if not read_as_sent({"sudo": true})

test_a_question_is_an_object if {
	every value in wrong_values {
		not access.well_formed(value)
	}
}

test_each_part_of_a_question_has_its_type if {
	taken("subject") == set()
	taken("on_behalf_of") == {null}
	taken("purpose") == {null, "", "x"}
	taken("now") == set()
	taken("action") == set()
	taken("datasets") == {[]}
	taken("agreements") == {[]}
	taken("mandates") == {[]}
}

test_reading_sends_columns if {
	not read_as_sent({"datasets": [but(without(collectes, "columns"), {"columns": {}})]})
}

test_a_dataset_is_asked_about_once if not read_as_sent({"datasets": [collectes, collectes]})

test_an_agreement_is_sent_once if not read_as_sent({"agreements": [convention, convention]})

test_every_part_of_a_dataset_is_needed if {
	every key, _ in collectes {
		not access.well_formed_dataset(without(collectes, key))
	}
	not access.well_formed_dataset(but(collectes, {"more": 1}))
}

test_each_part_of_a_dataset_has_its_type if {
	taken_by_dataset("id") == {"x"}
	taken_by_dataset("owner") == set()
	taken_by_dataset("listing") == set()
	taken_by_dataset("access_level") == set()
	taken_by_dataset("personal_data") == {true}
	taken_by_dataset("reader_groups") == {[]}
	taken_by_dataset("columns") == {{}, {"x": 1}}
	taken_by_dataset("highest_classification") == set()
}

test_no_column_is_above_the_highest_class if {
	not access.well_formed_dataset(but(collectes, {"highest_classification": 0}))
	access.well_formed_dataset(but(collectes, {"highest_classification": 3}))
	not access.well_formed_dataset(but(collectes, {"highest_classification": 4}))
}

test_every_part_of_an_agreement_is_needed if {
	every key, _ in convention {
		not access.well_formed_agreement(without(convention, key))
	}
	not access.well_formed_agreement(but(convention, {"more": 1}))
}

test_each_part_of_an_agreement_has_its_type if {
	taken_by_agreement("id") == {"x"}
	taken_by_agreement("dataset") == {"x"}
	taken_by_agreement("grantor") == set()
	taken_by_agreement("grantee") == set()
	taken_by_agreement("state") == {"", "x"}
	taken_by_agreement("starts_at") == set()
	taken_by_agreement("ends_at") == set()
	taken_by_agreement("purposes") == {[]}
	taken_by_agreement("output") == set()
	taken_by_agreement("columns") == {{}}
	taken_by_agreement("rows") == {value | some value in wrong_values}
}

test_no_agreement_is_called_owner_or_open if {
	not access.well_formed_agreement(but(convention, {"id": "owner"}))
	not access.well_formed_agreement(but(convention, {"id": "open"}))
}

test_a_granted_column_has_exactly_three_parts if {
	grant := {"classification": 1, "transform": "clear", "constant": null}
	access.well_formed_grant(grant)
	access.well_formed_grant(but(grant, {"constant": "x"}))
	not access.well_formed_grant(but(grant, {"more": 1}))
	not access.well_formed_grant(but(grant, {"classification": 4}))
	not access.well_formed_grant(but(grant, {"classification": "1"}))
	not access.well_formed_grant(but(grant, {"transform": null}))
	not access.well_formed_grant(but(grant, {"constant": 1}))
	not access.well_formed_grant(null)
	every key, _ in grant {
		not access.well_formed_grant(without(grant, key))
		not access.well_formed_grant(but(without(grant, key), {"other": 1}))
	}
}

test_no_other_action_is_asked_even_about_nothing if {
	read_as_sent({"datasets": []})
	not read_as_sent({"datasets": [], "action": "write"})
}

test_one_column_is_enough_to_read if {
	read_as_sent({"datasets": [but(without(collectes, "columns"), {"columns": {"date": 0}})]})
}
