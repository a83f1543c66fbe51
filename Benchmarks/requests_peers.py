"""Measures our clients, bare AsyncHTTPClient and other clients in turns; run by Benchmarks/requests-peers."""
import argparse
import json
import os
import pathlib
import resource
import signal
import statistics
import subprocess
import sys
import time

try:
    import boto3
    import botocore.config
except ImportError:
    boto3 = None
try:
    import obstore
    import obstore.store
except ImportError:
    obstore = None

from peers import KEY, LARGE_SIZE, REGION, SECRET, TOKEN, processor_time, require, spread

QUERY = b'{"query":{"match":{"f":"v"}}}   ' * 16
SIZE = LARGE_SIZE
CASES = ["get", "es.post", "stream", "memory", "file", "put.bytes", "put.file"]
SMALL = {"get": "GET of 1 KiB", "es.post": "Elasticsearch POST of 512 bytes, perform"}
LARGE = {
    "stream": "GET of 64 MiB, streamed", "memory": "GET of 64 MiB into memory", "file": "GET of 64 MiB into a new file",
    "put.bytes": "PUT of 64 MiB from memory", "put.file": "PUT of a file of 64 MiB"}
WAYS = {"ours": "ours", "buffers": "ours, buffers", "same": "AsyncHTTPClient same", "plain": "AsyncHTTPClient plain"}
REQUESTS = 1500
TRANSFERS = 2

# The quotients that are aimed at: of ours by theirs, or of their time by ours for transfers.
TARGETS = [
    *[(case, tasks, "AsyncHTTPClient same", "processor", "<=", 1.12) for case in SMALL for tasks in (1, 8, 32)],
    ("stream", 1, "curl", "speed", ">=", 1.0), ("stream", 1, "obstore", "speed", ">=", 1.4),
    ("memory", 1, "obstore", "speed", ">=", 1.0), ("memory", 1, "boto3", "speed", ">=", 1.0),
    ("file", 1, "curl", "speed", ">=", 1.5), ("file", 1, "obstore", "speed", ">=", 1.0),
    ("put.bytes", 1, "curl", "speed", ">=", 0.9), ("put.file", 1, "curl", "speed", ">=", 0.9),
]


class Peer:
    """A client in this process: a function for each case, which is run so often by one task."""

    def sample(self, case):
        """Microseconds and microseconds of processor time of one request."""
        run, clean = self.cases[case]
        count = REQUESTS if case in SMALL else TRANSFERS
        wall = processor = 0.0
        for index in range(count + 1):
            start, used = time.perf_counter(), processor_time()
            run()
            # The first one opens the connection.
            if index:
                wall += time.perf_counter() - start
                processor += processor_time() - used
            if clean:
                os.unlink(self.new)
        return wall / count * 1e6, processor / count * 1e6


class Boto3(Peer):
    name = "boto3"

    def __init__(self, options):
        self.new = f"{options.folder}/boto3"
        s3 = boto3.client(
            "s3", endpoint_url=options.server, region_name=REGION, aws_access_key_id=KEY, aws_secret_access_key=SECRET,
            aws_session_token=TOKEN, verify=options.certificate,
            config=botocore.config.Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}, proxies={}))
        content = b"a" * SIZE

        def get(key):
            return s3.get_object(Bucket="test-bucket", Key=key)["Body"]

        def put_file():
            with open(f"{options.folder}/64m", "rb") as file:
                s3.put_object(Bucket="sink-bucket", Key="64m", Body=file)

        self.cases = {
            "get": (lambda: require(len(get("1k").read()), 1024), False),
            "stream": (lambda: require(sum(map(len, get("64m").iter_chunks(1024 * 1024)))), False),
            "memory": (lambda: require(len(get("64m").read())), False),
            "file": (lambda: s3.download_file("test-bucket", "64m", self.new), True),
            "put.bytes": (lambda: s3.put_object(Bucket="sink-bucket", Key="64m", Body=content), False),
            "put.file": (put_file, False),
        }


class Obstore(Peer):
    name = "obstore"

    def __init__(self, options):
        self.new = f"{options.folder}/obstore"
        client = {"allow_http": True}
        if options.certificate:
            client["root_certificate"] = pathlib.Path(options.certificate).read_bytes()

        def bucket(name):
            return obstore.store.S3Store(
                name, endpoint=options.server, region=REGION, access_key_id=KEY, secret_access_key=SECRET,
                session_token=TOKEN, virtual_hosted_style_request=False, client_options=client)

        store, sink = bucket("test-bucket"), bucket("sink-bucket")
        content = b"a" * SIZE

        def into_file():
            with open(self.new, "wb") as file:
                for chunk in obstore.get(store, "64m").stream():
                    file.write(chunk)

        self.cases = {
            "get": (lambda: require(len(obstore.get(store, "1k").bytes()), 1024), False),
            "stream": (lambda: require(sum(map(len, obstore.get(store, "64m").stream()))), False),
            "memory": (lambda: require(len(obstore.get(store, "64m").bytes())), False),
            "file": (into_file, True),
            "put.bytes": (lambda: obstore.put(sink, "64m", content, use_multipart=False), False),
            "put.file": (
                lambda: obstore.put(sink, "64m", pathlib.Path(f"{options.folder}/64m"), use_multipart=False), False),
        }


