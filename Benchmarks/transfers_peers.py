"""Measures our client and other clients in turns; run by Benchmarks/transfers-peers."""
import argparse
import base64
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import zlib

import transfers_chart
from peers import KEY, LARGE_SIZE, REGION, SECRET, SMALL_SIZE, TOKEN, spread

CASES = {
    "stream": "GET of 64 MiB, streamed", "stream.validated": "GET of 64 MiB, streamed, checksum validated",
    "file": "GET of 64 MiB into a new file, one request",
    "file.validated": "GET of 64 MiB into a new file, one request, checksum validated",
    "ranged": "GET of 64 MiB into a new file, 8 ranges at once",
    "ranged.validated": "GET of 64 MiB into a new file, 8 ranges at once, checksum validated",
    "put": "PUT of 64 MiB, CRC32", "put.plain": "PUT of 64 MiB, no checksum",
    "get.1k": "GET of 1 KiB", "put.1k": "PUT of 1 KiB", "list": "List of all keys"}
SMALL = ("get.1k", "put.1k")
TASKS = (1, 8, 32)
OURS = "ours"
# Cases of ours that are compared with those that others have by another name.
ALSO = {"stream": ("stream.buffers", "ours, buffers")}

# What is aimed at: case, tasks, client, what, sign, limit. Speed is ours by theirs; processor time, too.
TARGETS = [
    ("stream", 1, "obstore", "speed", ">=", 1.4), ("stream", 1, "curl", "speed", ">=", 1.0),
    ("stream.validated", 1, "stream", "speed", ">=", 0.9),
    ("ranged", 1, "s3transfer", "speed", ">=", 3.0), ("ranged", 1, "awscrt", "speed", ">=", 1.0),
    ("ranged.validated", 1, "awscrt", "speed", ">=", 1.0),
    *[(case, 1, client, "processor", "<", 1.0)
      for case in ("stream", "stream.validated", "file", "file.validated", "ranged", "ranged.validated")
      for client in ("obstore", "s3transfer", "awscrt")],
    ("put", 1, "boto3", "speed", ">=", 1.5),
    ("get.1k", 32, "boto3", "speed", ">=", 3.0), ("get.1k", 32, "obstore", "speed", ">=", 1.0),
    ("list", 1, "boto3", "speed", ">=", 5.0),
]


class Turn:
    """A client in a process of its own that takes its turns."""

    def __init__(self, name, command, head=None):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        head = head or self.read()
        self.version, self.note, self.cases = head["version"], head["note"], head["cases"]

    def read(self):
        line = self.process.stdout.readline()
        if not line.startswith("{"):
            raise SystemExit(f"{self.name}: {line.strip() or 'it has ended'}")
        return json.loads(line)

    def sample(self, case, tasks, count):
        self.process.stdin.write(f"{case} {tasks} {count}\n")
        self.process.stdin.flush()
        return self.read()

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def start(options):
    clients = [Turn(
        OURS, [options.binary, "--server", options.server, "--region", REGION, "--folder", options.folder, "--keys",
               str(options.keys), "--turns"],
        {"version": "", "note": "", "cases": list(CASES)})]
    command = [sys.executable, str(pathlib.Path(__file__).with_name("transfers_clients.py"))]
    for name in options.clients:
        if name == "awscrt" and not options.address:
            print("MISSING: awscrt, which needs a server at port 80", file=sys.stderr)
            continue
        try:
            clients.append(Turn(name, [
                *command, name, "--server", options.server, "--folder", options.folder, "--keys", str(options.keys),
                *(["--address", options.address] if options.address else []), *(["--signed"] if options.rgw else [])]))
        except SystemExit as error:
            print(f"MISSING: {error}", file=sys.stderr)
    return clients


def measure(options, clients):
    """Samples by (case, tasks, name). In each round all take turns in each case."""
    samples = {}
    for number in range(-1, options.rounds):
        for case in options.cases:
            for tasks in TASKS if case in SMALL else (1,):
                print(f"\r{f'round {number + 1} of {options.rounds}' if number >= 0 else 'warming up'}: {case}\033[K", end="",
                      file=sys.stderr, flush=True)
                for client in [client for client in clients if case in client.cases]:
                    # The first turn opens connections, fills caches and starts threads.
                    count = options.requests if case in SMALL else 1 if case == "list" else options.transfers
                    if number < 0:
                        count = tasks
                    if client.name == OURS and case in ALSO:
                        other, name = ALSO[case]
                        sample = client.sample(other, tasks, count)
                        if number >= 0:
                            samples.setdefault((case, tasks, name), []).append(sample)
                    sample = client.sample(case, tasks, count)
                    if "error" in sample:
                        print(f"\r\033[KMISSING: {client.name} {case}: {sample['error']}", file=sys.stderr)
                        client.cases.remove(case)
                    elif number >= 0:
                        samples.setdefault((case, tasks, client.name), []).append(sample)
    print("\r\033[K", end="", file=sys.stderr)
    return samples


