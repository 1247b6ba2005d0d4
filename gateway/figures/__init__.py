"""Services on data: activated, run, asked of members, their figures frozen with a proof."""
