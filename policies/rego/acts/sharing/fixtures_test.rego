package acts.sharing_test

import data.acts.sharing

owner := "243500667"

syndicat := "200090884"

agency := "243500733"

person(role, organisation) := {
	"agent": "someone@somewhere", "organisation": organisation, "kind": "person",
	"roles": [role], "groups": [], "purposes": [],
}

# The owner proposes, the syndicat would read.
convention := {
	"grantor": owner,
	"grantee": syndicat,
	"proposed_by": owner,
	"dataset": "collectes",
	"competences": ["1510"],
	"approvals": [],
}

mandated := {
	"id": "mand-2026-0001",
	"principal": syndicat,
	"mandatary": agency,
	"actions": ["request", "approve"],
	"competences": [],
	"datasets": [],
	"starts_at": "2025-12-31T23:00:00Z",
	"ends_at": "2026-12-31T23:00:00Z",
}

about(subject, act) := {
	"subject": subject,
	"proves": ["approve", "draft", "read"],
	"issuer": "urn:idp",
	"on_behalf_of": null,
	"now": "2026-03-01T10:00:00Z",
	"act": act,
	"agreement": convention,
	"mandate": null,
	"agent_organisation": null,
	"person": null,
	"mandates": [],
}

about_mandate(subject, act) := but(about(subject, act), {
	"agreement": null,
	"mandate": {"principal": owner, "mandatary": syndicat},
})

about_agent(subject, act) := but(about(subject, act), {
	"agreement": null,
	"agent_organisation": owner,
})

about_person(subject, act, changes) := but(about(subject, act), {
	"agreement": null,
	"agent_organisation": owner,
	"person": but(newcomer, changes),
})

newcomer := {"issuer": "urn:idp", "agent": "newcomer", "roles": ["agent"], "is_last_steward": false}

about_nothing(subject, act) := but(about(subject, act), {"agreement": null})

but(value, changes) := object.union(object.remove(value, object.keys(changes)), changes)

# The codes that refuse it; [] when it is allowed.
codes(question) := [] if {
	decision := sharing.decision with input as question
	decision.allow
	decision.denials == []
} else := [denial.code | some denial in decision.denials] if {
	decision := sharing.decision with input as question
	decision.allow == false
	decision.denials != []
}

wanted(question) := decision.denials[0].sections if {
	decision := sharing.decision with input as question
}
