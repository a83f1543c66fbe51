#!/usr/bin/env bash
# Ceph's RADOS gateway: S3 with real STS session credentials, which live as short as 1 s here and then are refused.
# A whole little cluster (monitor, one OSD that keeps everything in memory, gateway), made anew by each start.
#
#     ceph-rgw.sh install | start | stop | status | env
#     ceph-rgw.sh kill-gateway    kills the running gateway (SIGKILL); its data stays, and so do monitor and OSD
#     ceph-rgw.sh start-gateway   starts it again, at the same port and with the same data
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

name=ceph-rgw
name_of_port_variable=EVERGREEN_RGW_PORT
port=${EVERGREEN_RGW_PORT:-27480}
monitor_port=$((port + 1))    # Ceph's messenger, version 2; version 1 is the next
osd_first_port=$((port + 3))  # an OSD listens on some ports of a range
osd_last_port=$((port + 19))
ports=("$port" "$monitor_port" $((monitor_port + 1)))
endpoint=http://localhost:$port

# A user and a role of this throw-away cluster, known to nobody else.
access_key_id=EVERGREENDEMOKEY0001
secret_access_key=evergreen0demo0secret0evergreen0demo0key
user=demo
role=demo
# A role that only sessions of the first one may take on.
second_role=second

debian=(radosgw ceph-mon ceph-osd ceph-base)

is_installed() {
  local program
  for program in radosgw radosgw-admin ceph-mon ceph-osd ceph ceph-authtool monmaptool; do
    type -P "$program" >/dev/null || return 1
  done
}

install_server() { debian_packages "${debian[@]}"; }

environment() {
  echo "EVERGREEN_RGW_ENDPOINT=$endpoint"
  echo "EVERGREEN_RGW_ACCESS_KEY_ID=$access_key_id"
  echo "EVERGREEN_RGW_SECRET_ACCESS_KEY=$secret_access_key"
  echo "EVERGREEN_RGW_ROLE_ARN=arn:aws:iam:::role/$role"
  echo "EVERGREEN_RGW_SECOND_ROLE_ARN=arn:aws:iam:::role/$second_role"
}

start_server() {
  mkdir -p "$run"/{mon,osd,rgw}
  configuration=$run/ceph.conf
  keyring=$run/keyring
  write_configuration
  start_monitor
  start_osd
  start_gateway
  create_user_and_role
}

write_configuration() {
  fsid=$(</proc/sys/kernel/random/uuid)
  cat >"$configuration" <<END
[global]
fsid = $fsid
mon host = [v2:127.0.0.1:$monitor_port,v1:127.0.0.1:$((monitor_port + 1))]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind port min = $osd_first_port
ms bind port max = $osd_last_port
keyring = $keyring
run dir = $run
admin socket =
log file =
mon cluster log file =
crash dir = $run

# One copy of everything, on one disk that is none.
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 4294967296
mon allow pool size one = true
mon max pg per osd = 1000

# Nothing is stored on the machine's disk, so its filling up is no reason to stop.
mon data avail warn = 2
mon data avail crit = 1

# A monitor with peers waits a second to gather changes. This one has none: the gateway's start, which makes pools one
# after the other, is several times faster.
paxos propose interval = 0.05
paxos min wait = 0.01

# The monitor is stopped together with the OSD, which need not wait long for its farewell.
osd mon shutdown timeout = 1

# The classes behind the gateway's bucket index and so on.
osd class load list = *
osd class default list = *

[mon.a]
mon data = $run/mon

[osd.0]
osd data = $run/osd

[client.rgw]
rgw data = $run/rgw
rgw dns name = localhost
# Without tcp_nodelay each answer waits for the client's delayed acknowledgement: 21 requests a second.
rgw frontends = beast endpoint=127.0.0.1:$port tcp_nodelay=1
rgw thread pool size = 64
rgw crypt require ssl = false

# AssumeRole, with sessions far shorter than the 900 s that is usual.
rgw s3 auth use sts = true
rgw sts key = evergreenstskey0
rgw sts min session duration = 1

# What is deleted leaves the memory soon, not in two hours.
rgw gc obj min wait = 10
rgw gc processor period = 10
END
}

