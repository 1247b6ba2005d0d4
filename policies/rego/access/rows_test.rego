package access_test

import data.access

sound(rows) if access.sound_rows(rows, {"date": 0, "commune": 0})

territory := {
	"kind": "in_territory", "column": "commune", "of": syndicat,
	"competence": "1510", "date_column": "date",
}

flux := {"kind": "compare", "column": "commune", "op": "in", "values": ["35308", "35001"]}

both := {"kind": "all_of", "conditions": [territory, flux]}

test_all_rows_is_a_condition if sound({"kind": "all"})

test_all_rows_takes_nothing_more if not sound({"kind": "all", "column": "commune"})

test_a_territory_is_a_condition if sound(territory)

test_a_territory_of_today_has_no_date_column if sound(but(territory, {"date_column": null}))

test_a_territory_needs_every_part if {
	every key, _ in territory {
		not sound(without(territory, key))
	}
}

test_a_territory_needs_a_column_that_exists if not sound(but(territory, {"column": "gone"}))

test_a_territory_needs_a_date_column_that_exists if {
	not sound(but(territory, {"date_column": "gone"}))
}

test_a_territory_needs_a_siren if not sound(but(territory, {"of": "2000908"}))

test_a_territory_needs_a_competence if not sound(but(territory, {"competence": ""}))

test_a_comparison_is_a_condition if sound(flux)

test_a_comparison_needs_a_column_that_exists if not sound(but(flux, {"column": "gone"}))

test_a_comparison_is_with_text_only if not sound(but(flux, {"values": [35308]}))

test_a_list_needs_a_value if not sound(but(flux, {"values": []}))

test_each_other_comparison_has_one_value if {
	every op in ["eq", "ne", "lt", "lte", "gt", "gte"] {
		sound(but(flux, {"op": op, "values": ["35308"]}))
		not sound(but(flux, {"op": op}))
		not sound(but(flux, {"op": op, "values": []}))
	}
}

test_an_unknown_comparison_is_none if not sound(but(flux, {"op": "like", "values": ["35%"]}))

test_a_column_is_named_by_text if not sound(but(flux, {"column": 1}))

test_conditions_add_up if sound(both)

test_conditions_nest_once_more if sound({"kind": "all_of", "conditions": [both, flux]})

test_conditions_nest_no_deeper if {
	not sound({"kind": "all_of", "conditions": [{"kind": "all_of", "conditions": [both]}]})
}

test_one_wrong_condition_spoils_all if {
	not sound({"kind": "all_of", "conditions": [territory, but(flux, {"op": "like"})]})
	not sound({"kind": "all_of", "conditions": [both, {"kind": "all_of", "conditions": []}]})
}

test_no_condition_at_all_is_wrong if not sound({"kind": "all_of", "conditions": []})

test_conditions_are_a_list if not sound({"kind": "all_of", "conditions": {"a": territory}})

test_an_unknown_kind_is_wrong if not sound({"kind": "any_of", "conditions": [territory]})

test_a_condition_is_an_object if {
	every value in [null, true, 1, "all", [], [{"kind": "all"}]] {
		not sound(value)
	}
}

test_a_condition_has_no_other_part if {
	not sound(but(territory, {"more": 1}))
	not sound(but(flux, {"more": 1}))
	not sound(but(both, {"more": 1}))
}

test_a_condition_has_the_parts_of_its_kind if {
	not sound(but(territory, {"kind": "compare"}))
	not sound(but(flux, {"kind": "in_territory"}))
	not sound(but(both, {"kind": "compare"}))
}

test_one_value_or_one_condition_is_enough if {
	sound(but(flux, {"values": ["35308"]}))
	sound({"kind": "all_of", "conditions": [flux]})
}

on_listed_land(changes) := but(
	{
		"kind": "in_listed_territory", "column": "commune", "communes": ["35308", "2A004"],
		"at": "2025-01-01", "date_column": "date",
	},
	changes,
)

test_a_listed_territory_is_sound if {
	access.sound_rows(on_listed_land({}), collectes.columns)
	access.sound_rows(on_listed_land({"date_column": null}), collectes.columns)
}

test_a_listed_territory_that_is_misread_is_not if {
	every change in [
		{"communes": []}, {"communes": ["3530"]}, {"communes": [35308]}, {"communes": "35308"},
		{"at": "2025"}, {"at": null}, {"column": "gone"}, {"date_column": "gone"}, {"more": 1},
	] {
		not access.sound_rows(on_listed_land(change), collectes.columns)
	}
}
