"""The other clients of Benchmarks/transfers-peers, each in a process of its own.

    transfers_clients.py NAME --server URL --folder PATH [--address URL] [--keys N]

Prints what it is and which cases it knows, as JSON, and then takes its turns: for each line "CASE TASKS COUNT" it does the case
so often, by so many tasks together, and prints what one cost.
"""
import argparse
import asyncio
import io
import json
import os
import pathlib
import shutil
import socket
import sys
import time
import urllib.parse

from peers import LARGE_SIZE, REGION, SMALL_SIZE, processor_time, require
from transfers_programs import Curl, Rclone, S5cmd
from transfers_turns import BUCKET, LIST, MEBIBYTE, PART, PARTS, SINK, Client


class Boto3(Client):
    name = "boto3"
    note = ("get_object with iter_chunks(1 MiB), put_object, list_objects_v2's paginator, 1 KiB with threads; it computes CRC32 "
            "for uploads and validates responses by default")

    def s3(self, checksums="when_supported", validation="when_required"):
        import boto3
        import botocore.config
        return boto3.client(
            "s3", endpoint_url=self.options.server, region_name=REGION,
            config=botocore.config.Config(
                s3={"addressing_style": "path"}, retries={"max_attempts": 0}, proxies={}, max_pool_connections=64,
                request_checksum_calculation=checksums, response_checksum_validation=validation))

    def make(self):
        s3, plain, validating = self.s3(), self.s3("when_required"), self.s3(validation="when_supported")
        small = b"a" * SMALL_SIZE

        def stream(client):
            require(sum(map(len, client.get_object(Bucket=BUCKET, Key="64m")["Body"].iter_chunks(MEBIBYTE))))

        def keys():
            pages = s3.get_paginator("list_objects_v2").paginate(Bucket=LIST)
            require(sum(len(page["Contents"]) for page in pages), self.options.keys)

        return {
            "stream": lambda: stream(s3),
            "stream.validated": lambda: stream(validating),
            "put": lambda: s3.put_object(Bucket=SINK, Key="64m", Body=self.content),
            "put.plain": lambda: plain.put_object(Bucket=SINK, Key="64m", Body=self.content),
            "get.1k": lambda: require(len(s3.get_object(Bucket=BUCKET, Key="1k")["Body"].read()), SMALL_SIZE),
            "put.1k": lambda: s3.put_object(Bucket=SINK, Key="1k", Body=small),
            "list": keys,
        }

    def version(self):
        import boto3
        return boto3.__version__


class S3Transfer(Boto3):
    name = "s3transfer"
    note = ("download_file; by default it asks for the object's size and checksum first (HeadObject), receives parts of 8 MiB in 10 "
            "threads, and compares none of them with a checksum; here 8 threads")

    def make(self):
        from boto3.s3.transfer import TransferConfig
        s3, validating = self.s3(), self.s3(validation="when_supported")
        whole = TransferConfig(
            preferred_transfer_client="classic", multipart_threshold=2 * LARGE_SIZE, max_concurrency=PARTS)
        ranged = TransferConfig(
            preferred_transfer_client="classic", multipart_threshold=PART, multipart_chunksize=PART, max_concurrency=PARTS)

        def download(client, config):
            client.download_file(BUCKET, "64m", self.new, Config=config)
            require(os.path.getsize(self.new))

        return {
            "file": lambda: download(s3, whole),
            "file.validated": lambda: download(validating, whole),
            "ranged": lambda: download(s3, ranged),
        }

    def version(self):
        import s3transfer
        return s3transfer.__version__


