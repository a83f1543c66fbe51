# shellcheck shell=bash disable=SC2154  # `name`, `ports` and `endpoint` are set by the script that sources this
# What the scripts of this folder have in common; they source it, it is no command of its own.
#
# A server's script sets `name`, `title`, `ports` and `endpoint`, defines
#
#     install_server      put what it needs into "$install" (and ask for Debian packages)
#     is_installed        true when install_server has nothing left to do
#     start_server        write its configuration into "$run", `launch` its processes, wait until they answer
#     environment         print KEY=value lines, one for each variable that the tests read
#
# and ends with `main "$@"`. Commands of its own, if it has any, are in `own_commands`: `do_kill_gateway` does what
# `kill-gateway` asks for. Everything a server owns is in "$home":
#
#     install/   virtual environments, downloads, compiled classes; kept
#     run/       configuration, data and pid files of the running server; made anew by each start
#     log/       one file for each process, and one for the last installation

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=$(realpath -m -- "${EVERGREEN_SERVERS_DIR:-$here/../../.servers}")
start_timeout=${EVERGREEN_SERVERS_START_TIMEOUT:-120}
stop_timeout=${EVERGREEN_SERVERS_STOP_TIMEOUT:-20}

say() { printf '%s: %s\n' "$name" "$*"; }

fail() {
  printf '%s: %s\n' "$name" "$*" >&2
  exit 1
}

# --- Installing ---------------------------------------------------------------------------------------------------

# debian_packages PACKAGE...: has apt install those that are missing; without root it says what to type instead.
debian_packages() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  local command="apt-get install --no-install-recommends ${missing[*]}"
  type -P apt-get >/dev/null || fail "needs the Debian packages ${missing[*]}, and this system has no apt-get"
  ((EUID == 0)) || fail "needs Debian packages; as root, run: apt-get update && $command"

  say "installing the Debian packages ${missing[*]}"
  # One apt at a time: several scripts may come here at once.
  (
    flock 8
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update && apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}"
  ) 8>"$state/apt.lock" >>"$install_log" 2>&1 || {
    tail -n 20 "$install_log" >&2
    fail "apt-get could not install ${missing[*]}; the whole log is $install_log"
  }
}

# python_venv REQUIREMENT...: a virtual environment in "$venv" with these packages from PyPI.
python_venv() {
  is_venv_of "$@" && return
  python3 -c 'import ensurepip, venv' 2>/dev/null || debian_packages python3 python3-venv
  say "installing ${*:-nothing} from PyPI"
  rm -rf "$venv"
  {
    python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check --prefer-binary "$@"
  } >>"$install_log" 2>&1 || {
    tail -n 20 "$install_log" >&2
    fail "pip could not install $*; the whole log is $install_log"
  }
  printf '%s\n' "$*" >"$venv/.complete"
}

# is_venv_of REQUIREMENT...: whether "$venv" was made of exactly these, to the end.
is_venv_of() { [[ -f $venv/.complete && $(<"$venv/.complete") == "$*" ]]; }

# --- Processes ----------------------------------------------------------------------------------------------------

# Each process carries this in its environment, and so do its children: that is how we tell ours from a stranger that
# has got the same process id, and how we find one that a daemon left behind.
mark() { printf 'EVERGREEN_SERVER=%s' "$run"; }

# launch PROCESS COMMAND...: starts a process in a session of its own, with its output in log/PROCESS.log.
launch() {
  local process=$1
  shift
  env "$(mark)" setsid "$@" >>"$log/$process.log" 2>&1 </dev/null 9>&- &
  echo $! >"$run/$process.pid"
  # The mark is there once `env` runs; until then the process would pass for a stranger.
  until is_ours $! || ! kill -0 $! 2>/dev/null; do sleep 0.01; done
}

# The ids of all living processes of this server, by their mark.
our_processes() {
  grep -lzxF -- "$(mark)" /proc/[0-9]*/environ 2>/dev/null | sed -n 's|^/proc/\([0-9]*\)/environ$|\1|p'
}

is_ours() { grep -qzxF -- "$(mark)" "/proc/$1/environ" 2>/dev/null; }

# The same for one that may just be replacing its program, as `setsid` does: for a moment it has no environment to read.
is_ours_or_starting() {
  local try
  for ((try = 0; try < 10; try++)); do
    is_ours "$1" && return
    kill -0 "$1" 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}

