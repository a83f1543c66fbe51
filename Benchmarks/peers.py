"""What requests_peers.py and transfers_peers.py share."""
import resource
import statistics

# AWS's published example, and a token of the usual length.
KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2VjEJr//////////wEaDmFwLW5vcnRoZWFzdC0yIkcwRQIhAM" * 12
REGION = "ap-northeast-2"
LARGE_SIZE = 64 * 1024 * 1024
SMALL_SIZE = 1024


def processor_time(who=resource.RUSAGE_SELF):
    """Seconds of processor time of this process, or of the children that have ended."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def require(count, expected=LARGE_SIZE):
    if count != expected:
        raise SystemExit(f"{count} bytes arrived instead of {expected}")


def spread(values, digits=0):
    """The median with the quartiles in brackets."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    return f"{middle:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"
