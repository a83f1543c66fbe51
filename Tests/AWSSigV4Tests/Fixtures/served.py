"""A server's model: what a verifying server makes of a request that comes over the wire, by Python's own library.

It has no code in common with the signers it checks. Names and values of the query are those of `urllib.parse.parse_qsl`, which
OpenStack Swift's server uses: a raw plus is a space, and a piece without a character is none.
"""
import base64
import hashlib
import hmac
import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes

UNRESERVED = "-_.~"


def latin(text):
    """The bytes on the wire, a character for each, as Python's servers have them."""
    return text.encode().decode("latin-1")


def parts(url):
    scheme, host, target = re.fullmatch(r"(https?)://([^/?]*)(.*)", url, re.S).groups()
    path, _, query = target.partition("?")
    return scheme, host, path, query


def parameters(query):
    return parse_qsl(latin(query), keep_blank_values=True, encoding="latin-1")


def canonical_query(query):
    encoded = [tuple(quote(part.encode("latin-1"), safe=UNRESERVED) for part in pair)
               for pair in parameters(query) if pair[0] != "X-Amz-Signature"]
    return "&".join("=".join(pair) for pair in sorted(encoded))


def canonical_path(path, service):
    if service == "s3":
        return "/".join(quote(unquote_to_bytes(part.encode()), safe=UNRESERVED) for part in path.split("/"))
    kept = []
    for part in path.split("/"):
        if part == "..":
            kept = kept[:-1]
        elif part not in ("", "."):
            kept.append(quote(part.encode(), safe=UNRESERVED))
    return "/" + "/".join(kept) + ("/" if kept and path.endswith("/") else "")


def canonical_request(case, headers, url, signed=None):
    """The canonical request of what arrived.

    `signed`: the names of the signed headers; all but those of a connection if a signature says nothing else.
    """
    scheme, host, path, query = parts(url)
    host = re.sub(":0*(443)$" if scheme == "https" else ":0*(80)$", "", host.lower())
    values = {"host": [host]}
    for name, value in headers:
        values.setdefault(name.lower(), []).append(re.sub("[ \t]+", " ", value.strip(" \t")))
    if signed is None:
        authorization = dict(headers)["authorization"]
        signed = re.search("SignedHeaders=([^,]*)", authorization).group(1)
    body = base64.b64decode(case["bodyBase64"])
    digest = hashlib.sha256(body).hexdigest()
    if case["payload"] == "unsigned":
        digest = "UNSIGNED-PAYLOAD"
    lines = [case["method"], canonical_path(path, case["service"]), canonical_query(query)]
    lines += [f"{name}:{','.join(values[name])}" for name in signed.split(";")]
    return "\n".join(lines + ["", signed, digest])


def refusal(case, answer, secret):
    """Why a server refuses what was signed; `None` if it does not."""
    query = dict(parameters(parts(answer["url"])[3]))
    if case["kind"] == "presign":
        written = answer["url"].partition("?")[2]
        if "+" in written or "" in written.split("&"):
            return "a presigned URL has a raw plus or an empty piece"
        credential, signed = query["X-Amz-Credential"], query["X-Amz-SignedHeaders"]
        timestamp, signature = query["X-Amz-Date"], query["X-Amz-Signature"]
        token = query.get("X-Amz-Security-Token")
    else:
        headers = {name.lower(): value for name, value in answer["headers"]}
        fields = dict(field.split("=", 1) for field in headers["authorization"].partition(" ")[2].split(", "))
        credential, signed, signature = fields["Credential"], fields["SignedHeaders"], fields["Signature"]
        timestamp, token = headers["x-amz-date"], headers.get("x-amz-security-token")
    if token != case["token"]:
        return "the token is another one"
    scope = credential.split("/", 1)[1]
    text = canonical_request(case, answer["headers"], answer["url"], signed)
    string = "\n".join(["AWS4-HMAC-SHA256", timestamp, scope, hashlib.sha256(text.encode("utf-8")).hexdigest()])
    key = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    expected = hmac.new(key, string.encode(), hashlib.sha256).hexdigest()
    return None if hmac.compare_digest(expected, signature) else f"it reads {text!r}"
