"""The demo: eleven real organisations of Ille-et-Vilaine, whose rows are made up."""
