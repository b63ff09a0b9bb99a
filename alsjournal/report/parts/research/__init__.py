"""Parts that stand in the analysts' report alone."""
