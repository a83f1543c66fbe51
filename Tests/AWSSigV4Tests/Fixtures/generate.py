#!/usr/bin/env python3
"""Signs edge cases with botocore and writes botocore-edge-cases.json beside this file.

    pip install botocore==1.43.11 && python3 generate.py

botocore signs the text of a URL as it stands, while a service signs what it gets when it decodes and encodes again. So
where the form on the wire is not the canonical one, botocore is given the latter: see `canonical`.
"""
import base64
import datetime
import json
import os
from urllib.parse import quote, unquote_to_bytes, urlsplit

import botocore
import botocore.auth as auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE//////////token+value=="


def again(text, keep):
    return quote(unquote_to_bytes(text.encode()), safe="-_.~" + keep)


def parameter(text):
    """A name or a value of a query, encoded once: a raw plus is a space there."""
    return again(text.replace("+", " "), "")


def canonical(url, s3):
    """The URL with every part percent-encoded once; paths of services other than S3 are signed as they stand.

    In a query a raw plus is a space, and what has no character between two `&` is no parameter.
    """
    parts = urlsplit(url)
    path = "/".join(again(p, "") for p in parts.path.split("/")) if s3 else parts.path
    pairs = []
    for pair in parts.query.split("&") if parts.query else []:
        name, equals, value = pair.partition("=")
        if pair:
            pairs.append(parameter(name) + equals + parameter(value))
    return f"{parts.scheme}://{parts.netloc}{path}" + ("?" + "&".join(pairs) if pairs else "")


def case(name, method, url, service="s3", headers=(), body=b"", kind="header", token=None,
         region="ap-northeast-2", at="2026-02-28T23:59:59Z", body_header=None, unsigned=False, expires=900):
    now = datetime.datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
    auth.get_current_datetime = lambda *a, **k: now
    if url.startswith(ES):
        service = "es"
    s3 = service == "s3"
    request = AWSRequest(method=method, url=canonical(url, s3), data=body)
    for header, value in headers:
        request.headers.add_header(header, value)
    if body_header is None:
        body_header = service in ("s3", "es", "aoss") and kind == "header"
    signers = {
        ("header", True): auth.S3SigV4Auth, ("header", False): auth.SigV4Auth,
        ("presign", True): auth.S3SigV4QueryAuth, ("presign", False): auth.SigV4QueryAuth,
    }
    extra = {"expires": expires} if kind == "presign" else {}
    signer = signers[kind, s3](Credentials(KEY, SECRET, token), service, region, **extra)
    if unsigned:
        signer._should_sha256_sign_payload = lambda r: False
    if body_header and not s3:
        request.headers["X-Amz-Content-SHA256"] = signer.payload(request)
    seen = {}
    plain_canonical, plain_string = signer.canonical_request, signer.string_to_sign
    signer.canonical_request = lambda r: seen.setdefault("canonical", plain_canonical(r))
    signer.string_to_sign = lambda r, c: seen.setdefault("string", plain_string(r, c))
    signer.add_auth(request)
    signature = (request.url.rsplit("=", 1)[1] if kind == "presign"
                 else request.headers["Authorization"].rsplit("=", 1)[1])
    return {
        "name": name, "kind": kind, "service": service, "region": region, "timestamp": at, "token": token,
        "method": method, "url": url, "headers": [list(h) for h in headers],
        "bodyBase64": base64.b64encode(body).decode(),
        "payload": "unsigned" if unsigned or (kind == "presign" and s3) else "signed",
        "bodyHeader": bool(body_header), "expiresIn": expires,
        "canonicalRequest": seen["canonical"], "stringToSign": seen["string"], "signature": signature,
    }


S3 = "https://bucket.s3.ap-northeast-2.amazonaws.com"
ES = "https://search-demo-abc.ap-northeast-2.es.amazonaws.com"

