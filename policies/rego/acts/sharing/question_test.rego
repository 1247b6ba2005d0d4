package acts.sharing_test

import data.acts.sharing

sound := about(person("steward", owner), "submit")

test_every_part_of_a_question_is_needed_and_no_other if {
	sharing.well_formed(sound)
	every key, _ in sound {
		not sharing.well_formed(object.remove(sound, [key]))
	}
	not sharing.well_formed(object.union(sound, {"more": 1}))
	not sharing.well_formed([sound])
}

test_each_part_of_a_question_has_its_type if {
	every changes in [
		{"subject": {"agent": "x"}},
		{"proves": "approve"},
		{"proves": ["everything"]},
		{"issuer": 1},
		{"on_behalf_of": "somebody"},
		{"now": "2026-03-01"},
		{"act": null},
		{"act": "apply"},
		{"agreement": null},
		{"mandate": {"principal": owner, "mandatary": syndicat}},
		{"agent_organisation": "owner"},
		{"mandates": {}},
	] {
		not sharing.well_formed(but(sound, changes))
	}
}

test_an_agreement_is_told_whole if {
	every key, _ in convention {
		not sharing.well_formed(but(sound, {"agreement": object.remove(convention, [key])}))
	}
	every changes in [
		{"grantor": null},
		{"grantee": "x"},
		{"proposed_by": null},
		{"dataset": 1},
		{"competences": "1510"},
		{"approvals": {}},
		{"approvals": ["somebody"]},
		{"approvals": [{"organisation": owner, "employer": null, "issuer": null, "agent": "a"}]},
		{"approvals": [{"organisation": owner, "employer": owner, "issuer": 1, "agent": "a"}]},
		{"approvals": [{"organisation": owner, "employer": owner, "issuer": null, "agent": ""}]},
		{"approvals": [{"organisation": owner, "employer": owner, "issuer": null}]},
		{"more": 1},
	] {
		not sharing.well_formed(but(sound, {"agreement": but(convention, changes)}))
	}
	not sharing.well_formed(but(sound, {"agreement": [convention]}))
	sharing.well_formed(but(sound, {"agreement": but(convention, {"grantee": null, "dataset": null})}))
}

test_a_mandate_is_told_whole if {
	sharing.well_formed(but(sound, {"mandates": [mandated]}))
	sharing.well_formed(but(sound, {"mandates": [but(mandated, {"ends_at": null})]}))
	every key, _ in mandated {
		not sharing.well_formed(but(sound, {"mandates": [object.remove(mandated, [key])]}))
	}
	every changes in [
		{"id": ""},
		{"principal": null},
		{"mandatary": "x"},
		{"actions": "approve"},
		{"competences": [1510]},
		{"datasets": null},
		{"starts_at": "2026-01-01"},
		{"ends_at": 2026},
	] {
		not sharing.well_formed(but(sound, {"mandates": [but(mandated, changes)]}))
	}
	not sharing.well_formed(but(sound, {"mandates": ["mandate"]}))
}

test_an_act_on_a_mandate_says_whose if {
	given := about_mandate(person("approver", owner), "give_mandate")
	sharing.well_formed(given)
	sharing.well_formed(but(given, {"mandate": {"principal": owner, "mandatary": null}}))
	every wrong in [null, {"principal": owner}, {"principal": null, "mandatary": owner}, "x", {"principal": owner, "mandatary": "x"}] {
		not sharing.well_formed(but(given, {"mandate": wrong}))
	}
	not sharing.well_formed(but(given, {"agreement": convention}))
}

test_an_act_on_purposes_is_about_nothing_else if {
	assigned := about_agent(person("steward", owner), "assign_purposes")
	sharing.well_formed(assigned)
	not sharing.well_formed(but(assigned, {"agreement": convention}))
	not sharing.well_formed(but(assigned, {"mandate": {"principal": owner, "mandatary": syndicat}}))
}
