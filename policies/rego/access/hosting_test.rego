package access_test

import data.access

in_france := {"country": "FR", "secnumcloud": true, "operator": "Syndicat mixte numérique"}

installed := {part: in_france | some part in access.installation_parts}

unsaid := {"country": null, "secnumcloud": null, "operator": null}

demand := {"countries": [], "secnumcloud": false, "operated_by": []}

qualified := but(demand, {"secnumcloud": true})

of(countries) := but(demand, {"countries": countries})

# The collection in a storage of France, under an agreement that demands `wanted`.
hosted(wanted) := but(asked, {
	"datasets": [but(collectes, {"storage": in_france})],
	"agreements": [but(convention, {"hosting": wanted})],
	"installation": installed,
})

# The whole installation, where a union would only add to it.
installed_as(question, parts) := but(without(question, "installation"), {"installation": parts})

# The same, with one part elsewhere.
moved(part, facts, wanted) := but(hosted(wanted), {"installation": but(installed, {part: facts})})

answered(question) := answer if {
	answer := access.decision.datasets.collectes with input as question
}

falls_short(question) := {[each.part, each.fact, each.known] |
	some each in answered(question).denials[0].shortfalls
}

test_what_is_demanded_and_holds_is_read if {
	every wanted in [demand, qualified, of(["FR"]), of(["DE", "EU"]), of(["EEA"])] {
		answered(hosted(wanted)).allow
	}
	answered(hosted(but(demand, {"operated_by": ["x", "Syndicat mixte numérique"]}))).allow
}

test_each_part_elsewhere_is_named_and_nothing_is_read if {
	every part in access.installation_parts {
		answer := answered(moved(part, but(in_france, {"country": "US"}), of(["EU"])))
		answer.branches == []
		answer.denials == [{
			"code": "hosting_not_met",
			"agreement": "conv-2026-0017@2",
			"purposes": [],
			"ended_at": null,
			"shortfalls": [{"part": part, "fact": "country", "known": true}],
		}]
	}
}

test_each_fact_of_the_storage_is_looked_at if {
	abroad := {"country": "CH", "secnumcloud": false, "operator": "another"}
	wanted := {"countries": ["EEA"], "secnumcloud": true, "operated_by": ["somebody"]}
	question := but(hosted(wanted), {
		"datasets": [but(collectes, {"storage": abroad})],
		"installation": {part: but(in_france, {"operator": "somebody"}) | some part in access.installation_parts},
	})
	falls_short(question) == {["storage", fact, true] |
		some fact in ["country", "secnumcloud", "operator"]
	}
}

test_what_nobody_said_is_no if {
	falls_short(moved("logs", unsaid, of(["FR"]))) == {["logs", "country", false]}
	silent := without(hosted(qualified), "installation")
	falls_short(silent) == {[part, "secnumcloud", false] | some part in access.installation_parts}
	unlisted := installed_as(hosted(qualified), without(installed, "spill"))
	falls_short(unlisted) == {["spill", "secnumcloud", false]}
	stored_nowhere := but(hosted(qualified), {"datasets": [collectes]})
	falls_short(stored_nowhere) == {["storage", "secnumcloud", false]}
}

test_what_nobody_demands_is_not_looked_at if {
	answered(asked).allow
	answered(but(asked, {"installation": {}})).allow
}

# A demand of the dataset is for whoever reads it, its owner too; an agreement's binds its reader.
by_demand_of_the_dataset := but(hosted(demand), {
	"datasets": [but(collectes, {"storage": unsaid, "hosting": qualified})],
	"agreements": [convention],
})

test_a_demand_of_the_dataset_binds_every_branch if {
	count(answered(by_demand_of_the_dataset).denials) == 1
	own := but(by_demand_of_the_dataset, by(agent_of(owner)))
	answered(own).denials[0].code == "hosting_not_met"
	answered(own).denials[0].agreement == null
	public := but(collectes, {
		"storage": unsaid, "hosting": qualified,
		"access_level": "open", "listing": "public",
	})
	read_by_all := but(by_demand_of_the_dataset, {"datasets": [public], "subject": anonymous})
	answered(read_by_all).denials[0].code == "hosting_not_met"
}

test_a_demand_of_an_agreement_binds_no_other_branch if {
	abroad := moved("engine", unsaid, qualified)
	not answered(abroad).allow
	answered(but(abroad, by(agent_of(owner)))).allow
	other := but(convention, {"id": "conv-2026-0018@1"})
	both := but(abroad, {"agreements": array.concat(abroad.agreements, [other])})
	[each.agreement | some each in answered(both).branches] == ["conv-2026-0018@1"]
}

test_who_could_not_read_it_anyway_is_told_that_alone if {
	public := but(collectes, {"storage": unsaid, "hosting": qualified, "listing": "public"})
	question := but(by_demand_of_the_dataset, {"datasets": [public]})
	answered(but(question, by(agent_of(stranger)))).denials[0].code == "no_agreement"
	answered(but(question, {"purpose": null})).denials[0].code == "purpose_required"
	payroll := but(public, {"reader_groups": ["paie"]})
	elsewhere := but(question, {"datasets": [payroll], "subject": agent_of(owner)})
	answered(elsewhere).denials[0].code == "group_required"
}

test_a_demand_of_another_form_is_no_question if {
	every wrong in [
		null, {}, [], but(demand, {"more": 1}), without(demand, "countries"), of("FR"),
		of([1]), but(demand, {"secnumcloud": "yes"}), but(demand, {"operated_by": null}),
	] {
		not access.well_formed(hosted(wrong))
		not access.well_formed(but(hosted(demand), with_dataset({"hosting": wrong})))
	}
}

test_facts_of_another_form_are_no_question if {
	access.well_formed(hosted(demand))
	access.well_formed(installed_as(hosted(demand), {}))
	every wrong in [
		null, {}, [], but(unsaid, {"more": 1}), without(unsaid, "operator"),
		but(unsaid, {"country": 33}), but(unsaid, {"secnumcloud": "true"}),
		but(unsaid, {"operator": false}),
	] {
		not access.well_formed(installed_as(hosted(demand), {"logs": wrong}))
		not access.well_formed(but(hosted(demand), with_dataset({"storage": wrong})))
	}
	every wrong in [null, [], {"storage": unsaid}, {"": unsaid}] {
		not access.well_formed(installed_as(hosted(demand), wrong))
	}
}
