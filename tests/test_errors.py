import pytest

from alsjournal import errors


def test_every_error_is_ours_and_a_builtin():
    builtins = {
        "InputError": ValueError,
        "ConfigError": ValueError,
        "SchemaError": ValueError,
        "QuarantineLimitError": ValueError,
        "SourceError": OSError,
        "StoreError": OSError,
        "StoreLockedError": OSError,
        "MissingKeyError": LookupError,
        "MissingExtraError": ImportError,
        "NotFittedError": AttributeError,
        "DisclosureError": PermissionError,
    }
    assert {*builtins, "AlsjournalError"} == set(errors.__all__)
    for name, builtin in builtins.items():
        error = getattr(errors, name)
        assert issubclass(error, errors.AlsjournalError)
        assert issubclass(error, builtin)


def test_the_tree_in_the_docstring_is_the_tree():
    for name in errors.__all__:
        assert f" {name} " in f" {errors.__doc__} ".replace("\n", " ")


def test_one_except_clause_catches_all():
    with pytest.raises(errors.AlsjournalError, match="why"):
        raise errors.StoreLockedError("why")
