package trino

# The administrator makes what the reader reads, and never reads it.
administrator_may("ExecuteQuery", _)

administrator_may(operation, resource) if {
	operation in {"CreateCatalog", "DropCatalog", "AccessCatalog", "FilterCatalogs", "ShowSchemas"}
	ours(resource.catalog.name)
}

# Files are declared as external tables. Where rows lie in a database, its own account reads only.
administrator_may("CreateSchema", resource) if ours(resource.schema.catalogName)

administrator_may("CreateTable", resource) if ours(resource.table.catalogName)

# What Trino remembers of a source's tables is forgotten when they changed; nothing else is called.
administrator_may("ExecuteProcedure", resource) if {
	ours(resource.function.catalogSchema.catalogName)
	resource.function.catalogSchema.schemaName == "system"
	resource.function.functionName == "flush_metadata_cache"
}

# Names of schemas, tables and columns.
administrator_may("FilterSchemas", resource) if ours(resource.schema.catalogName)

administrator_may(operation, resource) if {
	operation in {"FilterTables", "FilterColumns"}
	ours(resource.table.catalogName)
}

administrator_may("SelectFromColumns", resource) if {
	ours(resource.table.catalogName)
	resource.table.schemaName == "information_schema"
}

# The cluster itself: its nodes, its queries and who asked them.
administrator_may("AccessCatalog", resource) if resource.catalog.name == "system"

administrator_may(operation, resource) if {
	operation in {"SelectFromColumns", "FilterColumns"}
	resource.table.catalogName == "system"
	resource.table.schemaName in {"runtime", "metadata"}
}

administrator_may("ReadSystemInformation", _)

# Queries of strangers too: they were refused, and whoever looks after the cluster wants to know.
administrator_may(operation, _) if {
	operation in {"ViewQueryOwnedBy", "FilterViewQueryOwnedBy", "KillQueryOwnedBy"}
}
