"""Reads the files that come in, and makes the rows of a dataset of them."""