# Whether every process that was launched still lives (and there is one at all).
all_alive() {
  local file found=
  for file in "$run"/*.pid; do
    [[ -f $file ]] && is_ours_or_starting "$(<"$file")" || return 1
    found=1
  done
  [[ $found ]]
}

is_running() { [[ -f $run/environment ]] && all_alive; }

# Ends every process of this server: politely, then not. Fails if one is left.
stop_processes() {
  local pids signal deadline
  for signal in TERM KILL; do
    mapfile -t pids < <(our_processes)
    ((${#pids[@]})) || return 0
    kill -s "$signal" "${pids[@]}" 2>/dev/null || true
    deadline=$((SECONDS + stop_timeout))
    while [[ $(our_processes) ]] && ((SECONDS < deadline)); do sleep 0.1; done
  done
  [[ ! $(our_processes) ]]
}

# --- Waiting until a server answers -------------------------------------------------------------------------------

# Bash's own sockets, so that the scripts need no curl.
is_listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# http_answers PORT PATH STATUS: whether `GET PATH` is answered with STATUS (a pattern, such as [2-4]??).
http_answers() {
  local status
  status=$(
    exec 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$1" || exit
    printf 'GET %s HTTP/1.0\r\nHost: localhost:%s\r\n\r\n' "$2" "$1" >&3
    read -r -t 10 _ status _ <&3
    echo "$status"
  ) 2>/dev/null
  # shellcheck disable=SC2053  # a pattern on purpose
  [[ $status == $3 ]]
}

# wait_until WHAT COMMAND...: asks until COMMAND succeeds; gives up when a process has died or the time is over.
wait_until() {
  local what=$1 deadline=$((SECONDS + start_timeout))
  shift
  until "$@"; do
    all_alive || start_failed "a process ended while waiting until $what"
    ((SECONDS < deadline)) ||
      start_failed "waited $start_timeout s in vain until $what (EVERGREEN_SERVERS_START_TIMEOUT)"
    sleep 0.1
  done
}

start_failed() {
  local file
  for file in "$log"/*.log; do
    [[ $file != "$install_log" && -s $file ]] || continue
    printf -- '--- the end of %s\n' "$file"
    tail -n 25 "$file"
  done >&2
  stop_processes || true
  fail "could not start: $*"
}

# --- The commands -------------------------------------------------------------------------------------------------

main() {
  home=$state/$name
  install=$home/install run=$home/run log=$home/log
  venv=$install/venv
  install_log=$log/install.log
  [[ $(uname -s) == Linux ]] || fail "needs Linux (and takes what it needs from Debian and PyPI)"

  local own=${own_commands[*]+" ${own_commands[*]}"}
  case ${1:-} in
  install | start | stop) change "$1" ;;
  status | env) "do_$1" ;;
  *)
    if [[ ${1:-} && $own" " == *" $1 "* ]]; then
      change "$1"
      return
    fi
    printf 'usage: %s install | start | stop | status | env%s\n' "$(basename "$0")" "${own// / | }" >&2
    exit 64
    ;;
  esac
}

# change COMMAND: a command that changes something. Two callers at once would trip over each other's files.
change() {
  mkdir -p "$install" "$log"
  # Descriptor 9 is closed in what we launch.
  exec 9>"$home/lock"
  flock -w 900 9 || fail "another command is still at work"
  "do_${1//-/_}"
}

do_install() {
  local began=$SECONDS
  if is_installed; then
    say "is installed"
    return
  fi
  [[ ! $(our_processes) ]] || fail "needs another installation but is running; stop it first"
  : >"$install_log"
  install_server
  is_installed || fail "is not complete after its installation; see $install_log"
  say "installed in $((SECONDS - began)) s"
}

do_start() {
  local each began=$SECONDS  # not `port`: a server's script has one
  if is_running; then
    say "is running at $(running_endpoint)"
    return
  fi
  is_installed || fail "is not installed; run: $here/servers install $name"
  stop_processes || fail "processes of an earlier run do not end: $(our_processes | tr '\n' ' ')"
  for each in "${ports[@]}"; do
    ! is_listening "$each" ||
      fail "port $each is taken by another program; choose others with ${name_of_port_variable:?}"
  done
  rm -rf "$run"
  mkdir -p "$run"
  find "$log" -name '*.log' ! -name install.log -delete

  # A Ctrl-C or a command that fails half way must not leave half a server behind.
  trap 'stop_processes || true' EXIT
  trap 'exit 130' INT TERM
  start_server
  { environment; } >"$run/environment"
  printf '%s\n' "$endpoint" >"$run/endpoint"
  trap - EXIT INT TERM
  say "started at $endpoint in $((SECONDS - began)) s"
}

do_stop() {
  if [[ ! $(our_processes) ]]; then
    rm -rf "$run"
    say "is not running"
    return
  fi
  stop_processes || fail "these processes do not end: $(our_processes | tr '\n' ' ')"
  rm -rf "$run"
  say "stopped"
}

do_status() {
  if is_running; then
    say "running at $(running_endpoint)"
  elif [[ $(our_processes) ]]; then
    say "broken: only processes $(our_processes | tr '\n' ' ')are left"
    exit 3
  elif is_installed; then
    say "stopped"
    exit 3
  else
    say "not installed"
    exit 3
  fi
}

running_endpoint() { cat "$run/endpoint"; }

# Lines that a shell can `eval`; none when the server does not run.
do_env() {
  local key value
  is_running || return 0
  while IFS='=' read -r key value; do
    printf 'export %s=%q\n' "$key" "$value"
  done <"$run/environment"
}
