#!/usr/bin/env python3
"""Signs random requests with botocore and with `evergreen sign`, and compares; then a server's model reads what would be sent.

    pip install botocore==1.43.11
    swift build --product evergreen
    python3 property.py --tool .build/debug/evergreen [--count 5000] [--seed 1]
    python3 property.py --fixture            # writes botocore-random-cases.json beside this file, 500 cases

What is random: the service and its rules, odd bytes, escapes and dot segments in paths and queries, empty and repeated
parameters and headers, white space in values, capitals, ports, IPv6 hosts, tokens, bodies, times, presigned URLs.

The model (served.py) shares no code with either signer: it takes the request as it goes over the wire apart with Python's own
library and works out the signature that the request should have. Of SigV4a, whose signatures are random, it checks the canonical
request.

What is left out, because botocore has no say in it: control characters, `#` and raw spaces, which are no part of a URL;
header values outside of ASCII, which the signer refuses; header names that one of the two sets itself. When presigning,
botocore takes the query apart and puts it together again: parameters of the same name, those without name and value and bytes that
are not UTF-8 get lost or become others, so presigned requests have none of these; and it signs the empty path of an S3 URL as such,
where we write the slash into the URL that every HTTP client sends.
"""
import argparse
import base64
import json
import os
import random
import subprocess
import sys
from urllib.parse import unquote_to_bytes

import botocore

import generate
import served

REGIONS = ["us-east-1", "eu-central-1", "ap-northeast-2", "us-gov-west-1", "cn-north-1"]
SERVICES = ["s3", "es", "aoss", "sts", "rds-db", "execute-api"]
METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"]
PLAIN = "abcXYZ019-._~"
MARKS = "!$'()*+,;:@&="
HOSTS = ["bucket.s3.amazonaws.com", "LocalHost", "a-b.c_d.example", "127.0.0.1", "[::1]", "[2001:DB8::a:1]", "x"]
# Set by one of the two signers, or never signed by one of them.
RESERVED = {"host", "authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "date", "expect",
            "user-agent", "connection", "te", "trailer", "upgrade", "keep-alive", "x-amzn-trace-id",
            "transfer-encoding"}


def token(r):
    return None if r.random() < 0.4 else "FAKE" + "".join(r.choices("abcABC123/+=", k=r.choice([1, 40, 744])))


def escape(r):
    text = "%%%02x" % r.randrange(256)
    return text.upper() if r.random() < 0.5 else text


def character(r, marks):
    kind = r.random()
    if kind < 0.55:
        return r.choice(PLAIN)
    if kind < 0.75:
        return r.choice(marks)
    if kind < 0.92:
        return escape(r)
    if kind < 0.96:
        return r.choice(["é", "한", "😀", "e\u0301", "\u00a0"])
    return r.choice(["%", "%%", "%z", '"', "<", ">", "\\", "^", "`", "{", "|", "}"])


def text(r, marks, longest):
    return "".join(character(r, marks) for _ in range(r.randrange(longest)))


def path(r):
    if r.random() < 0.05:
        return ""
    segments = [r.choice(["", ".", "..", "...", text(r, MARKS, 12)]) for _ in range(r.randrange(1, 6))]
    return "/" + "/".join(segments)


def query(r):
    if r.random() < 0.35:
        return ""
    pairs = []
    for _ in range(r.randrange(1, 7)):
        name = r.choice(["a", "A", "a-", "aa", "list-type", "", text(r, "!$'()*+,;:@/", 6)])
        pairs.append(name + r.choice(["", "=", "=" + text(r, "!$'()*+,;:@/=?", 8)]))
    return "?" + "&".join(pairs)


def survives_parsing(where):
    names = set()
    for pair in where[1:].replace("+", " ").split("&") if where else []:
        if not pair:
            continue
        try:
            decoded = unquote_to_bytes(pair.encode()).decode()
        except UnicodeDecodeError:
            return False
        name = unquote_to_bytes(pair.partition("=")[0].encode())
        if not decoded or name in names:
            return False
        names.add(name)
    return True


def headers(r):
    found = []
    for _ in range(r.randrange(6)):
        name = r.choice(["Content-Type", "X-Amz-Meta-A", "x-amz-meta-a", "X-AMZ-META", "Range", "x-1", "A!#$%&'*+.^_`|~z",
                         "x-" + "".join(r.choices("abcDEF12-", k=r.randrange(1, 9)))])
        value = "".join(r.choices("abc \t\t  ,;=\"/:+-%AZ09~", k=r.randrange(14)))
        if name.lower() not in RESERVED:
            found.append((name, value))
    return found


