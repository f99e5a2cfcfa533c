"""The ``waqai`` command: thin, every command a use case of :mod:`waqai.service`."""

from waqai.cli.app import main

__all__ = ["main"]
