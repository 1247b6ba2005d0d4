# METADATA
# title: What Trino lets anyone do, asked by Trino itself (the second lock)
# description: |
#   Two service principals exist, and nobody else: one reads the rows of the catalogs made for the
#   platform, the other makes and drops these catalogs, and looks after the cluster. Agents,
#   agreements and purposes are not known here: they were decided before a statement was written.
# scope: package
package trino

# METADATA
# description: Also what a later Trino may come to ask is refused.
# scope: document
default allow := false

allow if permitted(input.context.identity.user, input.action)

# METADATA
# description: The positions of what may be seen, among things listed in one question.
# scope: document
batch contains position if {
	input.action.operation != "FilterColumns"
	some position, resource in input.action.filterResources
	permitted(
		input.context.identity.user,
		{"operation": input.action.operation, "resource": resource},
	)
}

# Columns are listed inside their one table.
batch contains position if {
	input.action.operation == "FilterColumns"
	some resource in input.action.filterResources
	permitted(input.context.identity.user, {"operation": "FilterColumns", "resource": resource})
	some position, _ in resource.table.columns
}

permitted(user, action) if {
	user == "interco"
	reader_may(action.operation, object.get(action, "resource", {}))
}

permitted(user, action) if {
	user == "interco-admin"
	administrator_may(action.operation, object.get(action, "resource", {}))
}