def random_case(r, index):
    service = r.choice(SERVICES)
    host = r.choice(HOSTS) + r.choice(["", "", ":80", ":443", ":9200", ":65535"])
    where = path(r)
    kind = r.choice(["header", "header", "header", "presign"])
    if kind == "presign" and not where:
        where = "/"
    url = r.choice(["https", "https", "http"]) + "://" + host + where
    parameters = query(r)
    while kind == "presign" and not survives_parsing(parameters):
        parameters = query(r)
    url += parameters
    body = b"" if r.random() < 0.5 else bytes(r.randrange(256) for _ in range(r.choice([1, 63, 64, 500])))
    if kind == "presign":
        body = b""
    at = "%04d-%02d-%02dT%02d:%02d:%02dZ" % (
        r.randrange(1971, 2100), r.randrange(1, 13), r.randrange(1, 29), r.randrange(24), r.randrange(60),
        r.randrange(60))
    return generate.case(
        f"random {index}", r.choice(METHODS), url, service=service, headers=headers(r), body=body, kind=kind,
        token=token(r), region=r.choice(REGIONS), at=at, unsigned=kind == "header" and service == "s3"
        and r.random() < 0.3, expires=r.choice([1, 900, 604800]))


def cases(seed, count):
    r = random.Random(seed)
    return [random_case(r, index) for index in range(count)]


def line(case):
    given = {
        "kind": case["kind"], "method": case["method"], "url": case["url"], "headers": case["headers"],
        "bodyBase64": case["bodyBase64"], "service": case["service"], "region": case["region"],
        "timestamp": case["timestamp"], "payloadMode": case["payload"], "expiresIn": case["expiresIn"],
        "credentials": {"accessKeyId": generate.KEY, "secretAccessKey": generate.SECRET},
    }
    if case["token"]:
        given["credentials"]["sessionToken"] = case["token"]
    return json.dumps(given)


def sign(tool, lines):
    answers = subprocess.run([tool, "sign"], input="\n".join(lines) + "\n", capture_output=True, text=True,
                             check=True).stdout.splitlines()
    if len(answers) != len(lines):
        sys.exit(f"{len(lines)} requests, {len(answers)} answers")
    return list(map(json.loads, answers))


def compare(tool, found):
    answers = sign(tool, map_lines(found))
    wrong = 0
    for case, answer in zip(found, answers):
        if any(answer.get(name) != case[name] for name in ("canonicalRequest", "stringToSign", "signature")):
            wrong += 1
            if wrong <= 5:
                print(json.dumps({"url": case["url"], "headers": case["headers"], "kind": case["kind"]}))
                print("botocore:", repr(case["canonicalRequest"]))
                print("ours:    ", repr(answer.get("canonicalRequest", answer.get("error"))))
    print(f"property: {len(found)} random requests signed by botocore {botocore.__version__} and by evergreen, "
          f"{len(found) - wrong} equal, {wrong} not")
    refused = serve(found, answers) + serve_asymmetric(tool, [case for case in found if case["kind"] == "header"])
    sys.exit(1 if wrong or refused else 0)


def map_lines(found):
    return [line(case) for case in found]


def serve(found, answers):
    """How many of the requests a server would refuse."""
    refused = 0
    for case, answer in zip(found, answers):
        if "error" in answer:
            refused += 1
            continue
        reason = served.refusal(case, answer, generate.SECRET)
        if reason:
            refused += 1
            if refused <= 5:
                print(json.dumps({"url": answer["url"], "kind": case["kind"]}), reason)
    print(f"property: {len(found)} of evergreen's requests read by the model of a server, {refused} refused")
    return refused


def serve_asymmetric(tool, found):
    answers = sign(tool, [json.dumps(json.loads(line(case)) | {"kind": "sigv4a"}) for case in found])
    wrong = 0
    for case, answer in zip(found, answers):
        if answer.get("canonicalRequest") != served.canonical_request(case, answer["headers"], case["url"]):
            wrong += 1
            if wrong <= 5:
                print(json.dumps({"url": case["url"], "kind": "sigv4a"}), repr(answer.get("canonicalRequest")))
    print(f"property: {len(found)} canonical requests of SigV4a read by the model of a server, {wrong} otherwise")
    return wrong


def write_fixture():
    found = cases(20260101, 500)
    for case in found:
        # The signature covers both.
        del case["canonicalRequest"], case["stringToSign"]
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "botocore-random-cases.json")
    with open(target, "w") as file:
        file.write('{"generator": "property.py, botocore %s", "cases": [\n' % botocore.__version__)
        file.write(",\n".join(json.dumps(case, separators=(",", ":")) for case in found))
        file.write("\n]}\n")
    print(f"{len(found)} cases written to {target}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fixture", action="store_true")
    arguments = parser.parse_args()
    if arguments.fixture:
        write_fixture()
    elif arguments.tool:
        compare(arguments.tool, cases(arguments.seed, arguments.count))
    else:
        parser.error("--tool or --fixture")


if __name__ == "__main__":
    main()