class Obstore(Client):
    name = "obstore"
    note = ("Rust's object_store; get().stream() as it comes (chunks of at least 10 MiB), which is also written to a file, put without "
            "multipart, 1 KiB with asyncio; it knows no checksum of a response, and of requests only SHA-256, which is off by default")

    def make(self):
        import obstore
        import obstore.store

        token = os.environ.get("AWS_SESSION_TOKEN")
        session = {"session_token": token} if token else {}

        def bucket(name):
            return obstore.store.S3Store(
                name, endpoint=self.options.server, region=REGION, access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
                secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
                virtual_hosted_style_request=False, client_options={"allow_http": True}, **session)

        self.obstore = obstore
        self.store, self.sink, keys = bucket(BUCKET), bucket(SINK), bucket(LIST)
        self.small = b"a" * SMALL_SIZE

        def into_file():
            with open(self.new, "wb") as file:
                for chunk in obstore.get(self.store, "64m").stream():
                    file.write(chunk)
            require(os.path.getsize(self.new))

        return {
            "stream": lambda: require(sum(map(len, obstore.get(self.store, "64m").stream()))),
            "file": into_file,
            "put.plain": lambda: obstore.put(self.sink, "64m", self.content, use_multipart=False),
            "get.1k": lambda: require(len(obstore.get(self.store, "1k").bytes()), SMALL_SIZE),
            "put.1k": lambda: obstore.put(self.sink, "1k", self.small, use_multipart=False),
            "list": lambda: require(
                sum(map(len, obstore.list(keys, chunk_size=1000))), self.options.keys),
        }

    def together(self, case, tasks, each):
        async def get():
            for _ in range(each):
                response = await self.obstore.get_async(self.store, "1k")
                require(len(await response.bytes_async()), SMALL_SIZE)

        async def put():
            for _ in range(each):
                await self.obstore.put_async(self.sink, "1k", self.small, use_multipart=False)

        async def all_tasks():
            start, used = time.perf_counter(), processor_time()
            await asyncio.gather(*((get if case == "get.1k" else put)() for _ in range(tasks)))
            return time.perf_counter() - start, processor_time() - used

        return asyncio.run(all_tasks())

    def version(self):
        return self.obstore.__version__


class CommonRuntime(Client):
    name = "awscrt"
    note = ("S3Client; by default it receives parts of 8 MiB over as many connections as its goal of 10 Gbit/s asks for, and validates "
            "nothing; for validation it asks for the checksum first (HeadObject); here 8 connections, and one part of 64 MiB where "
            "one request is meant. Payloads are not signed")

    def make(self):
        from awscrt import auth, http, s3
        self.http, self.s3 = http, s3
        provider = auth.AwsCredentialsProvider.new_static(
            os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"],
            os.environ.get("AWS_SESSION_TOKEN") or None)
        self.client = s3.S3Client(
            region=REGION, tls_mode=s3.S3RequestTlsMode.DISABLED, part_size=PART,
            signing_config=s3.create_default_s3_signing_config(region=REGION, credential_provider=provider))
        # It knows no other port than that of the scheme.
        self.host = self.options.address.split("://")[1].removesuffix(":80")
        small = b"a" * SMALL_SIZE
        crc32 = s3.S3ChecksumConfig(algorithm=s3.S3ChecksumAlgorithm.CRC32, location=s3.S3ChecksumLocation.HEADER)

        def stream(**more):
            received = [0]

            def on_body(chunk, offset, **_):
                received[0] += len(chunk)

            self.request("GET", "64m", on_body=on_body, **more)
            require(received[0])

        def file(part, validated=False):
            result = {}
            self.request(
                "GET", "64m", recv_filepath=self.new, part_size=part, multipart_upload_threshold=part,
                checksum_config=s3.S3ChecksumConfig(validate_response=True) if validated else None,
                on_done=lambda **done: result.update(done))
            require(os.path.getsize(self.new))
            if validated and not result.get("did_validate_checksum"):
                raise SystemExit("awscrt has validated no checksum")

        def put(bytes, key, config=None):
            self.request(
                "PUT", key, bucket=SINK, body=bytes, part_size=2 * LARGE_SIZE, multipart_upload_threshold=2 * LARGE_SIZE,
                checksum_config=config)

        def get_small():
            received = [0]

            def on_body(chunk, offset, **_):
                received[0] += len(chunk)

            self.request("GET", "1k", on_body=on_body)
            require(received[0], SMALL_SIZE)

        return {
            "stream": stream,
            "stream.validated": lambda: stream(checksum_config=s3.S3ChecksumConfig(validate_response=True)),
            "file": lambda: file(2 * LARGE_SIZE),
            "file.validated": lambda: file(2 * LARGE_SIZE, True),
            "ranged": lambda: file(PART),
            "ranged.validated": lambda: file(PART, True),
            "put": lambda: put(self.content, "64m", crc32),
            "put.plain": lambda: put(self.content, "64m"),
            "get.1k": get_small,
            "put.1k": lambda: put(small, "1k", crc32),
        }

    def request(self, method, key, bucket=BUCKET, body=None, **more):
        headers = self.http.HttpHeaders([("Host", self.host)])
        stream = None
        if body is not None:
            headers.add("Content-Length", str(len(body)))
            stream = io.BytesIO(body)
        request = self.http.HttpRequest(method, f"/{bucket}/{key}", headers, stream)
        kind = self.s3.S3RequestType.GET_OBJECT if method == "GET" else self.s3.S3RequestType.PUT_OBJECT
        self.client.make_request(
            type=kind, request=request, max_active_connections_override=PARTS,
            **{name: value for name, value in more.items() if value is not None}).finished_future.result()

    def version(self):
        import awscrt
        return awscrt.__version__