def ratios(samples, case, tasks, name, what):
    """The ratio of ours by theirs in each round; of speeds, or of processor times."""
    own = samples.get((case, tasks, OURS))
    other = samples.get((name, tasks, OURS) if name in CASES else (case, tasks, name))
    if not own or not other:
        return None
    key = "processorMicroseconds" if what == "processor" else "wallMicroseconds"
    return [b[key] / a[key] if what == "speed" else a[key] / b[key] for a, b in zip(own, other)]


def speed(case, keys, sample):
    """MB/s, requests/s or keys/s."""
    amount = 1e6 if case in SMALL else keys * 1e6 if case == "list" else LARGE_SIZE
    return amount / sample["wallMicroseconds"]


def processor(case, keys, sample):
    """Seconds of processor time for 1 GiB; microseconds for a request or for 1,000 keys."""
    used = sample["processorMicroseconds"]
    return used if case in SMALL else used / keys * 1000 if case == "list" else used / 1e6 / LARGE_SIZE * 2**30


def units(case):
    return ("requests/s", "CPU µs") if case in SMALL else ("keys/s", "CPU µs/1000") if case == "list" else ("MB/s", "CPU s/GiB")


def rows(samples, keys):
    """(case, tasks, [(name, speeds, processor times, peak in bytes)])"""
    for case in CASES:
        for tasks in TASKS:
            found = [(name, [speed(case, keys, sample) for sample in taken], [processor(case, keys, sample) for sample in taken],
                      max(sample["peakBytes"] for sample in taken))
                     for (of, count, name), taken in samples.items() if (of, count) == (case, tasks)]
            if found:
                yield case, tasks, found


def title(case, tasks, keys):
    if case in SMALL:
        return f"{CASES[case]}, {tasks} at once"
    return f"List of {keys:,} keys" if case == "list" else CASES[case]


def print_samples(samples, keys):
    for case, tasks, found in rows(samples, keys):
        first, second = units(case)
        print(f"\n{title(case, tasks, keys)}")
        print(f"  {'':<14}{first + ' (quartiles)':>26}{second + ' (quartiles)':>26}{'peak MB':>9}{'ours ÷ it: speed':>20}{'processor':>20}")
        for name, speeds, used, peak in found:
            cells = spread(speeds), spread(used, 2 if case not in SMALL and case != "list" else 0)
            parts = ["" if name == OURS else spread(ratios(samples, case, tasks, name, what), 2) for what in ("speed", "processor")]
            print(f"  {name:<14}{cells[0]:>26}{cells[1]:>26}{peak / 1e6:>9.0f}{parts[0]:>20}{parts[1]:>20}")


def print_targets(samples):
    lines = []
    for case, tasks, name, what, sign, limit in TARGETS:
        found = ratios(samples, case, tasks, name, what)
        if not found:
            continue
        middle = statistics.median(found)
        met = middle < limit if sign == "<" else middle >= limit
        subject = f"{case}, {tasks} at once" if case in SMALL else case
        lines.append(f"  {subject:<20}{what:<11}ours ÷ {name:<12}{spread(found, 2):>22}   {sign:<2} {limit:<5}{'met' if met else 'MISSED'}")
    if lines:
        print("\nTargets", *lines, sep="\n")


def print_notes(options, clients):
    where = ("Ceph RGW is the server: it keeps no checksums and cannot be asked for validation." if options.rgw else
             "nginx on loopback is the server, with one worker.")
    print(f"""
{os.cpu_count()} processors; {options.rounds} rounds, in each of which all take turns; a ratio is the median of the rounds' ratios, with its
quartiles. {where}
Processor time and memory are those of the client's process; memory is the largest resident memory in any round.
Parts of 8 MiB, 8 at once, where there are parts. Files are new each time, in {options.folder}.""")
    for client in clients:
        if client.name != OURS:
            print(f"- {client.name} {client.version}: {client.note}.")
    print("- ours, buffers: the chunks of the response as SwiftNIO's buffers, which are not copied into [UInt8].")


