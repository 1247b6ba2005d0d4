"""A file from its sending to the rows that queries read: staged, read, compared, confirmed."""