class Curl:
    name = "curl"
    cases = dict.fromkeys(["get", "es.post", "stream", "file", "put.bytes", "put.file"])

    def __init__(self, options):
        self.options = options
        query = f"{options.folder}/query"
        pathlib.Path(query).write_bytes(QUERY)
        self.new = f"{options.folder}/curl"
        quiet = ["-o", "/dev/null"]
        many = f"?[1-{REQUESTS + 1}]"
        self.arguments = {
            "get": [*quiet, "/test-bucket/1k" + many],
            "es.post": [
                *quiet, "-H", "content-type: application/json", "--data-binary", "@" + query, "/my-index/_search" + many],
            "stream": [*quiet, "/test-bucket/64m"],
            "file": ["-o", self.new, "/test-bucket/64m"],
            "put.file": [*quiet, "-H", "Expect:", "-T", f"{options.folder}/64m", "/sink-bucket/64m"],
        }
        self.arguments["put.bytes"] = self.arguments["put.file"]

    def sample(self, case):
        *arguments, path = self.arguments[case]
        command = ["curl", "-sS", "--fail", "--noproxy", "*", "-w", "%{time_total}\n", *arguments,
                   self.options.server + path]
        if self.options.certificate:
            command[1:1] = ["--cacert", self.options.certificate]
        times, used = [], processor_time(resource.RUSAGE_CHILDREN)
        for _ in range(1 if case in SMALL else TRANSFERS):
            times += map(float, subprocess.run(command, capture_output=True, check=True, text=True).stdout.split())
            if case == "file":
                os.unlink(self.new)
        used = processor_time(resource.RUSAGE_CHILDREN) - used
        # The first of many opens the connection.
        wall = times[1:] if case in SMALL else times
        return statistics.mean(wall) * 1e6, used / len(times) * 1e6


def ours(options, *arguments):
    command = [options.binary, "--server", options.server, "--folder", options.folder, *arguments]
    if options.certificate:
        command += ["--certificate", options.certificate]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if ended.returncode:
        raise SystemExit(ended.stdout or f"{command[0]} ended with {ended.returncode}")
    return json.loads(ended.stdout)


def measure(options, peers):
    """Samples by (case, tasks, name). In each round all take turns in each case."""
    samples = {}
    for number in range(options.rounds):
        for case in options.cases:
            print(f"\rround {number + 1} of {options.rounds}: {case}\033[K", end="", file=sys.stderr, flush=True)
            rows = ours(
                options, "--json", "--rounds", "1", "--cases", case, "--requests", str(2 * REQUESTS),
                "--transfers", str(TRANSFERS))["rows"]
            for row in rows:
                taken = samples.setdefault((case, row["tasks"], WAYS[row["way"]]), [])
                taken += zip(row["wallMicroseconds"], row["processorMicroseconds"])
            for peer in peers:
                if case in peer.cases:
                    samples.setdefault((case, 1, peer.name), []).append(peer.sample(case))
    print("\r\033[K", end="", file=sys.stderr)
    return samples


def quotient(samples, case, tasks, name, what):
    """The median, over the rounds, of ours by theirs; of speeds, of theirs by ours."""
    own, other = samples.get((case, tasks, "ours")), samples.get((case, tasks, name))
    if not own or not other:
        return None
    index = 1 if what == "processor" else 0
    ratio = statistics.median(a[index] / b[index] for a, b in zip(own, other))
    return 1 / ratio if what == "speed" else ratio


def print_times(samples):
    for case in [*SMALL, *LARGE]:
        for tasks in (1, 8, 32):
            rows = [(name, taken) for (found, count, name), taken in samples.items() if (found, count) == (case, tasks)]
            if not rows:
                continue
            if case in SMALL:
                print(f"\n{SMALL[case]}, {tasks} task{'s' * (tasks > 1)}")
                head = ("µs (quartiles)", "processor µs", "ours ÷ it: time", "processor")
            else:
                print(f"\n{LARGE[case]}")
                head = ("MB/s (quartiles)", "processor ms", "ours ÷ it: speed", "processor")
            print(f"  {'':<24}{head[0]:>24}{head[1]:>24}{head[2]:>18}{head[3]:>11}")
            for name, taken in rows:
                wall, processor = zip(*taken)
                if case in SMALL:
                    cells = spread(wall), spread(processor)
                else:
                    cells = spread([SIZE / value for value in wall]), spread([value / 1000 for value in processor], 1)
                what = "time" if case in SMALL else "speed"
                ratios = ["" if name == "ours" else f"{quotient(samples, case, tasks, name, kind):.2f}"
                          for kind in (what, "processor")]
                print(f"  {name:<24}{cells[0]:>24}{cells[1]:>24}{ratios[0]:>18}{ratios[1]:>11}")


