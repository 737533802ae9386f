"""An OpenID Connect provider in a process of its own: `python -m tests.oidc_provider`.

It lets in whomever it was told to last, without asking, honestly or not, and writes its address
first.
"""

import base64
import hashlib
import json
import secrets
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "placecard", "a secret of the two"
KEY, ANOTHER_KEY = (rsa.generate_private_key(65537, 2048) for _ in range(2))
ELSEWHERE = "no fault: one signs in at another host"
OTHER_KEY = "no fault: it signs with another key from now on"
IN_DROPS = "its answer comes in drops"
POST_ONLY = "no fault: it wants the secret in the form"
JSON = b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"
ODD_ANSWERS = {
    "it does not speak HTTP": b"nonsense\r\n\r\n",
    "its answer breaks off": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}",
    "a list without end": JSON + b"[" * 99_999,
    "keys that are none": JSON + b'{"keys": [7]}',
    "keys that are no list": JSON + b'{"keys": 7}',
    "a key of no kind": JSON + b'{"keys": [{"kid": "1", "kty": 7}]}',
}
OLU = {"sub": "olu", "email": "olu@westshire.example", "email_verified": True, "name": "Olu Ojo"}


class Provider(ThreadingHTTPServer):
    """What it says of the next person: claims over the usual ones, and one fault of `FAULTS`."""

    told: dict = {"claims": OLU, "fault": ""}
    asked: dict[str, dict] = {}
    visited: list[str] = []

    @property
    def issuer(self):
        return f"http://localhost:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self):
        path = urlsplit(self.path).path
        Provider.visited.append(path)
        answers = {
            "/.well-known/openid-configuration": self.configuration,
            "/keys": self.keys,
            "/authorize": self.authorize,
            "/visited": lambda: self.say(Provider.visited),
        }
        answers[path]()

    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/told":
            Provider.told = json.loads(form)
            return self.say({})
        return self.token({name: values[0] for name, values in parse_qs(form.decode()).items()})

    def configuration(self):
        issuer = self.server.issuer
        way = "client_secret_post" if Provider.told["fault"] == POST_ONLY else "client_secret_basic"
        lie = "https://elsewhere.example" if Provider.told["fault"] == "issuer" else issuer
        elsewhere = issuer.replace("localhost", "127.0.0.1")
        signs_in_at = elsewhere if Provider.told["fault"] == ELSEWHERE else issuer
        self.say(
            {
                "issuer": lie,
                "authorization_endpoint": f"{signs_in_at}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/keys",
                "token_endpoint_auth_methods_supported": [way],
            }
        )

    def keys(self):
        fault = Provider.told["fault"]
        if fault in ODD_ANSWERS:
            return self.wfile.write(ODD_ANSWERS[fault])
        if fault == IN_DROPS:
            return self.drip()
        key, kid = (ANOTHER_KEY, "2") if fault == OTHER_KEY else (KEY, "1")
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
        return self.say({"keys": [public | {"kid": kid, "use": "sig", "alg": "RS256"}]})

    def drip(self):
        self.wfile.write(JSON)
        for _ in range(40):
            self.wfile.write(b" ")
            time.sleep(0.05)

    def authorize(self):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        code = secrets.token_urlsafe(8)
        Provider.asked[code] = asked
        self.send_response(302)
        answer = urlencode({"code": code, "state": asked["state"]})
        self.send_header("Location", f"{asked['redirect_uri']}?{answer}")
        self.end_headers()

    def token(self, form):
        asked = Provider.asked.pop(form["code"], None)
        if not (asked and self.is_client(form)):
            return self.say({"error": "invalid_client"}, status=401)
        challenge = base64.urlsafe_b64encode(
            hashlib.sha256(form["code_verifier"].encode()).digest()
        )
        if asked["code_challenge"] != challenge.rstrip(b"=").decode():
            return self.say({"error": "invalid_grant"}, status=400)
        return self.say(
            {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(asked)}
        )

    def is_client(self, form):
        if Provider.told["fault"] == POST_ONLY:
            return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        pair = base64.b64encode(f"{CLIENT}:a%20secret%20of%20the%20two".encode()).decode()
        return self.headers["Authorization"] == f"Basic {pair}"

    def signed(self, asked):
        now, fault = int(time.time()), Provider.told["fault"]
        if fault == "a header without end":
            return base64.urlsafe_b64encode(b"[" * 99_999).decode() + ".e30.x"
        claims = {"iss": self.server.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"]} | Provider.told["claims"]
        if fault == "unsigned":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": "1"})
        if fault == "signed with the secret of the two":
            return jwt.encode(claims, SECRET.ljust(32), algorithm="HS256", headers={"kid": "1"})
        key = ANOTHER_KEY if fault in ("signed by another", OTHER_KEY) else KEY
        kid = {"kid": "2" if fault == OTHER_KEY else "1"}
        token = jwt.encode(claims, key, algorithm="RS256", headers=kid)
        return token.rpartition(".")[0] + "." if fault == "signature cut off" else token

    def say(self, answer, status=200):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_):
        pass


class Running:
    """Speaks to the process from a test."""

    def __init__(self, issuer):
        self.issuer = issuer

    def say(self, fault="", **claims):
        """Of whoever signs in next."""
        told = json.dumps({"claims": OLU | claims, "fault": fault}).encode()
        urllib.request.urlopen(f"{self.issuer}/told", told).close()  # noqa: S310 - our own process

    def visited(self):
        """The paths that it was asked for, since it was started."""
        with urllib.request.urlopen(f"{self.issuer}/visited") as answer:  # noqa: S310 - our own process
            return json.loads(answer.read())[:-1]

    def sign_in(self, address):
        """What a browser does there: returns where it is sent back to."""
        opener = urllib.request.build_opener(Stay)
        with opener.open(address) as answer:
            return answer.headers["Location"]


class Stay(urllib.request.HTTPRedirectHandler):
    def http_error_302(self, req, fp, code, msg, headers):
        return fp


@contextmanager
def running():
    command = [sys.executable, "-m", "tests.oidc_provider"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Running(process.stdout.readline().strip())
        finally:
            process.terminate()


if __name__ == "__main__":
    server = Provider(("127.0.0.1", 0), Answers)
    sys.stdout.write(f"{server.issuer}\n")
    sys.stdout.flush()
    server.serve_forever()
