"""Logs a user in on the command line: `login.py EMAIL PASSWORD`. docs/start/add-sign-up.md runs it."""

import os
import sys

import boto3
from passwords import log_in

table = boto3.resource("dynamodb", region_name=os.environ["AWS_REGION"]).Table(os.environ["REGISTRATION_TABLE"])
user = log_in(table, email=sys.argv[1], password=sys.argv[2])
if user is None:
    sys.exit("unknown address or wrong password")
print(f"{user['username']} is logged in")
