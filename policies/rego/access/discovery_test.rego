package access_test

import data.access

seen(changes) if access.discoverable(but(asked, changes), dataset_of(but(asked, changes)))

dataset_of(question) := question.datasets[0]

listed(listing, subject) := but(
	but(with_dataset({"listing": listing}), by(subject)),
	{"agreements": []},
)

test_anybody_discovers_a_public_dataset if seen(listed("public", anonymous))

test_nobody_anonymous_discovers_a_dataset_listed_for_organisations if {
	not seen(listed("organisations", anonymous))
}

test_an_agent_of_any_organisation_discovers_a_dataset_listed_for_organisations if {
	seen(listed("organisations", agent_of(stranger)))
}

test_an_agent_of_no_organisation_does_not if {
	not seen(listed("organisations", agent_of(null)))
}

test_the_clock_does_not if {
	not seen(listed("organisations", but(agent_of(stranger), {"kind": "system"})))
}

test_the_owner_discovers_its_dataset_listed_for_parties if seen(listed("parties", agent_of(owner)))

test_a_stranger_does_not_discover_a_dataset_listed_for_parties if {
	not seen(listed("parties", agent_of(stranger)))
}

test_the_grantee_discovers_it if seen({})

test_the_grantee_discovers_it_before_the_start if {
	seen(with_agreement({"starts_at": "2026-12-30T23:00:00Z"}))
}

test_the_grantee_discovers_it_after_the_end if {
	seen(with_agreement({"ends_at": "2026-01-31T23:00:00Z"}))
}

test_a_revoked_agreement_hides_it_again if not seen(with_agreement({"state": "revoked"}))

test_an_agreement_of_somebody_else_shows_nothing if {
	not seen(with_agreement({"grantee": stranger}))
}

test_an_agreement_that_the_owner_did_not_give_shows_nothing if {
	not seen(with_agreement({"grantor": stranger}))
}

test_an_agreement_over_another_dataset_shows_nothing if {
	not seen(with_agreement({"dataset": "compteurs"}))
}

test_acting_for_somebody_else_hides_what_my_organisation_discovers if {
	not seen({"on_behalf_of": stranger})
}

test_acting_for_somebody_else_leaves_what_is_public if {
	seen(but(with_dataset({"listing": "public"}), {"on_behalf_of": stranger}))
}

test_acting_for_somebody_else_hides_ones_own_datasets if {
	not seen(but(by(agent_of(owner)), {"on_behalf_of": stranger}))
}

test_acting_for_somebody_else_hides_what_organisations_discover if {
	not seen(but(listed("organisations", agent_of(stranger)), {"on_behalf_of": owner}))
}

test_only_a_named_person_or_machine_is_identified if {
	access.identified({"agent": "a@b", "kind": "person", "roles": ["agent"]})
	access.identified({"agent": "a@b", "kind": "machine", "roles": ["agent"]})
	not access.identified({"agent": null, "kind": "person", "roles": ["agent"]})
	not access.identified({"agent": "a@b", "kind": "system", "roles": ["agent"]})
}

without_roles(organisation) := but(agent_of(organisation), {"roles": []})

test_who_has_no_role_is_not_identified if {
	not access.identified(without_roles(owner))
	not access.identified(but(agent_of(owner), {"roles": ["of another program"]}))
}

test_who_has_no_role_discovers_what_is_public_alone if {
	seen(listed("public", without_roles(owner)))
	not seen(listed("organisations", without_roles(owner)))
	not seen(listed("parties", without_roles(owner)))
	not seen(by(without_roles(syndicat)))
}
