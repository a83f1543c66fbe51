#!/usr/bin/env bash
# OpenStack Swift with its S3 interface: the strictest reader of signatures of the lot, and trailing checksums.
# A proxy and one account, container and object server each, with one disk (a folder) and one replica.
#
#     openstack-swift.sh install | start | stop | status | env
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

name=openstack-swift
name_of_port_variable=EVERGREEN_SWIFT_PORT
port=${EVERGREEN_SWIFT_PORT:-27500}
declare -A storage_port=([account]=$((port + 1)) [container]=$((port + 2)) [object]=$((port + 3)))
ports=("$port" "${storage_port[@]}")
endpoint=http://localhost:$port
region=us-east-1
requirements=(swift==2.38.3)

# The colon in the access key is Swift's (account:user), and a good test in itself.
account=demo
user=demo
secret=demosecret

is_installed() { is_venv_of "${requirements[@]}"; }

install_server() { python_venv "${requirements[@]}"; }

environment() {
  echo "EVERGREEN_SWIFT_ENDPOINT=$endpoint"
  echo "EVERGREEN_SWIFT_ACCESS_KEY_ID=$account:$user"
  echo "EVERGREEN_SWIFT_SECRET_ACCESS_KEY=$secret"
  echo "EVERGREEN_SWIFT_REGION=$region"
}

start_server() {
  local role
  settings=$run/etc
  mkdir -p "$settings" "$run/devices/disk"
  require_extended_attributes
  write_cluster_configuration
  for role in account container object; do
    write_ring "$role"
    write_storage_configuration "$role"
  done
  write_proxy_configuration

  for role in account container object proxy; do
    launch "$role" "$venv/bin/python" "$here/openstack-swift/serve.py" "$role" "$settings/$role.conf" \
      "$settings/swift.conf"
  done
  for role in account container object; do
    wait_until "the $role server answers" http_answers "${storage_port[$role]}" /healthcheck 200
  done
  wait_until "the proxy answers" http_answers "$port" /healthcheck 200
}

# Swift keeps what it knows about an object in attributes of the object's file.
require_extended_attributes() {
  "$venv/bin/python" - "$run/devices" <<'END' ||
import os, sys
try:
    os.setxattr(sys.argv[1], "user.evergreen", b"1")
except OSError as error:
    sys.exit(f"{sys.argv[1]}: {error}")
END
    fail "EVERGREEN_SERVERS_DIR must be on a file system with user extended attributes"
}

write_cluster_configuration() {
  cat >"$settings/swift.conf" <<END
[swift-hash]
swift_hash_path_prefix = evergreen
swift_hash_path_suffix = evergreen

[storage-policy:0]
name = gold
default = yes
END
}

# Where the data of a kind of server is: 2^2 partitions, 1 replica, all on the one disk.
write_ring() {
  local role=$1 ring=$settings/$1.builder
  {
    "$venv/bin/swift-ring-builder" "$ring" create 2 1 1 &&
      "$venv/bin/swift-ring-builder" "$ring" add "r1z1-127.0.0.1:${storage_port[$role]}/disk" 1 &&
      "$venv/bin/swift-ring-builder" "$ring" rebalance
  } >>"$log/setup.log" 2>&1 || [[ -f $settings/$role.ring.gz ]] || start_failed "no ring for the $role server"
}

# common_settings PORT: what all four servers share.
common_settings() {
  cat <<END
[DEFAULT]
user = $(id -un)
swift_dir = $settings
bind_ip = 127.0.0.1
bind_port = $1
# No child processes: one process for each server.
workers = 0
log_level = WARNING
END
}

write_storage_configuration() {
  local role=$1
  {
    common_settings "${storage_port[$role]}"
    cat <<END
devices = $run/devices
mount_check = false
disable_fallocate = true
fallocate_reserve = 0

[pipeline:main]
pipeline = healthcheck $role-server

[filter:healthcheck]
use = egg:swift#healthcheck

[app:$role-server]
use = egg:swift#$role
END
  } >"$settings/$role.conf"
}

write_proxy_configuration() {
  # In the order of the pipeline that the S3 interface's documentation gives, without the memory cache, which would be
  # one more server.
  local filters=(catch_errors gatekeeper healthcheck listing_formats bulk s3api tempauth copy slo dlo
    versioned_writes symlink)
  local filter
  {
    common_settings "$port"
    printf '\n[pipeline:main]\npipeline = %s proxy-server\n' "${filters[*]}"
    printf '\n[app:proxy-server]\nuse = egg:swift#proxy\naccount_autocreate = true\n'
    for filter in "${filters[@]}"; do
      printf '\n[filter:%s]\nuse = egg:swift#%s\n' "$filter" "$filter"
      case $filter in
      s3api)
        printf '%s\n' "location = $region" 's3_acl = no' 'dns_compliant_bucket_names = no' 'storage_domain = localhost' \
          'max_upload_part_num = 10000'
        ;;
      tempauth) printf '%s\n' "user_${account}_$user = $secret .admin" ;;
      slo) printf '%s\n' 'max_manifest_segments = 10000' ;;
      versioned_writes) printf '%s\n' 'allow_object_versioning = true' ;;
      esac
    done
  } >"$settings/proxy.conf"
}

main "$@"
