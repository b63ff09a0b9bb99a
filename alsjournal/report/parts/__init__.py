"""Parts of reports: each makes blocks of one thing, in words of one language."""
