#!/usr/bin/env bash
# moto, for its instance metadata service (IMDS): the reading of that interface by someone else. Its keys are always
# the same ones, and it does not ask for an IMDSv2 token.
#
#     moto.sh install | start | stop | status | env
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

name=moto
name_of_port_variable=EVERGREEN_MOTO_PORT
port=${EVERGREEN_MOTO_PORT:-27550}
ports=("$port")
endpoint=http://127.0.0.1:$port
# What `moto[server]` would add to these is for other services than the one used here, and takes three times as long.
requirements=(moto==5.2.5 flask flask-cors)

is_installed() { is_venv_of "${requirements[@]}"; }

install_server() { python_venv "${requirements[@]}"; }

environment() { echo "EVERGREEN_MOTO_ENDPOINT=$endpoint"; }

start_server() {
  launch moto "$venv/bin/moto_server" -H 127.0.0.1 -p "$port"
  wait_until "moto answers" http_answers "$port" /latest/meta-data/iam/security-credentials/ 200
}

main "$@"
