"""What a dropped file becomes: a proposed dataset, a Parquet file, a difference, a new version."""
