"""Regular expressions: how one is read, and whether its search can go back without an end."""