class Socket(Client):
    name = "socket"
    note = ("no client, but recv() into 1 MiB of memory in a loop, with nothing signed, parsed or validated: what this machine can "
            "receive from this server")

    def make(self):
        if self.options.signed:
            return {}
        self.server = urllib.parse.urlsplit(self.options.server)
        self.connection = socket.create_connection((self.server.hostname, self.server.port))
        self.memory = bytearray(MEBIBYTE)
        return {"stream": self.stream}

    def stream(self):
        self.connection.sendall(f"GET /{BUCKET}/64m HTTP/1.1\r\nHost: {self.server.netloc}\r\n\r\n".encode())
        count, head = self.connection.recv_into(self.memory), b""
        while (end := (head := head + self.memory[:count]).find(b"\r\n\r\n")) < 0:
            count = self.connection.recv_into(self.memory)
        left = LARGE_SIZE - (len(head) - end - 4)
        while left > 0:
            count = self.connection.recv_into(self.memory)
            if count == 0:
                raise SystemExit("the connection was closed")
            left -= count
        require(LARGE_SIZE - left)

    def version(self):
        return sys.version.split()[0]


CLIENTS = {client.name: client for client in (Boto3, S3Transfer, Obstore, CommonRuntime, Curl, Socket, S5cmd, Rclone)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=CLIENTS)
    parser.add_argument("--server", required=True)
    parser.add_argument("--address", help="where awscrt reaches the server, at port 80")
    parser.add_argument("--folder", required=True)
    parser.add_argument("--keys", type=int, default=100_000)
    parser.add_argument("--signed", action="store_true", help="the server wants signatures")
    options = parser.parse_args()
    for program in ("rclone", "s5cmd"):
        beside = pathlib.Path(sys.executable).parent / program
        setattr(options, program, str(beside) if beside.exists() else shutil.which(program))
    client = CLIENTS[options.name](options)
    print(json.dumps({"version": client.version(), "note": client.note, "cases": list(client.cases)}), flush=True)
    for line in sys.stdin:
        case, tasks, count = line.split()
        try:
            wall, processor, memory = client.sample(case, int(tasks), int(count))
        except (Exception, SystemExit) as error:
            print(json.dumps({"error": f"{type(error).__name__}: {error}"[:300]}), flush=True)
            continue
        print(json.dumps({"wallMicroseconds": wall * 1e6, "processorMicroseconds": processor * 1e6, "peakBytes": memory}),
              flush=True)


if __name__ == "__main__":
    main()
