package trino_test

test_the_reader_stays_in_our_catalogs if {
	may("interco", "SelectFromColumns", table("s_base_0a1b2c3d4e5f", "contrat"))
	may("interco", "AccessCatalog", catalog("s_base_0a1b2c3d4e5f"))
	every name in ["system", "jmx", "tpch", "base", "S_base", "s_", "s_a b", ""] {
		not may("interco", "SelectFromColumns", table(name, "contrat"))
		not may("interco", "AccessCatalog", catalog(name))
	}
}

test_the_reader_lists_nothing if {
	not may("interco", "SelectFromColumns", table("s_base_0a1b2c3d4e5f", "information_schema"))
	not may("interco", "ShowSchemas", catalog("s_base_0a1b2c3d4e5f"))
	not may("interco", "ShowTables", schema("s_base_0a1b2c3d4e5f"))
	not may("interco", "ShowColumns", table("s_base_0a1b2c3d4e5f", "contrat"))
	not may("interco", "FilterCatalogs", catalog("s_base_0a1b2c3d4e5f"))
}

test_the_reader_sets_what_plans_need_only if {
	every name in [
		"query_max_run_time", "enable_dynamic_filtering",
		"join_reordering_strategy", "join_distribution_type",
	] {
		may("interco", "SetSystemSessionProperty", {"systemSessionProperty": {"name": name}})
	}
	not may("interco", "SetSystemSessionProperty", {"systemSessionProperty": {"name": "priority"}})
	property := {"catalogName": "s_a", "propertyName": "domain_compaction_threshold"}
	may("interco", "SetCatalogSessionProperty", {"catalogSessionProperty": property})
	joins := {"catalogName": "s_a", "propertyName": "join_pushdown_enabled"}
	may("interco", "SetCatalogSessionProperty", {"catalogSessionProperty": joins})
	every other in [{"propertyName": "write_batch_size"}, {"catalogName": "system"}] {
		not may(
			"interco", "SetCatalogSessionProperty",
			{"catalogSessionProperty": object.union(property, other)},
		)
	}
}

test_no_function_of_a_source_is_called if {
	function := {
		"catalogSchema": {"catalogName": "s_a", "schemaName": "system"},
		"functionName": "query",
	}
	not may("interco", "ExecuteFunction", {"function": function})
	not may("interco", "ExecuteProcedure", {"function": function})
	not may("interco-admin", "ExecuteFunction", {"function": function})
	not may("interco-admin", "ExecuteProcedure", {"function": function})
}

test_a_name_that_is_no_text_is_nobodys if {
	every name in [null, ["s_a"], {"s_a": true}, 7] {
		not may("interco", "AccessCatalog", catalog(name))
		not may("interco", "SelectFromColumns", table(name, "contrat"))
	}
}