def write_pages(folder, keys):
    """Pages of ListObjectsV2 with 1,000 keys each; the token of a page is its name."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    count = (keys + 999) // 1000
    for number in range(count):
        contents = "".join(
            f"<Contents><Key>photos/2026/11/{index:08}-a-key-of-usual-length.jpg</Key>"
            f"<LastModified>2026-01-28T05:{index // 60 % 60:02}:{index % 60:02}.000Z</LastModified>"
            f"<ETag>&quot;{index:032x}&quot;</ETag><Size>{index * 7919 % 10**7}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for index in range(number * 1000, min(keys, number * 1000 + 1000)))
        more = number + 1 < count
        next_token = f"<NextContinuationToken>page-{number + 2}</NextContinuationToken>" if more else ""
        (folder / f"page-{number + 1}").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"<Name>list-bucket</Name><Prefix></Prefix><KeyCount>{min(1000, keys - number * 1000)}</KeyCount><MaxKeys>1000</MaxKeys>"
            f"<EncodingType>url</EncodingType><IsTruncated>{str(more).lower()}</IsTruncated>{next_token}{contents}</ListBucketResult>")


def checksum_of(path, algorithm):
    content = pathlib.Path(path).read_bytes()
    if algorithm == "crc32":
        value = zlib.crc32(content).to_bytes(4, "big")
    else:
        from awscrt import checksums
        value = checksums.crc64nvme(content).to_bytes(8, "big")
    return base64.b64encode(value).decode()


def fill(options):
    """Makes what the cases ask for, in a server that has nothing of it."""
    import concurrent.futures

    import boto3
    import botocore.config
    s3 = boto3.client("s3", endpoint_url=options.server, region_name=REGION, config=botocore.config.Config(
        s3={"addressing_style": "path"}, proxies={}, max_pool_connections=32))
    for bucket in ("test-bucket", "sink-bucket", "list-bucket"):
        try:
            s3.create_bucket(Bucket=bucket)
        except s3.exceptions.BucketAlreadyOwnedByYou:
            pass
    s3.put_object(Bucket="test-bucket", Key="1k", Body=os.urandom(SMALL_SIZE))
    s3.put_object(Bucket="test-bucket", Key="64m", Body=os.urandom(LARGE_SIZE))
    if "list" not in options.cases:
        return
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="list-bucket")
    there = {item["Key"] for page in pages for item in page.get("Contents", [])}
    wanted = {f"photos/2026/11/{index:08}-a-key-of-usual-length.jpg" for index in range(options.keys)}
    with concurrent.futures.ThreadPoolExecutor(16) as executor:
        list(executor.map(lambda key: s3.delete_object(Bucket="list-bucket", Key=key), there - wanted))
        for number, _ in enumerate(executor.map(
                lambda key: s3.put_object(Bucket="list-bucket", Key=key, Body=b""), sorted(wanted - there))):
            if number % 1000 == 0:
                print(f"\rkeys to be listed: {number}\033[K", end="", file=sys.stderr, flush=True)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary")
    parser.add_argument("--server")
    parser.add_argument("--address")
    parser.add_argument("--folder")
    parser.add_argument("--keys", type=int, default=100_000)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rgw", action="store_true")
    parser.add_argument("--cases", type=lambda text: text.split(","))
    parser.add_argument("--clients", type=lambda text: text.split(","))
    parser.add_argument("--json")
    parser.add_argument("--svg")
    parser.add_argument("--write-pages")
    parser.add_argument("--checksum-of")
    parser.add_argument("--checksum", choices=["crc64nvme", "crc32"])
    options = parser.parse_args()
    options.rounds = options.rounds or (1 if options.quick else 9)
    options.requests, options.transfers = (96, 1) if options.quick else (640, 2)
    known = ["boto3", "s3transfer", "obstore", "awscrt", "curl", "socket", "s5cmd", "rclone"]
    options.clients = known if options.clients is None else options.clients
    options.cases = options.cases or [case for case in CASES if not (options.rgw and case.endswith("validated"))]
    for given, all_of_them in ((options.cases, CASES), (options.clients, known)):
        if unknown := set(given) - set(all_of_them):
            parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return options


def main():
    options = arguments()
    if options.write_pages:
        write_pages(options.write_pages, options.keys)
        print(checksum_of(options.checksum_of, options.checksum))
        return
    # Ends what has been started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not options.rgw:
        os.environ.update(AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET, AWS_SESSION_TOKEN=TOKEN)
    else:
        fill(options)
    clients = start(options)
    try:
        samples = measure(options, clients)
    finally:
        for client in clients:
            client.end()
    print_samples(samples, options.keys)
    print_targets(samples)
    print_notes(options, clients)
    if options.json:
        document = [{"case": case, "tasks": tasks, "name": name, "samples": taken}
                    for (case, tasks, name), taken in samples.items()]
        pathlib.Path(options.json).write_text(json.dumps({"rows": document}, indent=1) + "\n")
    if options.svg:
        charts = [(title(case, tasks, options.keys), units(case), found) for case, tasks, found in rows(samples, options.keys)]
        server = "Ceph RGW" if options.rgw else "nginx on loopback"
        pathlib.Path(options.svg).write_text(transfers_chart.svg(charts, f"{server}, medians of {options.rounds} rounds", OURS))


if __name__ == "__main__":
    main()
