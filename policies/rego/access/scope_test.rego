package access_test

import data.access

key := {
	"agent": "cle-1", "organisation": syndicat, "kind": "key",
	"roles": [], "groups": [], "purposes": ["report"],
}

by_key(scope) := but(asked, {"subject": key, "scope": scope})

answered(question) := answer.datasets.collectes if {
	answer := access.decision with input as question
}

hidden := {"discoverable": false, "allow": false, "branches": [], "denials": []}

nothing_at_all := {"contract": "interco.access/1", "datasets": {}, "valid_until": null}

test_a_key_reads_the_datasets_that_it_is_for_as_its_body_does if {
	answered(by_key(["collectes"])).allow
	answered(by_key(["collectes"])).branches == answered(asked).branches
}

test_beyond_them_nothing_exists_for_it if {
	every scope in [[], ["other"], ["collectes "]] {
		answered(by_key(scope)) == hidden
		answered(but(by_key(scope), with_dataset({"listing": "public", "access_level": "open"}))) == hidden
		answered(but(by_key(scope), {"action": "discover"})) == hidden
	}
	own := but(by_key(["other"]), {"subject": but(key, {"organisation": owner})})
	answered(own) == hidden
}

test_the_purposes_of_a_key_are_its_own if {
	not answered(but(by_key(["collectes"]), {"purpose": "audit"})).allow
	not answered(but(by_key(["collectes"]), {"subject": but(key, {"purposes": []})})).allow
}

# What its body owns, and what is open, are read without a purpose or for one of its own.
test_a_key_is_for_its_purposes_on_own_and_on_open_data if {
	own := but(by_key(["collectes"]), {"subject": but(key, {"organisation": owner}), "agreements": []})
	open := but(by_key(["collectes"]), with_dataset({"listing": "public", "access_level": "open"}))
	every question in [own, open] {
		answered(question).allow
		answered(but(question, {"purpose": null})).allow
		every purpose in ["audit", "invented", "report ", ""] {
			answered(but(question, {"purpose": purpose})) == {
				"discoverable": true, "allow": false, "branches": [],
				"denials": [{
					"code": "key_for_other_purposes", "agreement": null,
					"purposes": ["report"], "ended_at": null,
				}],
			}
			answered(but(question, {"purpose": purpose, "action": "discover"})).discoverable
		}
	}
}

test_a_key_without_its_scope_and_a_scope_without_a_key_are_answered_for_nothing if {
	every question in [
		but(asked, {"subject": key}),
		but(asked, {"subject": key, "scope": null}),
		but(asked, {"subject": key, "scope": "collectes"}),
		but(asked, {"subject": key, "scope": [1]}),
		but(asked, {"scope": ["collectes"]}),
		but(by_key(["collectes"]), {"on_behalf_of": owner}),
		but(by_key(["collectes"]), {"subject": but(key, {"roles": ["steward"]})}),
		but(by_key(["collectes"]), {"subject": but(key, {"groups": ["paie"]})}),
		but(by_key(["collectes"]), {"subject": but(key, {"organisation": null})}),
	] {
		answer := access.decision with input as question
		answer == nothing_at_all
	}
}
