package access_test

# One town (the owner), one syndicat (the grantee), one dataset, one agreement between them.
owner := "243500667"

syndicat := "200090884"

stranger := "243500733"

now := "2026-11-25T01:54:53Z"

all_rows := {"kind": "all"}

anonymous := {
	"agent": null, "organisation": null, "kind": "anonymous",
	"roles": [], "groups": [], "purposes": [],
}

agent_of(organisation) := {
	"agent": "agent@somewhere", "organisation": organisation, "kind": "person",
	"roles": ["agent"], "groups": [], "purposes": ["planning", "report"],
}

collectes := {
	"id": "collectes",
	"owner": owner,
	"listing": "parties",
	"access_level": "restricted",
	"personal_data": false,
	"highest_classification": 1,
	"reader_groups": [],
	"columns": {"date": 0, "commune": 0, "tonnage": 1},
}

convention := {
	"id": "conv-2026-0017@2",
	"dataset": "collectes",
	"grantor": owner,
	"grantee": syndicat,
	"state": "active",
	"starts_at": "2025-12-31T23:00:00Z",
	"ends_at": "2026-12-31T23:00:00Z",
	"purposes": ["audit", "report"],
	"output": "detail",
	"competences": [],
	"columns": {
		"date": {"classification": 0, "transform": "month", "constant": null},
		"tonnage": {"classification": 1, "transform": "clear", "constant": null},
	},
	"rows": all_rows,
}

# The syndicat reads the town's collection for its report: what each test changes one fact of.
asked := {
	"subject": agent_of(syndicat),
	"on_behalf_of": null,
	"purpose": "report",
	"now": now,
	"action": "read",
	"datasets": [collectes],
	"agreements": [convention],
	"mandates": [],
}

but(base, changes) := object.union(base, changes)

without(base, key) := object.remove(base, [key])

with_dataset(changes) := {"datasets": [but(collectes, changes)]}

with_agreement(changes) := {"agreements": [but(convention, changes)]}

by(subject) := {"subject": subject}