CASES = [
    # S3 paths: nothing is normalised, everything is encoded once.
    case("s3 raw special characters", "GET", S3 + "/a*b(c)d!e'f,g:h@i&j=k;l$m+n"),
    case("s3 lowercase escapes", "GET", S3 + "/a%2fb%ed%95%9c"),
    case("s3 escaped unreserved", "GET", S3 + "/%41%7e%2D"),
    case("s3 raw UTF-8 path", "GET", S3 + "/\ud55c\uae00/\U0001f600"),
    case("s3 percent that escapes nothing", "GET", S3 + "/100%"),
    case("s3 percent before letters", "GET", S3 + "/100%zz%2"),
    case("s3 only dots and slashes", "PUT", S3 + "//..//./...//", body=b"x"),
    case("s3 key of bytes that are not UTF-8", "GET", S3 + "/%FF%FE%80"),
    # Paths of the others: normalised, then encoded once more.
    case("es raw special characters", "GET", ES + "/a*,-b/_search!'()@:;$&=+~"),
    case("es percent that escapes nothing", "GET", ES + "/100%/%zz"),
    case("es lowercase escapes", "GET", ES + "/%3clogs-%7bnow%2fd%7d%3e/_search"),
    case("es escaped dots are no dot segments", "GET", ES + "/a/%2e%2e/b/.../c"),
    case("es more dots than segments", "GET", ES + "/../../a/../../b/./c/.."),
    case("es dot at the end", "GET", ES + "/a/b/."),
    case("es dots then slash at the end", "GET", ES + "/a/b/../"),
    case("es raw UTF-8 path", "GET", ES + "/\ud55c\uad6d/_search"),
    case("es no path", "GET", ES),
    case("es no path but a query", "GET", ES + "?v"),
    # Queries.
    case("query literal plus", "GET", ES + "/_search?q=a+b&r=%2B"),
    case("query plus in a name, sorted as the space it is", "GET", S3 + "/?a%2B=1&a+=2&a=3"),
    case("query empty pieces", "GET", S3 + "/?location&&"),
    case("query empty pieces at both ends", "GET", ES + "/_search?&q=a&&=&"),
    case("presign s3 with a plus and empty pieces", "GET", S3 + "/a+b?response-content-type=a+b%2Bc&&", kind="presign"),
    case("query raw special characters", "GET", ES + "/_search?filter_path=hits.hits,took&q=a:b/c*(d)@e!"),
    case("query equals in a value", "GET", ES + "/_search?q=a=b==c&=d"),
    case("query names that are prefixes of each other", "GET", ES + "/_search?key1=a&key-2=b&key=c&KEY=d&key=B&key="),
    case("query valueless and empty", "GET", S3 + "/?acl&b=&a"),
    case("query raw UTF-8", "GET", ES + "/_search?q=\ud55c\uae00&\u1234=bar"),
    case("query lowercase and needless escapes", "GET", ES + "/_search?a=%2f%7E%41"),
    case("query sorted after encoding", "GET", S3 + "/k?a%C3%A9=1&a~=2&aZ=3&a%20=4&a-=5"),
    case("query percent that escapes nothing", "GET", ES + "/_search?q=100%&r=%zz"),
    case("query question mark in a value", "GET", ES + "/_search?q=a?b"),
    # Hosts.
    case("host in capitals with a port", "GET", "https://LocalHost:9200/_search", service="es"),
    case("host IPv6 without a port", "GET", "https://[2001:DB8::1]/b/o"),
    case("host port 80 on http dropped", "GET", "http://minio.local:80/b/o"),
    case("host port 80 on https kept", "GET", "https://minio.local:80/b/o"),
    # Headers.
    case("header values trimmed and collapsed", "PUT", S3 + "/o", body=b"hello", headers=[
        ("Content-Type", "  text/plain;   charset=utf-8  "), ("X-Amz-Meta-Tabs", "\ta\t\tb \t c\t"),
        ("X-Amz-Meta-Empty", ""), ("X-Amz-Meta-Quoted", "\"a   b\"")]),
    case("headers repeated in order", "GET", ES + "/", service="es", token=TOKEN, headers=[
        ("X-Amz-Meta-B", "2"), ("x-amz-meta-a", "z"), ("X-AMZ-META-B", " 1  0 "), ("X-Amz-Meta-A", "a")]),
    case("header names that are prefixes of each other", "GET", S3 + "/", headers=[
        ("x-amz-meta", "1"), ("x-amz-meta-a", "2"), ("x-amz-meta1", "3"), ("x-amz-met", "4")]),
    case("headers of a connection are not signed", "POST", ES + "/_bulk", service="es", body=b"{}\n", headers=[
        ("Content-Type", "application/x-ndjson"), ("User-Agent", "x/1"), ("TE", "trailers"), ("Upgrade", "h2c"),
        ("Keep-Alive", "timeout=5"), ("Trailer", "x"), ("Proxy-Authorization", "Basic eDp5")]),
    case("range and conditions", "GET", S3 + "/o", token=TOKEN, headers=[
        ("Range", "bytes=0-9"), ("If-None-Match", "\"abc\"")]),
    # Payloads and services.
    case("unsigned payload", "PUT", S3 + "/o", body=b"not hashed", unsigned=True, token=TOKEN),
    case("aoss body", "POST", "https://abc.ap-northeast-2.aoss.amazonaws.com/i/_search", service="aoss",
         body=b"{\"query\":{}}", headers=[("Content-Type", "application/json")], token=TOKEN),
    case("sts body without header", "POST", "https://sts.amazonaws.com/", service="sts", region="us-east-1",
         body=b"Action=GetCallerIdentity&Version=2011-06-15",
         headers=[("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]),
    case("first second of a leap day", "GET", S3 + "/o", at="2028-02-29T00:00:00Z"),
    # Presigned URLs.
    case("presign s3 with query and token", "GET", S3 + "/a%20b//c?response-content-type=text%2Fplain&versionId=3",
         kind="presign", token=TOKEN, expires=604800),
    case("presign s3 put with headers", "PUT", S3 + "/o", kind="presign", expires=1, headers=[
        ("Content-Type", "image/png"), ("x-amz-meta-a", "  b  c ")]),
    case("presign es", "GET", ES + "/logs-%2A/_search?size=1&from=0", service="es", kind="presign", token=TOKEN),
    case("presign rds token", "GET", "https://db.abc.ap-northeast-2.rds.amazonaws.com:3306/?Action=connect&DBUser=app",
         service="rds-db", kind="presign", token=TOKEN),
    case("presign sts", "GET", "https://sts.ap-northeast-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
         service="sts", kind="presign", headers=[("x-k8s-aws-id", "cluster")], expires=60),
]


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "botocore-edge-cases.json")
    with open(path, "w") as file:
        json.dump({"generator": f"generate.py, botocore {botocore.__version__}", "cases": CASES}, file,
                  indent=1, ensure_ascii=True)
        file.write("\n")
    print(f"{len(CASES)} cases written to {path}")


if __name__ == "__main__":
    main()