def print_targets(samples):
    lines = []
    for case, tasks, name, what, sign, limit in TARGETS:
        ratio = quotient(samples, case, tasks, name, what)
        if ratio is None:
            continue
        met = ratio <= limit if sign == "<=" else ratio >= limit
        subject = f"{case}, {tasks} task{'s' * (tasks > 1)}" if case in SMALL else case
        lines.append(f"  {subject:<18}{what:<10} ours ÷ {name:<22}{ratio:>6.2f}   {sign} {limit:<5}"
                     f"{'met' if met else 'missed'}")
    if lines:
        print("\nTargets", *lines, sep="\n")


def print_memory(options):
    print("\nResident memory of the process in MB: 64 connections, a GET of 64 MiB on each")
    print(f"  {'':<24}{'before':>10}{'unread':>10}{'busy':>10}{'idle':>10}")
    found = {}
    for case, name in (
            ("stream", "ours"), ("stream.buffers", "ours, buffers"), ("stream.same", "AsyncHTTPClient same")):
        memory = ours(options, "--connections", case, "64")
        found[name] = memory
        cells = "".join(f"{memory[key] / 1024:>10.1f}" for key in ("startKB", "openKB", "busyKB", "idleKB"))
        print(f"  {name:<24}{cells}")
    print("\nPeak of the resident memory in MB, three transfers of 64 MiB one after the other")
    for case in (case for case in options.cases if case in LARGE):
        peaks = {"ours": case} if case.endswith("file") else {"ours": case, "AsyncHTTPClient same": case + ".same"}
        cells = []
        for name, own in peaks.items():
            found[own] = ours(options, "--peak", own, "3")
            cells.append(f"{name} {found[own]['peakKB'] / 1024:.1f}")
        print(f"  {case:<24}{', '.join(cells)}")
    return found


def print_notes(options, peers):
    version = {
        "boto3": lambda: boto3.__version__, "obstore": lambda: obstore.__version__,
        "curl": lambda: subprocess.run(["curl", "-V"], capture_output=True, text=True).stdout.split()[1]}
    names = ", ".join(f"{peer.name} {version[peer.name]()}" for peer in peers) or "none"
    print(f"""
{os.cpu_count()} processors; {options.rounds} rounds, in each of which all take turns; a ratio is the median of the rounds' ratios.
nginx is another process: processor time is only that of the client. Processor time decides where quartiles overlap.
- AsyncHTTPClient same: the header fields of our request, signed once beforehand, and its own timers for our limits.
- AsyncHTTPClient plain: as it comes, without those fields, and 64 connections a host instead of 8. Neither has files.
- Other clients: {names}. One task each; path style; the same key and token.
- curl signs nothing, and its processor time includes its start; small requests share one connection. It reads
  what it sends from a file in both cases, sends no "Expect", and writes files without fsync.
- boto3: get_object and iter_chunks(1 MiB), read(), download_file as it comes (parts of 8 MiB in threads), put_object.
- obstore: get().stream() as it comes (chunks of at least 10 MiB), bytes(), the stream written to a file, put without multipart.
- Into a file: a new one each time, in {options.folder}.""")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--server", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--certificate")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cases", type=lambda text: text.split(","), default=CASES)
    parser.add_argument("--json")
    options = parser.parse_args()
    if unknown := set(options.cases) - set(CASES):
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    # Ends what has been started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    upload = pathlib.Path(options.folder, "64m")
    if not upload.exists():
        upload.write_bytes(b"a" * SIZE)
    kinds = [(boto3, Boto3), (obstore, Obstore), (subprocess.run(["which", "curl"], capture_output=True).returncode == 0, Curl)]
    peers = [kind(options) for found, kind in kinds if found]
    for found, kind in kinds:
        if not found:
            print(f"MISSING: {kind.name}, which is left out", file=sys.stderr)

    samples = measure(options, peers)
    print_times(samples)
    print_targets(samples)
    memory = print_memory(options)
    print_notes(options, peers)
    if options.json:
        rows = [{"case": case, "tasks": tasks, "name": name, "microseconds": [a for a, _ in taken],
                 "processorMicroseconds": [b for _, b in taken]} for (case, tasks, name), taken in samples.items()]
        pathlib.Path(options.json).write_text(json.dumps({"rows": rows, "memoryKB": memory}, indent=1) + "\n")


if __name__ == "__main__":
    main()
