"""A document of a caller: parsed, bounded, validated, its variables read."""
