"""A set's own record: issues, questions, actions and what was heard of them."""
