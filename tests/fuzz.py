"""What schemathesis must know of the server that tests/fuzz.sh starts."""

import random

import schemathesis

# Its choices must not depend on the seed's.
addresses = random.Random()


@schemathesis.hook
def before_call(context, case, kwargs):
    """A client of its own for every call: whoever calls too often is told to wait."""
    address = ".".join(str(addresses.randint(1, 254)) for _ in range(4))
    case.headers = {**(case.headers or {}), "X-Forwarded-For": address}
