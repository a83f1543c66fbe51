"""The clients of Benchmarks/transfers-peers that are programs."""
import os
import resource
import subprocess
import tempfile
import threading
import time

from peers import LARGE_SIZE, REGION, SMALL_SIZE, processor_time, require
from transfers_turns import BUCKET, LIMIT, LIST, PARTS, SINK, Client, unlink


class Program(Client):
    """A program that is started for each case: its start counts."""

    def sample(self, case, tasks, count):
        each = max(1, count // tasks)
        wall, used, memory = 0.0, processor_time(resource.RUSAGE_CHILDREN), 0
        for _ in range(1 if case in self.many else each):
            arguments, text = self.cases[case](tasks, each * tasks)
            start = time.perf_counter()
            output, usage = self.run(arguments, text, keeps_output=case == "list")
            wall += time.perf_counter() - start
            memory = max(memory, usage.ru_maxrss * 1024)
            if case == "list":
                require(self.count(output), self.options.keys)
            if case.startswith(("file", "ranged")):
                require(os.path.getsize(self.new))
            unlink(self.new)
        return (wall / (each * tasks), (processor_time(resource.RUSAGE_CHILDREN) - used) / (each * tasks), memory)

    def run(self, arguments, text, keeps_output):
        """The output of a program, and what it used. Its memory is at least that of this process, which it begins as."""
        with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
            given.write(text or "")
            given.seek(0)
            process = subprocess.Popen(
                arguments, stdin=given, stdout=output if keeps_output else subprocess.DEVNULL, stderr=errors)
            timer = threading.Timer(LIMIT, process.kill)
            timer.start()
            _, status, usage = os.wait4(process.pid, 0)
            timer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                errors.seek(0)
                raise SystemExit(f"it ended with {process.returncode}: {errors.read()[-200:]}")
            output.seek(0)
            return output.read(), usage

    # Cases for which one start does all.
    many = ("get.1k", "put.1k")

    def count(self, output):
        return output.count("\n")

    def file_of(self, size):
        path = f"{self.options.folder}/{size}"
        if not os.path.exists(path) or os.path.getsize(path) != size:
            with open(path, "wb") as file:
                for _ in range(size // SMALL_SIZE):
                    file.write(b"a" * SMALL_SIZE)
        return path


class Curl(Program):
    name = "curl"
    note = ("signs nothing and validates nothing: the floor; \"list\" reads the same pages one after the other and parses none; reads "
            "what it sends from a file; its start counts")

    def make(self):
        if self.options.signed:
            return {}
        base = ["curl", "-sS", "--fail", "--noproxy", "*"]
        server = self.options.server

        def parallel(tasks):
            return ["--parallel", "--parallel-immediate", "--parallel-max", str(tasks)] if tasks > 1 else []

        def into_file(tasks, count):
            return [*base, "-o", self.new, f"{server}/{BUCKET}/64m"], None

        def put(tasks, count):
            return [*base, "-o", "/dev/null", "-H", "Expect:", "-T", self.file_of(LARGE_SIZE), f"{server}/{SINK}/64m"], None

        def put_small(tasks, count):
            return [*base, *parallel(tasks), "-o", "/dev/null", "-T", self.file_of(SMALL_SIZE),
                    f"{server}/{SINK}/1k?[1-{count}]"], None

        def get_small(tasks, count):
            return [*base, *parallel(tasks), "-o", "/dev/null", f"{server}/{BUCKET}/1k?[1-{count}]"], None

        def keys(tasks, count):
            return [*base, f"{server}/{LIST}?list-type=2&continuation-token=page-[1-{self.options.keys // 1000}]"], None

        return {
            "stream": lambda tasks, count: ([*base, "-o", "/dev/null", f"{server}/{BUCKET}/64m"], None),
            "file": into_file, "put.plain": put, "get.1k": get_small, "put.1k": put_small, "list": keys,
        }

    def count(self, output):
        return output.count("<Key>")

    def version(self):
        return subprocess.run(["curl", "-V"], capture_output=True, text=True).stdout.split()[1]


class S5cmd(Program):
    name = "s5cmd"
    note = "cat, cp with -p 8 -c 8 (by default parts of 50 MiB, 5 at once), run for 1 KiB, ls; it validates nothing; its start counts"

    def make(self):
        program = [self.options.s5cmd, "--endpoint-url", self.options.server, "--retry-count", "0"]

        def cp(concurrency):
            return lambda tasks, count: (
                [*program, "cp", "-p", "8" if concurrency > 1 else "100", "-c", str(concurrency), f"s3://{BUCKET}/64m", self.new],
                None)

        def many(line):
            return lambda tasks, count: ([*program, "--numworkers", str(tasks), "run"], (line + "\n") * count)

        return {
            "stream": lambda tasks, count: ([*program, "cat", "-p", "100", "-c", "1", f"s3://{BUCKET}/64m"], None),
            "file": cp(1), "ranged": cp(PARTS),
            "put.plain": lambda tasks, count: (
                [*program, "cp", "-p", "100", "-c", "1", self.file_of(LARGE_SIZE), f"s3://{SINK}/64m"], None),
            "get.1k": many(f"cat s3://{BUCKET}/1k"),
            "put.1k": many(f"cp {self.file_of(SMALL_SIZE)} s3://{SINK}/1k"),
            "list": lambda tasks, count: ([*program, "ls", f"s3://{LIST}/*"], None),
        }

    def version(self):
        return subprocess.run([self.options.s5cmd, "version"], capture_output=True, text=True).stdout.split("-")[0].strip()


class Rclone(Program):
    name = "rclone"
    note = ("copyto with parts of 8 MiB, 8 at once (by default 4 of 64 MiB, from 256 MiB on), lsf; compares MD5 with the entity tag, "
            "where that is one; its start counts")

    def make(self):
        remote = (f":s3,provider=Other,env_auth=true,region={REGION},endpoint='{self.options.server}',no_check_bucket=true,"
                  "force_path_style=true,no_head=true,list_version=2:")
        program = [self.options.rclone, "--config", "/dev/null", "--retries", "1", "--low-level-retries", "1"]

        def copy(*more):
            return lambda tasks, count: ([*program, "copyto", "--ignore-times", *more, f"{remote}{BUCKET}/64m", self.new], None)

        return {
            "file": copy("--multi-thread-streams", "0"),
            "ranged": copy(
                "--multi-thread-streams", str(PARTS), "--multi-thread-cutoff", "8Mi", "--multi-thread-chunk-size", "8Mi"),
            "put.plain": lambda tasks, count: (
                [*program, "copyto", "--no-check-dest", "--ignore-checksum", self.file_of(LARGE_SIZE), f"{remote}{SINK}/64m"], None),
            # It does not come to the end of the canned pages.
            **({"list": lambda tasks, count: ([*program, "lsf", "-R", "--files-only", "--fast-list", f"{remote}{LIST}"], None)}
               if self.options.signed else {}),
        }

    def version(self):
        return subprocess.run([self.options.rclone, "version"], capture_output=True, text=True).stdout.split()[1]
