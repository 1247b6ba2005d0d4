"""What comes in as a file: how it is read, and what of it becomes a dataset's rows."""
