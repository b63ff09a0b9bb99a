"""The finders: each knows one way in which a person shows in a text."""
