package trino

# The reader runs queries over the rows of our catalogs, and nothing beside them: no list of
# catalogs, schemas or tables, no table function, no procedure, nothing that writes.
reader_may("ExecuteQuery", _)

reader_may("AccessCatalog", resource) if ours(resource.catalog.name)

reader_may(operation, resource) if {
	operation in {"SelectFromColumns", "FilterColumns"}
	ours(resource.table.catalogName)
	resource.table.schemaName != "information_schema"
}

# The longest time of a query, whether values of one table may filter another's source, and whether
# what lies in the tables may settle how they are joined.
reader_may("SetSystemSessionProperty", resource) if {
	resource.systemSessionProperty.name in {
		"query_max_run_time", "enable_dynamic_filtering",
		"join_reordering_strategy", "join_distribution_type",
	}
}

# How many codes are sent to a source as a list, and whether it joins.
reader_may("SetCatalogSessionProperty", resource) if {
	ours(resource.catalogSessionProperty.catalogName)
	resource.catalogSessionProperty.propertyName in {
		"domain_compaction_threshold", "join_pushdown_enabled",
	}
}

# Catalogs made for the platform from its storages are called so, and no other is.
ours(catalog) if regex.match(`^s_[a-z0-9_-]+$`, catalog)
