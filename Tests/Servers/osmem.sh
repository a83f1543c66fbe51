#!/usr/bin/env bash
# osmem: OpenSearch's interface, imitated in memory by people who have nothing to do with this project. It has what the
# Elasticsearch of this folder lacks (point in time, reindex, delete and update by query) and starts at once.
#
#     osmem.sh install | start | stop | status | env
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

name=osmem
name_of_port_variable=EVERGREEN_OSMEM_PORT
port=${EVERGREEN_OSMEM_PORT:-27540}
ports=("$port")
endpoint=http://127.0.0.1:$port
requirements=(osmem-server==0.1.6)

is_installed() { is_venv_of "${requirements[@]}"; }

install_server() { python_venv "${requirements[@]}"; }

environment() { echo "EVERGREEN_OSMEM_ENDPOINT=$endpoint"; }

start_server() {
  local binary
  # The package is a wrapper around a program that it brings along; it knows where.
  binary=$("$venv/bin/python" -c 'import osmem_server; print(osmem_server.resolve_binary())')
  launch osmem "$binary" -addr "127.0.0.1:$port" -no-stdin-watch
  wait_until "osmem answers" http_answers "$port" / 200
}

main "$@"
