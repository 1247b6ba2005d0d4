"""The demo: nine real organisations of Ille-et-Vilaine, with operational rows that are made up."""
