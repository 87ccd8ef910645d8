"""An SMTP server for tests: prints its port, then each message as one line of JSON.

Arguments: none, starttls or tls; a file for the certificate to trust.
Recipients called later, never and greedy are refused with 451, 550 and 552.
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

import trustme
from aiosmtpd.smtp import SMTP, AuthResult

REFUSALS = {"later": "451 not now: %s", "never": "550 nobody: %s", "greedy": "552 full: %s"}


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name in REFUSALS:
            return REFUSALS[name] % address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
        seen = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "encrypted": server.transport.get_extra_info("ssl_object") is not None,
            "headers": dict(message.items()),
            "parts": parts,
        }
        print(json.dumps(seen), flush=True)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    right = data.login == b"laurel" and data.password == b"s3cret"
    return AuthResult(success=right, handled=False)


async def main(mode, trusted):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(trusted)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    def session():
        return SMTP(
            Handler(),
            authenticator=authenticate,
            auth_require_tls=False,
            auth_required=True,
            tls_context=context if mode == "starttls" else None,
            require_starttls=mode == "starttls",
        )

    wrapper = context if mode == "tls" else None
    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0, ssl=wrapper)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Until whoever started this is gone.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main(*sys.argv[1:]))
