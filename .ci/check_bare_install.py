"""Check that smsplan without extras plans and can send, and names the extra where it needs one."""

import importlib
import subprocess
import sys

from smsplan import Client, MissingExtraError, compare, plan

if plan("This text is on the way to you!").msg_count != 1:
    sys.exit("a bare install does not plan")
if "Client(user='user', key='***'" not in repr(Client("user", "key")):
    sys.exit("a bare install has no client")
if not compare("x").rows:
    sys.exit("a bare install knows no provider")

EXTRAS = {
    "columns.plan_array": "bulk",
    "campaign.preview": "bulk",
    "sandbox.Sandbox": "web",
    "spark.preview": "spark",
    "strategies.messages": "testing",
    "web.application.application": "web",
}

for place, extra in EXTRAS.items():
    module, _, name = place.rpartition(".")
    try:
        getattr(importlib.import_module(f"smsplan.{module}"), name)
    except MissingExtraError as error:
        if f"smsplan[{extra}]" not in str(error):
            sys.exit(f"{place} does not name its extra: {error}")
    else:
        sys.exit(f"{place} was there without its extra")

run = subprocess.run([sys.argv[1], "plan", "x"], capture_output=True, text=True, check=False)  # noqa: S603 - our own command
BAD_USAGE = 2
if run.returncode != BAD_USAGE or "pip install 'smsplan[cli]'" not in run.stderr:
    sys.exit(f"the command does not name its extra: {run.stderr}")
sys.stdout.write("a bare install plans, has a client, and names the extras that it lacks\n")
