"""Every reader of files is given files that nobody would write; see `__main__`."""
