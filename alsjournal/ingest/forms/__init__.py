"""Exports of form services: a response a row becomes an answer a row."""
