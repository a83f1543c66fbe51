# What requests-peers and transfers-peers share: sourced by them. A script that sources it works in the package's folder, with
# $cache, which is kept between runs, and $work, which is not. Whatever happens, nothing that it starts is left running.
# shellcheck shell=bash
set -euo pipefail
# Each job is a process group, so that what it has started ends with it.
set -m
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Prints how the script is called, from the comment at its beginning, and ends it.
usage() { sed -n 's/^#   \(Benchmarks.*\)/usage: \1/p' "$0" >&2; exit 64; }

own_folder='' policy='' servers=() foreground='' missing=()

# prepare CACHE: makes the folders.
prepare() {
  cache=$1
  mkdir -p "$cache"
  # What is read and written besides the files of the clients is kept in memory, where that is possible.
  local memory=${TMPDIR:-/tmp}
  [[ -d /dev/shm && -w /dev/shm ]] && memory=/dev/shm
  work=$(mktemp -d "$memory/$(basename "$0").XXXXXX")
}

# Ends a process group and waits for it.
end() {
  kill -TERM -- "-$1" 2>/dev/null || return 0
  wait "$1" 2>/dev/null || true
}
cleanup() {
  trap '' INT TERM HUP
  for job in $foreground ${servers[@]+"${servers[@]}"}; do end "$job"; done
  rm -rf ${work:+"$work"} ${own_folder:+"$own_folder"} ${policy:+"$policy"}
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Runs a command that a signal ends at once, which it does not while the shell waits for one in the foreground.
run() {
  local status=0
  "$@" &
  foreground=$!
  # -f: until it has ended, not only until it is stopped, as a job may be.
  wait -f "$foreground" || status=$?
  foreground=''
  return $status
}

# Prints where a program is. The search path stays as it is: SwiftPM builds everything anew when it changes.
locate() { PATH=$PATH:/usr/sbin:/sbin command -v "$1"; }
need() { # PROGRAM PACKAGE
  locate "$1" >/dev/null && return
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    # Debian starts a server that is installed, unless this program says no.
    if [[ ! -e /usr/sbin/policy-rc.d ]]; then
      policy=/usr/sbin/policy-rc.d
      printf '#!/bin/sh\nexit 101\n' >"$policy"
      chmod +x "$policy"
    fi
    { run apt-get update && run apt-get install -y --no-install-recommends "$2"; } >&2 || true
    [[ -z $policy ]] || rm -f "$policy"
    policy=''
  fi
  locate "$1" >/dev/null
}
need_nginx() {
  need nginx nginx-light ||
    { echo "nginx is missing, and nothing can be measured without it: install nginx-light" >&2; exit 1; }
}

# need_python IMPORTS REQUIREMENT...: a virtual environment of the cache whose Python can import these modules, as $python.
need_python() {
  local imports=$1 package
  shift
  python=$cache/venv/bin/python
  ! "$python" -c "import $imports" 2>/dev/null || return 0
  command -v python3 >/dev/null || { echo "python3 is missing, which makes the table" >&2; exit 1; }
  run python3 -m venv "$cache/venv" || { echo "python3 has no venv: install python3-venv" >&2; exit 1; }
  for package in "$@"; do
    run "$cache/venv/bin/pip" install --quiet "$package" >&2 || missing+=("$package (pip cannot install it)")
  done
}

# build PRODUCT: the release build of a product, as $binary.
build() {
  run swift build -c release --product "$1" >&2
  # A copy, which no other build replaces meanwhile.
  binary=$work/$1
  cp "$(swift build -c release --show-bin-path)/$1" "$binary"
}

# make_folder: a folder on a disk for the files of the clients, as $folder, unless there is one.
make_folder() {
  [[ -z $folder ]] || return 0
  folder=$(mktemp -d "$cache/files.XXXXXX")
  own_folder=$folder
}

# make_objects FOLDER: the objects 1k and 64m.
make_objects() {
  mkdir -p "$1"
  head -c 1024 /dev/urandom >"$1/1k"
  head -c $((64 << 20)) /dev/urandom >"$1/64m"
}

free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# start_nginx PORT LISTEN HTTP SERVER: one worker of nginx on this machine, which serves the files of $work/www. LISTEN is added
# to the address, HTTP and SERVER are directives. It keeps the bodies that it receives in $work/body.
start_nginx() {
  mkdir -p "$work"/{www,body,proxy,other}
  cat >"$work/nginx.conf" <<CONFIGURATION
$([[ $(id -u) != 0 ]] || echo "user root;")
worker_processes 1;
daemon off;
pid $work/nginx.pid;
error_log $work/nginx.log warn;
events { worker_connections 4096; }
http {
  access_log off;
  default_type binary/octet-stream;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  send_timeout 600s;
  client_max_body_size 0;
  client_body_buffer_size 1m;
  client_body_temp_path $work/body;
  proxy_temp_path $work/proxy;
  fastcgi_temp_path $work/other;
  uwsgi_temp_path $work/other;
  scgi_temp_path $work/other;
  large_client_header_buffers 4 16k;
  $3
  server {
    listen 127.0.0.1:$1$2;
    root $work/www;
    $4
    # The whole body is received, in a file, before the response is made.
    location /sink-bucket/ {
      client_body_in_file_only clean;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_pass http://unix:$work/sink:;
    }
  }
  server {
    listen unix:$work/sink;
    location / { add_header ETag '"0123456789abcdef"'; return 200; }
  }
}
CONFIGURATION
  local attempt server
  "$(locate nginx)" -c "$work/nginx.conf" -e "$work/nginx.log" &
  server=$!
  servers+=("$server")
  for attempt in {1..100}; do
    (: </dev/tcp/127.0.0.1/"$1") 2>/dev/null && return
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  echo "nginx did not start:" >&2
  cat "$work/nginx.log" >&2
  exit 1
}

# Says what was left out.
print_missing() { for what in ${missing[@]+"${missing[@]}"}; do printf 'MISSING: %s\n' "$what" >&2; done; }