# Every Ceph program reads this configuration and nothing of the system's.
run_ceph() {
  local program=$1
  shift
  "$program" -c "$configuration" "$@" 9>&-
}

# quietly COMMAND...: these programs are chatty; what they say is of interest only when they fail.
quietly() { "$@" >>"$log/setup.log" 2>&1 || start_failed "this failed: $*"; }

start_monitor() {
  local all=(--cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *')
  quietly ceph-authtool --create-keyring "$keyring" --gen-key -n mon. --cap mon 'allow *'
  quietly ceph-authtool "$keyring" --gen-key -n client.admin "${all[@]}"
  quietly ceph-authtool "$keyring" --gen-key -n client.rgw "${all[@]}"
  quietly run_ceph monmaptool --create --fsid "$fsid" --enable-all-features \
    --addv a "[v2:127.0.0.1:$monitor_port,v1:127.0.0.1:$((monitor_port + 1))]" "$run/monmap"
  quietly run_ceph ceph-mon --mkfs -i a --monmap "$run/monmap" --keyring "$keyring"
  launch mon ceph-mon -c "$configuration" -i a -d
  wait_until "the monitor listens" is_listening "$monitor_port"
}

start_osd() {
  local id
  id=$(</proc/sys/kernel/random/uuid)
  # Only now: a key that is in the keyring when the monitor is made would already be taken.
  quietly ceph-authtool "$keyring" --gen-key -n osd.0
  printf '{"cephx_secret": "%s"}\n' "$(ceph-authtool "$keyring" -n osd.0 --print-key)" >"$run/osd.json"
  quietly run_ceph ceph --connect-timeout "$start_timeout" osd new "$id" 0 -i "$run/osd.json"
  quietly run_ceph ceph-osd -i 0 --mkfs --osd-uuid "$id"
  launch osd ceph-osd -c "$configuration" -i 0 -d
}

start_gateway() {
  launch rgw radosgw -c "$configuration" -n client.rgw -d
  wait_until "the gateway answers" http_answers "$port" / 200
}

# Only the gateway: what it was doing is not finished, and its connections break off.
do_kill_gateway() {
  [[ -f $run/environment ]] || fail "is not running; run: $here/servers start $name"
  local pid
  pid=$(<"$run/rgw.pid")
  is_ours_or_starting "$pid" || fail "the gateway is not running; run: $here/$(basename "$0") start-gateway"
  kill -KILL "$pid"
  while is_ours "$pid"; do sleep 0.05; done
  say "killed the gateway"
}

do_start_gateway() {
  [[ -f $run/environment ]] || fail "is not running; run: $here/servers start $name"
  local began=$SECONDS
  # As it was started, whatever the variables say meanwhile.
  endpoint=$(running_endpoint)
  port=${endpoint##*:}
  configuration=$run/ceph.conf
  if is_ours_or_starting "$(<"$run/rgw.pid")"; then
    say "the gateway is running at $endpoint"
    return
  fi
  start_gateway
  say "started the gateway at $endpoint in $((SECONDS - began)) s"
}

create_user_and_role() {
  quietly run_ceph radosgw-admin user create --uid="$user" --display-name="$user" --max-buckets=0 \
    --access-key="$access_key_id" --secret="$secret_access_key" --caps='roles=*'
  create_role "$role" "arn:aws:iam:::user/$user"
  create_role "$second_role" "arn:aws:iam:::role/$role"
}

# create_role NAME PRINCIPAL: a role that the principal may take on, and that may do everything.
create_role() {
  quietly run_ceph radosgw-admin role create --role-name="$1" --path=/ --assume-role-policy-doc='{
    "Version": "2012-10-17",
    "Statement": [{
      "Effect": "Allow",
      "Principal": {"AWS": ["'"$2"'"]},
      "Action": ["sts:AssumeRole"]
    }]
  }'
  quietly run_ceph radosgw-admin role-policy put --role-name="$1" --policy-name=everything --policy-doc='{
    "Version": "2012-10-17",
    "Statement": [
      {"Effect": "Allow", "Action": ["s3:*"], "Resource": "arn:aws:s3:::*"},
      {"Effect": "Allow", "Action": ["sts:AssumeRole"], "Resource": "arn:aws:iam:::role/*"}
    ]
  }'
}

own_commands=(kill-gateway start-gateway)
main "$@"
