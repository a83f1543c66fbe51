#!/usr/bin/env python3
"""What Amazon puts before an Elasticsearch domain: a front that lets signed requests through and refuses all others.

    iam-front.py --listen HOST:PORT --control HOST:PORT --upstream HOST:PORT [--lifetime SECONDS] [...]

The front verifies AWS Signature Version 4 with botocore, on the bytes that came over the wire, and answers in Amazon's
words (403 and a JSON body with a message). What passes goes to the upstream node.

The control port issues the credentials that the front accepts, in the forms of the endpoints that AWS has for this:

    GET  /credentials[?lifetime=SECONDS]        a new session key, in the form of the container credentials endpoint
    PUT  /latest/api/token                      the instance metadata service (IMDSv2), with its token:
    GET  /latest/meta-data/iam/security-credentials/        the role's name
    GET  /latest/meta-data/iam/security-credentials/ROLE    a new session key, in this service's JSON form
    GET  /latest/meta-data/placement/region

and obeys the tests:

    POST /rotate[?lifetime=SECONDS]             a new session key; all older ones are expired from now on
    POST /static?access_key_id=ID&secret_access_key=SECRET  accepts this permanent key
    GET  /stats                                 counts: requests accepted and rejected, keys issued, rotations

`realm=NAME` in the query of /credentials, /rotate or /stats keeps tests that run at the same time out of each other's
way: a rotation ends the keys of its own realm only, and /stats counts the requests made with that realm's keys.
Without it, the realm is the one without a name, and /stats counts everything.
"""

import argparse
import collections
import hashlib
import hmac
import http.client
import json
import logging
import math
import secrets
import socket
import string
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote_to_bytes

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

log = logging.getLogger("iam-front")

# --- Keys ---------------------------------------------------------------------------------------------------------


class Key:
    """One set of credentials that the front knows. A permanent one has no token and no expiration."""

    def __init__(self, access_key_id, secret_access_key, token=None, expiration=None, realm=""):
        self.access_key_id = access_key_id
        self.secret_access_key = secret_access_key
        self.token = token
        self.expiration = expiration
        self.realm = realm
        self.is_revoked = False

    def is_expired(self, now):
        return self.is_revoked or (self.expiration is not None and now >= self.expiration)

    def fields(self):
        return {
            "AccessKeyId": self.access_key_id,
            "SecretAccessKey": self.secret_access_key,
            "Token": self.token,
            "Expiration": iso8601(self.expiration),
        }


