"""The JSON of an answer, and what a schema says of itself."""
