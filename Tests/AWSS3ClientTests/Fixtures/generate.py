#!/usr/bin/env python3
"""Sends every operation of Amazon S3 with botocore, once with the required parameters and once with all of them, and
writes what botocore sends, and the URL that it presigns, to operations.json beside this file.

    pip install botocore==1.43.11 && python3 generate.py

Nothing goes over a network: the requests are taken just before they would be sent. The clock stands still.
"""
import base64
import datetime
import json
import os
import uuid
from unittest import mock

import botocore
import botocore.auth
import botocore.session
from botocore.config import Config

KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
NOW = datetime.datetime(2026, 1, 2, 3, 4, 5)
LATER = datetime.datetime(2026, 2, 3, 4, 5, 6)
TOKEN = "12345678-1234-4234-8234-123456789abc"

# Values that say more than their member's name, or that botocore or S3 would not take otherwise.
KNOWN = {
    "Bucket": "amzn-s3-demo-bucket",
    "Key": "dir/a b+c/한글 %25~(1)!*'.txt",
    "Prefix": "a&<b>\"'/c",
    "CopySource": "src-bucket/a b+c/한글.txt?versionId=abc123",
    "CopySourceRange": "bytes=0-99",
    "Range": "bytes=0-99",
    "Tagging": "k1=v1&k2=v%202",
    "SSECustomerAlgorithm": "AES256",
    "CopySourceSSECustomerAlgorithm": "AES256",
    "SSECustomerKey": "0123456789abcdef0123456789abcdef",
    "CopySourceSSECustomerKey": "0123456789abcdef0123456789abcdef",
    "RequestRoute": "route",
    "KMSKeyArn": "arn:aws:kms:us-west-2:111122223333:key/1",
    "RenameSource": "amzn-s3-demo-bucket/a%20b.txt",
}
# Members that say what another one says, which is sent already.
LEFT_OUT = {"ContentMD5", "ContentLength", "SSECustomerKeyMD5", "CopySourceSSECustomerKeyMD5"}


def value(shape, name):
    """A value of a shape, by its name where that is known."""
    if shape.type_name == "structure":
        members = shape.members.items()
        if getattr(shape, "is_tagged_union", False):
            members = list(members)[:1]
        return {member: value(inner, member) for member, inner in members if wanted(member)}
    if shape.type_name == "list":
        return [value(shape.member, name)]
    if shape.type_name == "map":
        return {"meta-one": "v1", "Meta-Two": "v 2"}
    if shape.type_name == "timestamp":
        return LATER
    if shape.type_name == "boolean":
        return True
    if shape.type_name in ("integer", "long"):
        return 7
    if shape.type_name == "blob":
        return b"hello world"
    if getattr(shape, "enum", None):
        return shape.enum[-1]
    return KNOWN.get(name, name + "-v")


def wanted(name):
    """Whether a member is given. A checksum is computed, unless it is given."""
    return name not in LEFT_OUT and not name.startswith("Checksum")


def parameters(operation, is_full):
    shape = operation.input_shape
    return {
        name: value(member, name)
        for name, member in shape.members.items()
        if name in shape.required_members or is_full and wanted(name)
    }


def plain(node):
    """Parameters as JSON."""
    if isinstance(node, dict):
        return {name: plain(inner) for name, inner in node.items()}
    if isinstance(node, list):
        return [plain(inner) for inner in node]
    if isinstance(node, bytes):
        return {"$bytes": base64.b64encode(node).decode()}
    if isinstance(node, datetime.datetime):
        return {"$timestamp": node.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return node


def client(**options):
    session = botocore.session.Session()
    session.set_credentials(KEY, SECRET)
    config = Config(
        s3={"addressing_style": "virtual"}, signature_version="s3v4",
        retries={"max_attempts": 1, "mode": "standard"}, **options)
    return session.create_client("s3", region_name="us-west-2", config=config)


class Sent(Exception):
    pass


def sent_by(s3, name, params):
    """The request that botocore would send."""
    taken = []

    def take(request, **_):
        taken.append(request)
        raise Sent()

    s3.meta.events.register("before-send.s3", take)
    try:
        s3._make_api_call(name, params)
    except Sent:
        pass
    finally:
        s3.meta.events.unregister("before-send.s3", take)
    request = taken[0]
    body = request.body or b""
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        body = body.encode()
    headers = {}
    for header, text in request.headers.items():
        if header.lower() not in ("user-agent", "amz-sdk-invocation-id", "amz-sdk-request", "content-length"):
            headers[header] = text.decode() if isinstance(text, bytes) else text
    return {
        "method": request.method, "url": request.url, "headers": headers,
        "body_b64": base64.b64encode(body).decode(),
    }


def presigned_by(s3, name, params):
    """The URL that botocore presigns; none where it takes a document in the body for parameters of a form."""
    try:
        return s3.generate_presigned_url(botocore.xform_name(name), Params=params, ExpiresIn=3600)
    except (ValueError, AttributeError):
        return None


def main():
    cases = []
    s3 = client()
    # Whoever uses a URL is not asked to send a header field for checksums.
    presigning = client(request_checksum_calculation="when_required", response_checksum_validation="when_required")
    model = s3.meta.service_model
    for name in model.operation_names:
        operation = model.operation_model(name)
        for kind in ("min", "full"):
            params = parameters(operation, kind == "full")
            case = {"id": f"{name}/{kind}", "operation": name, "config": "virtual-https", "params": plain(params)}
            case.update(sent_by(s3, name, params))
            if kind == "min":
                case["presigned"] = presigned_by(
                    presigning, name, parameters(operation, False))
            cases.append(case)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "operations.json")
    with open(path, "w", encoding="utf-8") as file:
        head = json.dumps({"generator": f"generate.py, botocore {botocore.__version__}"})[:-1]
        file.write(head + ', "vectors": [\n')
        file.write(",\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n]}\n")
    print(f"{len(cases)} requests of {len(model.operation_names)} operations")


def now(*_, **__):
    return NOW


if __name__ == "__main__":
    with mock.patch("botocore.auth.get_current_datetime", now), \
            mock.patch("uuid.uuid4", lambda: uuid.UUID(TOKEN)):
        main()
