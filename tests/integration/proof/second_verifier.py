"""A verifier that was written from docs/reference/chain.md alone; it imports nothing of Interco.

`python second_verifier.py DIR PUBLIC_KEY.pem` prints what is wrong and ends with 1, or 0.
"""

import base64
import hashlib
import json
import sys
from datetime import date, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

ZEROS = "0" * 64


def canonical(value):
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def digest(value):
    return hashlib.sha256(canonical(value)).hexdigest()


def base64url(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def thumbprint(key):
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    jwk = {"crv": "Ed25519", "kty": "OKP", "x": base64url(raw)}
    return base64url(hashlib.sha256(canonical(jwk)).digest())


def is_signed(document, key):
    try:
        signature = base64.urlsafe_b64decode(document["signature"] + "==")
        key.verify(signature, canonical(document["signed"]))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return document["key"] == thumbprint(key)


def check_roots(folder, key):
    roots, wrong, before = {}, [], None
    for path in sorted((folder / "roots").glob("*.json")):
        document = json.loads(path.read_bytes())
        signed = roots[path.stem] = document["signed"]
        if not is_signed(document, key):
            wrong.append(f"root {path.stem}: signature")
        elif signed["format"] != "interco.root/1" or signed["day"] != path.stem:
            wrong.append(f"root {path.stem}: of another day")
        elif before is not None:
            following = date.fromisoformat(before["day"]) + timedelta(days=1)
            if following.isoformat() != path.stem:
                wrong.append(f"root {following}: missing")
            elif signed["previous"] != digest(before):
                wrong.append(f"root {path.stem}: does not follow")
        before = signed
    return roots, wrong


def check_chain(body, lines, roots, end, used):
    """The first thing that is wrong, or None."""
    n, previous, day, first = 0, ZEROS, "", 1

    def day_is_signed():
        if not day or (day not in roots and day > max(roots, default="")):
            return True
        leaf = digest({"body": body, "first": first, "last": n, "digest": previous})
        used.setdefault(day, set()).add(leaf)
        return leaf in roots.get(day, {"leaves": ()})["leaves"]

    for line in lines:
        kept = json.loads(line)
        record = kept["record"]
        links = (record["format"], record["body"], record["n"], record["previous"])
        if links != ("interco.chain/1", body, n + 1, previous) or record["day"] < day:
            return f"{body} {n + 1}: out of its place"
        if digest(record) != kept["digest"]:
            return f"{body} {n + 1}: changed"
        if record["day"] != day:
            if not day_is_signed():
                return f"{body}: {day} is not as signed"
            day, first = record["day"], n + 1
        n, previous = record["n"], kept["digest"]
    if {"n": n, "digest": previous} != end:
        return f"{body} {n + 1}: the end is not where it was"
    return None if day_is_signed() else f"{body}: {day} is not as signed"


def check(folder, key):
    roots, wrong = check_roots(folder, key)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    contents = manifest["signed"]
    if contents["format"] != "interco.audit/1" or not is_signed(manifest, key):
        wrong.append("manifest: signature")
    wrong += [f"root {day}: missing" for day in contents["roots"] if day not in roots]
    used = {}
    names = {path.stem for path in (folder / "chains").glob("*.ndjson")}
    for body in sorted(names | contents["chains"].keys()):
        path = folder / "chains" / f"{body}.ndjson"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        found = check_chain(body, lines, roots, contents["chains"].get(body), used)
        wrong += [found] if found else []
    if contents["body"] is None and not wrong:
        for day, root in roots.items():
            if set(root["leaves"]) - used.get(day, set()):
                wrong.append(f"root {day}: a chain is missing")
    return wrong


if __name__ == "__main__":
    found = check(Path(sys.argv[1]), load_pem_public_key(Path(sys.argv[2]).read_bytes()))
    sys.stdout.write("\n".join(found) or "whole")
    sys.exit(1 if found else 0)
