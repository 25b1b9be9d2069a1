"""Argon2id with the parameters of the service."""

import os

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    memory_cost, time_cost, parallelism = map(int, os.environ["ARGON2"].split())
