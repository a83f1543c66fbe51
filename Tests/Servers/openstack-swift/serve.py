"""Runs one of OpenStack Swift's servers: serve.py (account|container|object|proxy) CONFIGURATION SWIFT_CONF

Swift's own start scripts differ from what the tests need in three points.
"""

import socket
import sys

from swift.common import utils, wsgi

role, configuration, swift_conf = sys.argv[1:]

# 1. They read the cluster's secrets from /etc/swift/swift.conf; ours stays in the folder of the server.
utils.SWIFT_CONF_FILE = swift_conf

# 2. They leave Nagle's algorithm on, so that on a kept-alive connection each answer waits some 40 ms for the client's
#    delayed acknowledgement. On Linux a connection inherits the option from the listening socket.
listening_socket = wsgi.get_socket


def listening_socket_without_delay(*arguments, **options):
    listener = listening_socket(*arguments, **options)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


wsgi.get_socket = listening_socket_without_delay

# 3. They log to syslog only. `verbose` means: to the standard error as well.
sys.exit(wsgi.run_wsgi(configuration, role + "-server", verbose=True))
