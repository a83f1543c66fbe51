"""What the clients of transfers_clients.py and transfers_programs.py share."""
import concurrent.futures
import os
import pathlib
import time

from peers import LARGE_SIZE, processor_time

PART = 8 * 1024 * 1024
PARTS = 8
MEBIBYTE = 1024 * 1024
# Seconds after which a program is given up.
LIMIT = 120
BUCKET, SINK, LIST = "test-bucket", "sink-bucket", "list-bucket"


def reset_peak():
    """Begins to look for the peak of this process's resident memory anew (proc(5), clear_refs)."""
    try:
        pathlib.Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass


def peak():
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def unlink(path):
    if os.path.exists(path):
        os.unlink(path)


class Client:
    """A client in this process: a function for each case, which does it once."""

    def __init__(self, options):
        self.options = options
        self.new = f"{options.folder}/{self.name}"
        self.executors = {}
        self.cases = self.make()

    def sample(self, case, tasks, count):
        run = self.cases[case]
        each = max(1, count // tasks)
        # What is sent is in memory only while it is.
        self.content = b"a" * LARGE_SIZE if case.startswith("put") and tasks == 1 and case != "put.1k" else None
        reset_peak()
        if tasks > 1:
            wall, processor = self.together(case, tasks, each)
        else:
            wall = processor = 0.0
            for _ in range(each):
                start, used = time.perf_counter(), processor_time()
                run()
                wall += time.perf_counter() - start
                processor += processor_time() - used
                unlink(self.new)
        self.content = None
        return wall / (each * tasks), processor / (each * tasks), peak()

    def together(self, case, tasks, each):
        run = self.cases[case]

        def repeat(_):
            for _ in range(each):
                run()

        executor = self.executors.setdefault(tasks, concurrent.futures.ThreadPoolExecutor(tasks))
        start, used = time.perf_counter(), processor_time()
        list(executor.map(repeat, range(tasks)))
        return time.perf_counter() - start, processor_time() - used
