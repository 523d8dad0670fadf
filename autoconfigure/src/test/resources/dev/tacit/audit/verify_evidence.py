#!/usr/bin/env python3
# Copyright 2026 the Tacit authors.
# SPDX-License-Identifier: Apache-2.0
"""Second implementation of the ledger's format, from docs/audit.md alone: checks an export, or the golden vectors.

    verify_evidence.py evidence.zip [KEY...]      verify_evidence.py --vectors golden-vectors.json
"""
import base64, hashlib, json, os, struct, subprocess, sys, tempfile, zipfile

FIELDS = ("format:i chain sequence:l record phase request parent time:l boot actor subject conversation retention facts "
          "commitment payload previous").split()


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def text(value):
    if value is None:
        return struct.pack(">i", -1)
    value = value.encode() if isinstance(value, str) else value
    return struct.pack(">i", len(value)) + value


def canonical(fields):
    out = text("tacit-audit-record")
    for field in FIELDS:
        name, _, kind = field.partition(":")
        out += struct.pack(">" + kind.replace("l", "q"), fields[name]) if kind else text(fields[name])
    return out


def parse(data):
    at = 0

    def take_text():
        nonlocal at
        length, = struct.unpack_from(">i", data, at)
        at += 4 + max(length, 0)
        return None if length < 0 else data[at - length:at].decode()

    assert take_text() == "tacit-audit-record"
    fields = {}
    for field in FIELDS:
        name, _, kind = field.partition(":")
        if kind:
            fields[name], = struct.unpack_from(">" + kind.replace("l", "q"), data, at)
            at += 4 if kind == "i" else 8
        else:
            fields[name] = take_text()
    assert at == len(data) and canonical(fields) == data
    return fields


def tree_root(leaves):
    if not leaves:
        return sha()
    if len(leaves) == 1:
        return sha(b"\0", leaves[0])
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1", tree_root(leaves[:half]), tree_root(leaves[half:]))


def root_from_path(record_hash, index, size, path):
    if size == 1:
        assert not path
        return sha(b"\0", record_hash)
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return sha(b"\1", root_from_path(record_hash, index, half, path[:-1]), path[-1])
    return sha(b"\1", path[-1], root_from_path(record_hash, index - half, size - half, path[:-1]))


def signed(message, signature, vkey):
    key = base64.b64decode(vkey.split("+", 2)[2])[1:]
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        for name, data in zip(names, (bytes.fromhex("302a300506032b6570032100") + key, message, signature)):
            open(name, "wb").write(data)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", names[0], "-rawin",
                               "-in", names[1], "-sigfile", names[2]], capture_output=True).returncode == 0


def vouched(note, key):
    body, signatures = note[:note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2:]
    return any(signed(body.encode(), base64.b64decode(line.split(" ")[2])[4:], key) for line in signatures.splitlines())


def explains(note, fields):
    lines = [line.partition(" ")[2] for line in note.split("\n")]
    return (note.startswith("tacit-audit/" + fields["chain"] + "/pruned-content\n") and lines[1] == fields["retention"]
            and fields["time"] < int(lines[2]) and fields["sequence"] < int(lines[3]))


def verify(path, trusted):
    archive = zipfile.ZipFile(path)
    note = archive.read("checkpoint.txt").decode()
    body = note[:note.rindex("\n\n") + 1]
    keys = set(trusted or archive.read("keys.txt").decode().split())
    for line in archive.read("rotations.jsonl").decode().splitlines():
        rotation = json.loads(line)
        message = text("tacit-audit-signing-key") + text(rotation["chain"]) + text(rotation["key"])
        if any(signed(message, base64.b64decode(rotation["signature"]), key) for key in keys):
            keys.add(rotation["key"])
    assert any(vouched(note, key) for key in keys), "the checkpoint is not signed by a trusted key"
    lines = body.split("\n")
    size, root = int(lines[1]), base64.b64decode(lines[2])
    pruned = [manifest for manifest in map(json.loads, archive.read("manifests.jsonl").decode().splitlines())
              if any(vouched(manifest, key) for key in keys)]
    states = {"disclosed": 0, "sealed": 0, "pruned": 0}
    for line in archive.read("records.jsonl").decode().splitlines():
        record = json.loads(line)
        data = base64.b64decode(record["canonical"])
        fields = parse(data)
        assert "tacit-audit/" + fields["chain"] == lines[0], "a record of another chain"
        proof = [base64.b64decode(node) for node in record["path"]]
        assert root_from_path(sha(data), fields["sequence"], size, proof) == root, fields["sequence"]
        if "payload" in record:
            payload = record["payload"]
            sealed = text("tacit-audit-payload") + text(payload["keyId"]) + text(base64.b64decode(payload["nonce"]))
            assert sha(sealed + text(base64.b64decode(payload["ciphertext"]))).hex() == fields["payload"]
        else:
            assert any(explains(manifest, fields) for manifest in pruned), "content is missing without a manifest"
        if "content" in record:
            content = text("tacit-audit-content") + text(base64.b64decode(record["content"]))
            assert sha(content).hex() == fields["commitment"], fields["sequence"]
        states["disclosed" if "content" in record else "sealed" if "payload" in record else "pruned"] += 1
    return sum(states.values()), ", ".join(str(count) + " " + state for state, count in states.items())


def vectors(path):
    golden = json.load(open(path))
    hashes = []
    for vector in golden["records"]:
        data = canonical(vector["fields"])
        assert data.hex() == vector["canonical"] and sha(data).hex() == vector["hash"]
        hashes.append(sha(data))
    for size, root in enumerate(golden["roots"]):
        assert tree_root(hashes[:size]).hex() == root
    return len(hashes)


if __name__ == "__main__":
    if sys.argv[1] == "--vectors":
        print("VALID", vectors(sys.argv[2]), "vectors")
    else:
        print("VALID %d records: %s" % verify(sys.argv[1], sys.argv[2:]))
