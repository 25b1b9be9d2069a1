"""Tests a sign-up against `local`, the whole registration service on one machine."""

from .local import Email, Local, LocalError, Registration, Signal

__all__ = ["Email", "Local", "LocalError", "Registration", "Signal"]
