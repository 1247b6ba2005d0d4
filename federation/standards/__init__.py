"""Tables of the schema `standards`: the rows of many datasets that cite one, as one table."""
