package access

# Listed for everybody.
discoverable(_, dataset) if dataset.listing == "public"

# Listed for the agents of any organisation.
discoverable(question, dataset) if {
	dataset.listing == "organisations"
	reading_organisation(question)
}

# The owner always.
discoverable(question, dataset) if {
	acts_for_own_organisation(question)
	question.subject.organisation == dataset.owner
}

# Those who hold an agreement, whatever its dates: they negotiated it.
discoverable(question, dataset) if count(agreements_between(question, dataset)) > 0

# Under a mandate, what it names.
discoverable(question, dataset) if mandate_opens(question, dataset)
