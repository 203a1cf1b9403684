"""What can be wrong with a data folder, said to the person who can put it right."""


class StorageError(Exception):
    """The data folder cannot be used. The message says which, why, and what to do next."""
