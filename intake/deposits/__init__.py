"""Turns a dropped file into a proposed dataset, a Parquet file, a difference, a new version."""
