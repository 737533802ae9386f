"""A device that makes passkeys and signs with them, as a browser would hand them on."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

ADD = "/accounts/sign-in/passkeys/add/"
SIGN_IN = "/accounts/2fa/passkey/sign-in/"
FLAG = AuthenticatorData.FLAG


class Device:
    """Holds one passkey once it has made it; `is_verified`: it asked for a finger or a PIN."""

    def __init__(self, origin="https://placecard.example.gov.uk", *, is_verified=True):
        self.origin = origin
        self.flags = FLAG.UP | (FLAG.UV if is_verified else 0)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.user_handle = ""

    @property
    def rp_hash(self):
        return hashlib.sha256(self.origin.partition("://")[2].encode()).digest()

    def create(self, options):
        asked = options["publicKey"]
        self.user_handle = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)
        data = AuthenticatorData.create(self.rp_hash, self.flags | FLAG.AT, 0, made)
        attested = AttestationObject.create("none", data, {})
        return self._answer(
            {
                "clientDataJSON": self._client_data("webauthn.create", asked["challenge"]),
                "attestationObject": bytes(attested),
            }
        )

    def get(self, options):
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        data = bytes(AuthenticatorData.create(self.rp_hash, self.flags, 0))
        signed = data + hashlib.sha256(client_data).digest()
        answer = self._answer(
            {
                "clientDataJSON": client_data,
                "authenticatorData": data,
                "signature": self.key.sign(signed, ec.ECDSA(SHA256())),
            }
        )
        answer["response"]["userHandle"] = self.user_handle
        return answer

    def _client_data(self, kind, challenge):
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(said | {"crossOrigin": False}).encode()

    def _answer(self, response):
        return {
            "type": "public-key",
            "id": websafe_encode(self.credential_id),
            "rawId": websafe_encode(self.credential_id),
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {name: websafe_encode(value) for name, value in response.items()},
        }


def add_passkey(client, device, name="Work laptop"):
    """In a browser that has signed in."""
    made = device.create(client.get(ADD).context_data["options"])
    return client.post(ADD, {"name": name, "credential": json.dumps(made)})


def options_to_sign_in(client):
    return client.get(SIGN_IN, headers={"Accept": "application/json"}).json()["request_options"]


def sign_in_with_passkey(client, device, **more):
    signed = device.get(options_to_sign_in(client))
    return client.post(SIGN_IN, {"credential": json.dumps(signed), **more})