class Vault:
    """All keys and all counts, for any number of threads."""

    # The oldest keys are forgotten, and "invalid" then instead of "expired", only after this many newer ones.
    CAPACITY = 100_000

    def __init__(self, lifetime):
        self.lifetime = lifetime
        self.lock = threading.Lock()
        self.keys = collections.OrderedDict()
        self.issued = collections.Counter()
        self.rotations = collections.Counter()
        self.accepted = collections.Counter()
        self.rejected = collections.defaultdict(collections.Counter)
        self.upstream_errors = 0

    def find(self, access_key_id):
        with self.lock:
            return self.keys.get(access_key_id)

    def register(self, key):
        with self.lock:
            self.keys[key.access_key_id] = key

    def issue(self, realm, lifetime=None):
        with self.lock:
            return self._issue(realm, lifetime)

    def rotate(self, realm, lifetime=None):
        with self.lock:
            for key in self.keys.values():
                if key.token is not None and key.realm == realm:
                    key.is_revoked = True
            self.rotations[realm] += 1
            return self._issue(realm, lifetime)

    def _issue(self, realm, lifetime):
        # Whole milliseconds, so that what we enforce is exactly what we print.
        expiration = datetime.now(timezone.utc) + timedelta(seconds=self.lifetime if lifetime is None else lifetime)
        expiration = expiration.replace(microsecond=expiration.microsecond // 1000 * 1000)
        letters = string.ascii_uppercase + string.digits
        key = Key(
            access_key_id="ASIA" + "".join(secrets.choice(letters) for _ in range(16)),
            secret_access_key=secrets.token_urlsafe(30),
            # With the characters of real tokens, which must survive a header and a query as they are.
            token="IQoJb3JpZ2luX2Vj/+" + secrets.token_urlsafe(120) + "==",
            expiration=expiration,
            realm=realm,
        )
        self.keys[key.access_key_id] = key
        self.issued[realm] += 1
        while len(self.keys) > self.CAPACITY:
            self.keys.popitem(last=False)
        return key

    def count_accepted(self, key):
        with self.lock:
            self.accepted[key.realm] += 1

    def count_rejected(self, reason, key):
        with self.lock:
            self.rejected[key.realm if key else None][reason] += 1

    def count_upstream_error(self):
        with self.lock:
            self.upstream_errors += 1

    def stats(self, realm=None):
        """The counts of one realm, or of everything: also of requests whose key, if any, we do not know."""
        with self.lock:
            if realm is None:
                rejected = sum(self.rejected.values(), collections.Counter())
                accepted, issued, rotations = (c.total() for c in (self.accepted, self.issued, self.rotations))
            else:
                rejected = self.rejected[realm] if realm in self.rejected else collections.Counter()
                accepted, issued, rotations = (c[realm] for c in (self.accepted, self.issued, self.rotations))
            return {
                "accepted": accepted,
                "rejected": {reason: rejected[reason] for reason in Rejection.REASONS},
                "rejectedTotal": rejected.total(),
                "issued": issued,
                "rotations": rotations,
                "upstreamErrors": self.upstream_errors,
            }


def iso8601(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


# --- Signatures ---------------------------------------------------------------------------------------------------


class Rejection(Exception):
    """Why a request is not let through, and the words for it."""

    REASONS = (
        "missing",  # no signature at all
        "incomplete",  # a signature that lacks a part, or does not cover what it must
        "invalid",  # unknown key, wrong or missing token
        "expired",
        "skew",
        "signature",  # calculated differently here
        "tooLarge",
        "malformed",  # no proper HTTP
    )

    def __init__(self, reason, message, status=403, key=None):
        super().__init__(message)
        assert reason in self.REASONS
        self.reason = reason
        self.status = status
        self.key = key


class Signature:
    """The parts of an Authorization header."""

    ALGORITHM = "AWS4-HMAC-SHA256"

    def __init__(self, header):
        algorithm, _, rest = header.partition(" ")
        parts = {}
        if algorithm == self.ALGORITHM:
            for part in rest.split(","):
                name, _, value = part.strip().partition("=")
                parts[name] = value
        absent = [name for name in ("Credential", "Signature", "SignedHeaders") if not parts.get(name)]
        if absent:
            sentences = [f"Authorization header requires '{name}' parameter." for name in absent]
            raise Rejection("incomplete", " ".join(sentences))

        scope = parts["Credential"].split("/")
        if len(scope) != 5 or scope[4] != "aws4_request":
            raise Rejection("incomplete", "Credential must have exactly 5 slash-delimited elements, "
                            "e.g. keyid/date/region/service/term, got " + repr(parts["Credential"]))
        self.access_key_id, self.date, self.region, self.service, _ = scope
        self.signed_headers = parts["SignedHeaders"].lower().split(";")
        self.signature = parts["Signature"]


class Verifier:
    """Recomputes the signature of a request as it came over the wire."""

    TIME_FORMAT = "%Y%m%dT%H%M%SZ"
    LARGEST_SKEW = timedelta(minutes=5)
    # A client may leave these unsigned only by leaving them out.
    SIGNED_IF_SENT = ("x-amz-security-token", "x-amz-content-sha256")

    def __init__(self, vault, services):
        self.vault = vault
        self.services = services

    def verify(self, request, body):
        """Returns the key that a request was signed with, or raises a Rejection."""
        header = request.header("authorization")
        if not header:
            raise Rejection("missing", "Missing Authentication Token")
        signature = Signature(header)
        key = self.vault.find(signature.access_key_id)
        # In the order of AWS: who are you, are you still, is it now, and only then the signature.
        try:
            if key is None or request.header("x-amz-security-token") != key.token:
                raise Rejection("invalid", "The security token included in the request is invalid")
            if key.is_expired(datetime.now(timezone.utc)):
                raise Rejection("expired", "The security token included in the request is expired")
            self.check_scope(signature)
            timestamp = self.check_time(request, signature)
            self.check_coverage(request, signature)
            self.check_signature(request, body, signature, key, timestamp)
        except Rejection as rejection:
            rejection.key = key
            raise
        return key

    def check_scope(self, signature):
        if signature.service not in self.services:
            names = " or ".join(f"'{service}'" for service in self.services)
            raise Rejection("signature", f"Credential should be scoped to correct service: {names}.")
        if not signature.region:
            raise Rejection("signature", "Credential should be scoped to a valid region.")

    def check_time(self, request, signature):
        timestamp = request.header("x-amz-date") or ""
        try:
            moment = datetime.strptime(timestamp, self.TIME_FORMAT).replace(tzinfo=timezone.utc)
        except ValueError:
            raise Rejection("incomplete", "Authorization header requires existence of either a 'X-Amz-Date' or a "
                            "'Date' header.") from None
        if timestamp[:8] != signature.date:
            raise Rejection("incomplete", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of "
                            f"date from HTTP: '{signature.date}' != '{timestamp[:8]}', from '{timestamp}'.")
        now = datetime.now(timezone.utc)
        earliest, latest = now - self.LARGEST_SKEW, now + self.LARGEST_SKEW
        if moment < earliest:
            raise Rejection("skew", f"Signature expired: {timestamp} is now earlier than "
                            f"{earliest:{self.TIME_FORMAT}} ({now:{self.TIME_FORMAT}} - 5 min.)")
        if moment > latest:
            raise Rejection("skew", f"Signature not yet current: {timestamp} is still later than "
                            f"{latest:{self.TIME_FORMAT}} ({now:{self.TIME_FORMAT}} + 5 min.)")
        return timestamp

    def check_coverage(self, request, signature):
        if "host" not in signature.signed_headers:
            raise Rejection("incomplete", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
        for name in self.SIGNED_IF_SENT:
            if name in request.headers and name not in signature.signed_headers:
                raise Rejection("incomplete", f"{name} header must be signed in SigV4", status=400)

    def check_signature(self, request, body, signature, key, timestamp):
        signer = SigV4Auth(Credentials(key.access_key_id, key.secret_access_key), signature.service, signature.region)
        signed = http.client.HTTPMessage()
        for name in sorted(set(signature.signed_headers)):
            for value in request.headers.get_all(name, [""]):
                signed[name] = in_utf8(value)
        path, _, query = request.target.partition("?")
        canonical_request = "\n".join([
            request.command,
            signer._normalize_url_path(path),
            canonical_query(query),
            signer.canonical_headers(signed) + "\n",
            signer.signed_headers(signed),
            # The body's own hash, whatever a header claims.
            hashlib.sha256(body).hexdigest(),
        ])
        context = AWSRequest(method=request.command, url="https://unused")
        context.context["timestamp"] = timestamp
        string_to_sign = signer.string_to_sign(context, canonical_request)
        if not hmac.compare_digest(signer.signature(string_to_sign, context).encode(), signature.signature.encode()):
            raise Rejection(
                "signature",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                "Access Key and signing method. Consult the service documentation for details.\n\n"
                f"The Canonical String for this request should have been\n'{canonical_request}'\n\n"
                f"The String-to-Sign should have been\n'{string_to_sign}'\n")


def canonical_query(query):
    """As botocore's, but decoded and encoded anew, so that a client cannot sign what is not canonical.

    A raw plus is a space, as Amazon's front reads it (faraday_middleware-aws-signers-v4, issue 1).
    """
    pairs = []
    for pair in filter(None, query.replace("+", " ").split("&")):
        name, _, value = pair.partition("=")
        pairs.append(tuple(quote(unquote_to_bytes(part), safe="-_.~") for part in (name, value)))
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def in_utf8(header_value):
    """Python reads header bytes as Latin-1; the signature is about the bytes, which botocore takes to be UTF-8."""
    return header_value.encode("latin-1").decode("utf-8", errors="replace")


# --- HTTP ---------------------------------------------------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    """A connection that is kept alive, and answers in JSON even to what is no HTTP."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body of an answer leave together
    timeout = 300  # of a connection on which nothing happens
    largest_body = 1 << 20

    def handle_request(self, body):
        raise NotImplementedError

    def rejected(self, rejection):
        """A chance to count."""

    def handle_one_method(self):
        try:
            # The request line's own words: `path` has been tidied up.
            self.target = self.requestline.split()[1]
            if not self.target.startswith("/") or not self.target.isascii():
                raise self.unreadable("The request target is not an absolute path in ASCII")
            self.handle_request(self.read_body())
        except Rejection as rejection:
            self.rejected(rejection)
            self.answer_message(rejection.status, str(rejection))
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        except Exception:
            log.exception("%s failed", self.command)
            self.close_connection = True
            self.answer_message(500, "Internal failure")

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = handle_one_method

    def header(self, name):
        return self.headers.get(name)

    # Bodies

    def read_body(self):
        lengths = set(self.headers.get_all("content-length", []))
        encoding = self.headers.get("transfer-encoding")
        if encoding is not None:
            if lengths or encoding.strip().lower() != "chunked":
                raise self.unreadable("Content-Length and Transfer-Encoding contradict each other")
            return self.read_chunks()
        if not lengths:
            return b""
        length = lengths.pop()
        if lengths or not (length.isascii() and length.isdigit()):
            raise self.unreadable("Content-Length is not a number")
        self.check_length(int(length), int(length))
        return self.read_exactly(int(length))

    def read_chunks(self):
        body = bytearray()
        while True:
            line = self.rfile.readline(1000)
            size = line.split(b";")[0].strip()
            if not line.endswith(b"\n") or not size or set(size) - set(b"0123456789abcdefABCDEF"):
                raise self.unreadable("A chunk of the body has no size")
            size = int(size, 16)
            if size == 0:
                while self.rfile.readline(65536).strip():  # trailers
                    pass
                return bytes(body)
            self.check_length(len(body) + size, 0)
            body += self.read_exactly(size)
            if self.rfile.readline(3).strip():
                raise self.unreadable("A chunk of the body is longer than it says")

    def read_exactly(self, length):
        body = self.rfile.read(length)
        if len(body) < length:
            raise self.unreadable("The body is shorter than it says")
        return body

    def check_length(self, length, on_the_way):
        if length <= self.largest_body:
            return
        # A sender reads the answer only after it has sent everything; within reason we let it.
        self.close_connection = True
        if on_the_way <= 4 * self.largest_body:
            while on_the_way > 0 and (piece := self.rfile.read(min(on_the_way, 1 << 20))):
                on_the_way -= len(piece)
        raise Rejection("tooLarge", f"Request size exceeded {self.largest_body} bytes", status=413)

    def unreadable(self, message):
        self.close_connection = True  # nobody knows where the next request begins
        return Rejection("malformed", message, status=400)

    # Answers

    def answer(self, status, body=b"", headers=()):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def answer_json(self, status, value, headers=()):
        headers = [("Content-Type", "application/json"), *headers]
        self.answer(status, json.dumps(value, separators=(",", ":")).encode(), headers)

    def answer_message(self, status, message):
        self.answer_json(status, {"message": message}, [("x-amzn-RequestId", request_id())])

    def handle_expect_100(self):
        proceed = super().handle_expect_100()
        self.wfile.flush()  # the client waits for it
        return proceed

    def send_error(self, code, message=None, explain=None):
        """What the base class says about a request that it cannot read."""
        self.close_connection = True
        if getattr(self, "command", None) is None:
            self.command = ""
        if getattr(self, "request_version", "HTTP/0.9") == "HTTP/0.9":
            self.request_version = "HTTP/1.1"
        self.rejected(Rejection("malformed", ""))
        self.answer_message(code, message or http.client.responses.get(code, "Error"))

    def log_message(self, *_):
        """No line for each request: /stats has the counts."""


def request_id():
    digits = secrets.token_hex(16)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class FrontHandler(Handler):
    """Verifies, and passes on."""

    # These are about one connection, not about the request (RFC 9110, section 7.6.1).
    HOP_BY_HOP = frozenset((
        "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect"))
    # A connection to the node that has rested longer may be closed any moment: it is replaced before it is used. No
    # request is ever sent twice.
    LONGEST_REST = 10

    verifier: Verifier
    vault: Vault
    upstream_address: tuple

    def setup(self):
        super().setup()
        self.upstream = None  # one for each connection, which means for each thread
        self.upstream_used = 0

    def finish(self):
        self.close_upstream()
        super().finish()

    def rejected(self, rejection):
        self.vault.count_rejected(rejection.reason, rejection.key)

    def handle_request(self, body):
        key = self.verifier.verify(self, body)
        self.vault.count_accepted(key)
        try:
            response, content = self.ask_upstream(body)
        except (OSError, http.client.HTTPException) as error:
            log.error("the node does not answer: %r", error)
            self.vault.count_upstream_error()
            self.close_upstream()
            self.answer_message(502, "The domain does not answer")
            return
        self.pass_back(response, content)

    def ask_upstream(self, body):
        now = time.monotonic()
        if self.upstream is not None and now - self.upstream_used > self.LONGEST_REST:
            self.close_upstream()
        if self.upstream is None:
            self.upstream = http.client.HTTPConnection(*self.upstream_address, timeout=330)
            self.upstream.connect()
            self.upstream.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.upstream.putrequest(self.command, self.target, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in self.HOP_BY_HOP and name.lower() not in ("content-length", "authorization"):
                self.upstream.putheader(name, value.encode("latin-1"))
        if body or self.command in ("POST", "PUT", "PATCH"):
            self.upstream.putheader("Content-Length", str(len(body)))
        self.upstream.endheaders(body or None)
        response = self.upstream.getresponse()
        content = response.read()
        self.upstream_used = time.monotonic()
        if response.will_close:
            self.close_upstream()
        return response, content

    def pass_back(self, response, content):
        self.send_response_only(response.status, response.reason)
        has_length = False
        for name, value in response.getheaders():
            if name.lower() in self.HOP_BY_HOP:
                continue
            has_length = has_length or name.lower() == "content-length"
            self.send_header(name, value)
        if not has_length and response.status not in (204, 304):
            self.send_header("Content-Length", str(len(content)))
        self.send_header("x-amzn-RequestId", request_id())
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)  # nothing after HEAD, 204 and 304

    def close_upstream(self):
        if self.upstream is not None:
            self.upstream.close()
            self.upstream = None


class ControlHandler(Handler):
    """Issues keys, and obeys the tests."""

    ROLE = "evergreen"
    LONGEST_TOKEN_LIFE = 21600
    METADATA = "/latest/meta-data/"

    vault: Vault
    region: str
    # IMDSv2 session tokens and when they end.
    tokens = {}
    tokens_lock = threading.Lock()

    def handle_request(self, body):
        path, _, query = self.target.partition("?")
        self.query = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
        method = "GET" if self.command == "HEAD" else self.command
        match method, path:
            case "GET", "/credentials":
                self.answer_json(200, self.vault.issue(self.realm(), self.lifetime()).fields())
            case "POST", "/rotate":
                self.answer_json(200, self.vault.rotate(self.realm(), self.lifetime()).fields())
            case "POST", "/static":
                key = Key(self.required("access_key_id"), self.required("secret_access_key"), realm=self.realm())
                self.vault.register(key)
                self.answer_json(200, {"AccessKeyId": key.access_key_id})
            case "GET", "/stats":
                self.answer_json(200, self.vault.stats(self.query.get("realm")))
            case "PUT", "/latest/api/token":
                self.give_token()
            case "GET", _ if path.startswith(self.METADATA):
                self.require_token()
                self.give_metadata(path.removeprefix(self.METADATA))
            case _:
                raise Rejection("malformed", f"There is no {method} {path}", status=404)

    # What a query says

    def realm(self):
        return self.query.get("realm", "")

    def lifetime(self):
        if "lifetime" not in self.query:
            return None
        try:
            seconds = float(self.query["lifetime"])
        except ValueError:
            seconds = math.nan
        if not 0 <= seconds <= 30 * 86400:
            raise Rejection("malformed", "lifetime must be a number of seconds, at most 30 days", status=400)
        return seconds

    def required(self, name):
        if not self.query.get(name):
            raise Rejection("malformed", f"{name} is missing in the query", status=400)
        return self.query[name]

    # The instance metadata service

    def give_token(self):
        text = self.header("x-aws-ec2-metadata-token-ttl-seconds") or ""
        seconds = int(text) if text.isascii() and text.isdigit() else 0
        if not 1 <= seconds <= self.LONGEST_TOKEN_LIFE:
            raise Rejection("malformed", "Bad Request", status=400)
        if self.header("x-forwarded-for") is not None:
            raise Rejection("malformed", "Forbidden", status=403)
        token = secrets.token_urlsafe(40) + "=="
        now = time.monotonic()
        with self.tokens_lock:
            for old in [old for old, end in self.tokens.items() if end <= now]:
                del self.tokens[old]
            self.tokens[token] = now + seconds
        self.answer(200, token.encode(), [
            ("Content-Type", "text/plain"), ("X-Aws-Ec2-Metadata-Token-Ttl-Seconds", str(seconds))])

    def require_token(self):
        with self.tokens_lock:
            end = self.tokens.get(self.header("x-aws-ec2-metadata-token"), 0)
        if end <= time.monotonic():
            raise Rejection("malformed", "Unauthorized", status=401)

    def give_metadata(self, path):
        match path.rstrip("/"):
            case "iam/security-credentials":
                self.answer(200, self.ROLE.encode(), [("Content-Type", "text/plain")])
            case "placement/region":
                self.answer(200, self.region.encode(), [("Content-Type", "text/plain")])
            case document if document == f"iam/security-credentials/{self.ROLE}":
                key = self.vault.issue(self.realm(), self.lifetime())
                now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
                self.answer_json(200, {"Code": "Success", "LastUpdated": now, "Type": "AWS-HMAC", **key.fields()})
            case _:
                raise Rejection("malformed", "Not Found", status=404)


class Server(ThreadingHTTPServer):
    request_queue_size = 512
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """A client that went away is no news; anything else is."""
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            log.error("a connection failed", exc_info=error)


# --- Start --------------------------------------------------------------------------------------------------------


def address(text):
    host, _, port = text.rpartition(":")
    return host, int(port)


def main():
    parser = argparse.ArgumentParser(description="A SigV4-verifying front before an Elasticsearch node.")
    parser.add_argument("--listen", type=address, required=True, metavar="HOST:PORT", help="where clients come")
    parser.add_argument("--control", type=address, required=True, metavar="HOST:PORT", help="where keys are issued")
    parser.add_argument("--upstream", type=address, required=True, metavar="HOST:PORT", help="the node")
    parser.add_argument("--lifetime", type=float, default=2, metavar="SECONDS", help="of a session key; 2")
    parser.add_argument("--service", action="append", metavar="NAME", help="of the credential scope; es and aoss")
    parser.add_argument("--region", default="us-east-1", help="what placement/region says; us-east-1")
    parser.add_argument("--largest-request", type=int, default=100 << 20, metavar="BYTES", help="100 MiB")
    options = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)

    vault = Vault(options.lifetime)
    FrontHandler.vault = ControlHandler.vault = vault
    FrontHandler.verifier = Verifier(vault, options.service or ["es", "aoss"])
    FrontHandler.upstream_address = options.upstream
    FrontHandler.largest_body = options.largest_request
    ControlHandler.region = options.region

    front = Server(options.listen, FrontHandler)
    control = Server(options.control, ControlHandler)
    threading.Thread(target=control.serve_forever, daemon=True).start()
    log.info("listening on %s:%d, issuing keys on %s:%d", *options.listen, *options.control)
    try:
        front.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
