"""Measures the Python peers next to our signer; run by Benchmarks/signing-peers."""
import datetime
import gc
import json
import subprocess
import sys
import time

import awscrt.auth
import awscrt.http
import awscrt.io
import requests
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from requests_aws4auth import AWS4Auth

KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2VjEJr//////////wEaDmFwLW5vcnRoZWFzdC0yIkcwRQIhAM" * 12
REGION = "ap-northeast-2"
S3 = "test-bucket.s3.ap-northeast-2.amazonaws.com"
ES = "search-mydomain-abcdefghijklmnop.ap-northeast-2.es.amazonaws.com"
QUERY = b'{"query":{"match":{"f":"v"}}}   ' * 16
KEYS = Credentials(KEY, SECRET, TOKEN)


def best(body, count=300, batches=8):
    """Nanoseconds of the best batch, which an interrupted one cannot be."""
    gc.disable()
    times = []
    for _ in range(batches):
        start = time.perf_counter_ns()
        for _ in range(count):
            body()
        times.append((time.perf_counter_ns() - start) / count)
    gc.enable()
    return min(times)


def botocore_case(method, url, service, data=b"", headers=None, presign=False):
    def build():
        return AWSRequest(method=method, url=url, data=data, headers=headers or {})

    def sign():
        request = build()
        if presign:
            S3SigV4QueryAuth(KEYS, service, REGION, expires=900).add_auth(request)
        else:
            (S3SigV4Auth if service == "s3" else SigV4Auth)(KEYS, service, REGION).add_auth(request)

    return best(sign) - best(build)


def aws4auth_case(method, url, service, data=None, headers=None):
    auth = AWS4Auth(KEY, SECRET, REGION, service, session_token=TOKEN)
    prepared = requests.Request(method, url, data=data, headers=headers or {}).prepare()

    def sign():
        auth(prepared.copy())

    return best(sign) - best(prepared.copy)


PROVIDER = awscrt.auth.AwsCredentialsProvider.new_static(KEY, SECRET, TOKEN)


def awscrt_case(method, host, path, service, data=b"", headers=(), presign=False):
    def build():
        fields = awscrt.http.HttpHeaders([("host", host)] + list(headers))
        return awscrt.http.HttpRequest(method, path, fields, awscrt.io.InputStream(__import__("io").BytesIO(data))
                                       if data else None)

    kind = awscrt.auth.AwsSignatureType
    s3 = service == "s3"

    def settings():
        return awscrt.auth.AwsSigningConfig(
            algorithm=awscrt.auth.AwsSigningAlgorithm.V4,
            signature_type=kind.HTTP_REQUEST_QUERY_PARAMS if presign else kind.HTTP_REQUEST_HEADERS,
            credentials_provider=PROVIDER, region=REGION, service=service,
            date=datetime.datetime.now(datetime.timezone.utc), use_double_uri_encode=not s3,
            should_normalize_uri_path=not s3,
            signed_body_value="UNSIGNED-PAYLOAD" if presign else None,
            signed_body_header_type=awscrt.auth.AwsSignedBodyHeaderType.NONE if presign
            else awscrt.auth.AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA_256,
            expiration_in_seconds=900 if presign else None)

    def sign():
        awscrt.auth.aws_sign_request(build(), settings()).result()

    def prepare():
        build()
        settings()

    return best(sign) - best(prepare)


JSON_HEADER = {"content-type": "application/json"}
CASES = {
    "s3.get.token": ("S3 GET, session token", {
        "botocore": lambda: botocore_case("GET", f"https://{S3}/photos/2026/cat.jpg", "s3"),
        "requests-aws4auth": lambda: aws4auth_case("GET", f"https://{S3}/photos/2026/cat.jpg", "s3"),
        "awscrt": lambda: awscrt_case("GET", S3, "/photos/2026/cat.jpg", "s3"),
    }),
    "es.post.token": ("Elasticsearch POST of 512 bytes, session token", {
        "botocore": lambda: botocore_case("POST", f"https://{ES}/my-index/_search", "es", QUERY, JSON_HEADER),
        "requests-aws4auth": lambda: aws4auth_case("POST", f"https://{ES}/my-index/_search", "es", QUERY, JSON_HEADER),
        "awscrt": lambda: awscrt_case("POST", ES, "/my-index/_search", "es", QUERY, JSON_HEADER.items()),
    }),
    "s3.presign.token": ("S3 presigned GET, session token", {
        "botocore": lambda: botocore_case("GET", f"https://{S3}/photos/2026/cat.jpg", "s3", presign=True),
        "awscrt": lambda: awscrt_case("GET", S3, "/photos/2026/cat.jpg", "s3", presign=True),
    }),
}
COLORS = {"floor": "#9aa0a6", "Evergreen": "#1e8e3e", "awscrt": "#f29900", "botocore": "#4285f4",
          "requests-aws4auth": "#a142f4"}


def chart(rows):
    """A bar for each signer, as long as the logarithm of its time."""
    import math
    lines, y = [], 46
    for title, bars in rows:
        lines.append(f'<text x="16" y="{y}" font-weight="bold">{title}</text>')
        y += 10
        for name, nanoseconds in bars:
            width = 150 * math.log10(nanoseconds / 500)
            text = f"{nanoseconds / 1000:.2f} µs"
            lines.append(f'<text x="150" y="{y + 13}" text-anchor="end">{name}</text>'
                         f'<rect x="158" y="{y + 1}" width="{width:.1f}" height="15" fill="{COLORS[name]}"/>'
                         f'<text x="{164 + width:.1f}" y="{y + 13}">{text}</text>')
            y += 20
        y += 26
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="620" height="{y}" font-family="sans-serif" font-size="12">'
            f'<rect width="620" height="{y}" fill="#ffffff"/>'
            '<text x="16" y="22" font-size="14">Time of one signature, best batch, logarithmic scale</text>'
            + "".join(lines) + "</svg>\n")


ROUNDS = 5


def measure():
    """Nanoseconds by case and signer: the best of rounds in which all take turns, as a machine is not always as fast."""
    results = {}

    def keep(case, name, nanoseconds):
        bars = results.setdefault(case, {})
        bars[name] = min(bars.get(name, nanoseconds), nanoseconds)

    for _ in range(ROUNDS):
        ours = json.loads(subprocess.run([sys.argv[1], "--json"], capture_output=True, check=True, text=True).stdout)
        for case, figures in ours.items():
            keep(case, "floor", figures["floorNs"])
            keep(case, "Evergreen", figures["ns"])
            for name, run in CASES.get(case, ("", {}))[1].items():
                keep(case, name, run())
    return results


def main():
    rows = []
    results = measure()
    print(f"{'case':<20}{'signer':<20}{'ns':>9}{'of ours':>10}{'of floor':>10}")
    for case, bars in results.items():
        bars = list(bars.items())
        own, floor = results[case]["Evergreen"], results[case]["floor"]
        for name, nanoseconds in bars:
            print(f"{case:<20}{name:<20}{nanoseconds:>9.0f}{nanoseconds / own:>10.1f}{nanoseconds / floor:>10.2f}")
        if case in CASES:
            rows.append((CASES[case][0], sorted(bars, key=lambda bar: bar[1])))
    if len(sys.argv) > 3 and sys.argv[2] == "--svg":
        with open(sys.argv[3], "w") as file:
            file.write(chart(rows))


if __name__ == "__main__":
    main()
