package access

import data.shapes

# Beyond the datasets that a key is for, nothing exists for it: open data neither.
in_scope(question, _) if question.subject.kind != "key"

in_scope(question, dataset) if dataset.id in question.scope

# For another purpose than those of its key a machine reads nothing: its body's own data neither.
for_another_purpose(question) if {
	question.subject.kind == "key"
	question.purpose != null
	not question.purpose in question.subject.purposes
}

# A machine that came by a key says which datasets the key is for, and nobody else says any.
scoped_as_its_kind(question) if {
	question.subject.kind == "key"
	shapes.text_list(question.scope)
	question.on_behalf_of == null
}

scoped_as_its_kind(question) if {
	question.subject.kind != "key"
	not "scope" in object.keys(question)
}
