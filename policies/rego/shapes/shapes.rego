# METADATA
# title: Types, checked before any builtin reads a value
# description: |
#   A builtin on a wrong type is undefined in one engine and an error in another, so nothing else
#   may touch a value before these.
# scope: package
package shapes

well_formed_subject(subject) if {
	is_object(subject)
	object.keys(subject) == {"agent", "organisation", "kind", "roles", "groups", "purposes"}
	text_list(subject.roles)
	text_list(subject.groups)
	text_list(subject.purposes)
	coherent_kind(subject)
}

coherent_kind(subject) if {
	subject.kind == "anonymous"
	subject.agent == null
	subject.organisation == null
}

coherent_kind(subject) if {
	subject.kind in {"person", "machine", "system"}
	filled_text(subject.agent)
	siren_or_null(subject.organisation)
}

# The roles that open something; catalog/model/organisation.py knows the same.
roles := {"agent", "steward", "approver", "dpo", "operator"}

has_role(subject) if {
	some role in subject.roles
	role in roles
}

# The classes of acts that a sign-in suffices for.
well_formed_proves(proves) if {
	text_list(proves)
	every each in proves {
		each in {"read", "draft", "approve"}
	}
}

# A key is a body's own; it has no part in what binds the body.
coherent_kind(subject) if {
	subject.kind == "key"
	filled_text(subject.agent)
	siren(subject.organisation)
	count(subject.roles) == 0
	count(subject.groups) == 0
}

text_list(values) if {
	is_array(values)
	every value in values {
		is_string(value)
	}
}

filled_text(value) if {
	is_string(value)
	value != ""
}

text_or_null(value) if value == null

text_or_null(value) if is_string(value)

siren_or_null(value) if value == null

siren_or_null(value) if siren(value)

siren(value) if {
	is_string(value)
	regex.match(`^[0-9]{9}$`, value)
}

commune_code(value) if {
	is_string(value)
	regex.match(`^([0-9][0-9]|2[AB])[0-9]{3}$`, value)
}

day(value) if {
	is_string(value)
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, value)
}

# Canonical UTC, so that instants compare as text.
utc_instant(value) if {
	is_string(value)
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$`, value)
}
