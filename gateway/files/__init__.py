"""Files that come in by page, HTTP, mail or SFTP, until they are rows of a dataset."""
