package access

import data.shapes

# Exactly this form, whole, before any rule reads it. Only the rows of an agreement are checked
# apart (rows.rego): a wrong one drops its branch.
well_formed(question) if {
	is_object(question)
	object.keys(question) - {"installation", "scope", "run", "link"} == {
		"subject", "on_behalf_of", "purpose", "now", "action",
		"datasets", "agreements", "mandates",
	}
	scoped_as_its_kind(question)
	shapes.well_formed_subject(question.subject)
	shapes.siren_or_null(question.on_behalf_of)
	shapes.text_or_null(question.purpose)
	shapes.utc_instant(question.now)
	question.action in {"discover", "read"}
	well_formed_datasets(question.datasets)
	every dataset in question.datasets {
		sent_columns(question.action, dataset.columns)
	}
	well_formed_agreements(question.agreements)
	well_formed_mandates(question.mandates)
	well_formed_installation(question)
	well_formed_run(question)
	well_formed_link(question)
}

well_formed_datasets(datasets) if {
	is_array(datasets)
	every dataset in datasets {
		well_formed_dataset(dataset)
	}
	count({dataset.id | some dataset in datasets}) == count(datasets)
}

well_formed_dataset(dataset) if {
	is_object(dataset)
	object.keys(dataset) - {"hosting", "storage"} == {
		"id", "owner", "listing", "access_level", "personal_data",
		"highest_classification", "reader_groups", "columns",
	}
	shapes.filled_text(dataset.id)
	shapes.siren(dataset.owner)
	dataset.listing in {"public", "organisations", "parties"}
	dataset.access_level in {"open", "open_with_account", "restricted"}
	is_boolean(dataset.personal_data)
	shapes.text_list(dataset.reader_groups)
	is_object(dataset.columns)
	classes := {classification | some classification in dataset.columns}
	count(classes - classifications_up_to[dataset.highest_classification]) == 0
	well_formed_demand(dataset)
	well_formed_storage(dataset)
}

classifications := {0, 1, 2, 3}

classifications_up_to := {0: {0}, 1: {0, 1}, 2: {0, 1, 2}, 3: classifications}

sent_columns(action, _) if action == "discover"

sent_columns(action, columns) if {
	action == "read"
	count(columns) > 0
}

well_formed_agreements(agreements) if {
	is_array(agreements)
	every agreement in agreements {
		well_formed_agreement(agreement)
	}
	count({agreement.id | some agreement in agreements}) == count(agreements)
}

well_formed_agreement(agreement) if {
	is_object(agreement)
	object.keys(agreement) - {"hosting", "onward_sharing", "suspended_by"} == {
		"id", "dataset", "grantor", "grantee", "state", "starts_at",
		"ends_at", "purposes", "output", "competences", "columns", "rows",
	}
	citation(agreement.id)
	shapes.filled_text(agreement.dataset)
	shapes.siren(agreement.grantor)
	shapes.siren(agreement.grantee)
	is_string(agreement.state)
	shapes.utc_instant(agreement.starts_at)
	shapes.utc_instant(agreement.ends_at)
	shapes.text_list(agreement.purposes)
	agreement.output in {"detail", "aggregate"}
	shapes.text_list(agreement.competences)
	is_object(agreement.columns)
	grants := {granted | some granted in agreement.columns}
	every granted in grants - object.keys(plain_cells) {
		well_formed_grant(granted)
	}
	well_formed_demand(agreement)
	well_formed_suspensions(agreement)
}

well_formed_suspensions(agreement) if not "suspended_by" in object.keys(agreement)

well_formed_suspensions(agreement) if {
	is_array(agreement.suspended_by)
	count(agreement.suspended_by) > 0
	every cause in agreement.suspended_by {
		cause in {"grantor", "grantee", "operator", "guard"}
	}
}

well_formed_grant(granted) if {
	is_object(granted)
	object.keys(granted) == {"classification", "transform", "constant"}
	granted.classification in classifications
	is_string(granted.transform)
	shapes.text_or_null(granted.constant)
}

well_formed_mandates(mandates) if {
	is_array(mandates)
	every mandate in mandates {
		well_formed_mandate(mandate)
	}
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

# No agreement may take the name of the two other branches.
citation(id) if {
	shapes.filled_text(id)
	not id in {"owner", "open"}
}
