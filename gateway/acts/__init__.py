"""Acts: the one path by which the catalog is changed."""
