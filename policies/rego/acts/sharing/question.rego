package acts.sharing

import data.shapes

# Exactly this form, whole, before any rule reads it.
well_formed(question) if {
	is_object(question)
	object.keys(question) == {
		"subject", "proves", "issuer", "on_behalf_of", "now", "act",
		"agreement", "mandate", "agent_organisation", "person", "mandates",
	}
	shapes.well_formed_subject(question.subject)
	shapes.well_formed_proves(question.proves)
	shapes.text_or_null(question.issuer)
	shapes.siren_or_null(question.on_behalf_of)
	shapes.utc_instant(question.now)
	is_string(question.act)
	shapes.siren_or_null(question.agent_organisation)
	concerns(question)
	is_array(question.mandates)
	every mandate in question.mandates {
		well_formed_mandate(mandate)
	}
}

# An act on an agreement says which, and one on a mandate too; nothing else does.
concerns(question) if {
	question.act in agreement_acts
	question.mandate == null
	question.person == null
	well_formed_agreement(question.agreement)
}

concerns(question) if {
	question.act in mandate_acts
	question.agreement == null
	question.person == null
	well_formed_parties(question.mandate)
}

concerns(question) if {
	question.act in purpose_acts
	question.agreement == null
	question.mandate == null
	question.person == null
}

concerns(question) if {
	question.act in ((own_acts | system_own_acts) | platform_acts)
	question.agreement == null
	question.mandate == null
	question.person == null
}

concerns(question) if {
	question.act in people_acts
	question.agreement == null
	question.mandate == null
	well_formed_person(question.person)
}

well_formed_person(person) if {
	is_object(person)
	object.keys(person) == {"issuer", "agent", "roles", "is_last_steward"}
	is_string(person.issuer)
	shapes.filled_text(person.agent)
	shapes.text_list(person.roles)
	is_boolean(person.is_last_steward)
}

well_formed_agreement(agreement) if {
	is_object(agreement)
	object.keys(agreement) == {
		"grantor", "grantee", "proposed_by", "dataset", "competences", "approvals",
	}
	shapes.siren(agreement.grantor)
	shapes.siren_or_null(agreement.grantee)
	shapes.siren(agreement.proposed_by)
	shapes.text_or_null(agreement.dataset)
	shapes.text_list(agreement.competences)
	is_array(agreement.approvals)
	every approval in agreement.approvals {
		well_formed_approval(approval)
	}
}

well_formed_approval(approval) if {
	is_object(approval)
	object.keys(approval) == {"organisation", "employer", "issuer", "agent"}
	shapes.siren(approval.organisation)
	shapes.siren(approval.employer)
	shapes.text_or_null(approval.issuer)
	shapes.filled_text(approval.agent)
}

well_formed_parties(mandate) if {
	is_object(mandate)
	object.keys(mandate) == {"principal", "mandatary"}
	shapes.siren(mandate.principal)
	shapes.siren_or_null(mandate.mandatary)
}

well_formed_mandate(mandate) if {
	is_object(mandate)
	object.keys(mandate) == {
		"id", "principal", "mandatary", "actions", "competences",
		"datasets", "starts_at", "ends_at",
	}
	shapes.filled_text(mandate.id)
	shapes.siren(mandate.principal)
	shapes.siren(mandate.mandatary)
	shapes.text_list(mandate.actions)
	shapes.text_list(mandate.competences)
	shapes.text_list(mandate.datasets)
	shapes.utc_instant(mandate.starts_at)
	instant_or_null(mandate.ends_at)
}

instant_or_null(value) if value == null

instant_or_null(value) if shapes.utc_instant(value)
