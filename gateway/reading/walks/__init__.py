"""Walks: the rows of one dataset for a reader who follows links, page after page."""
