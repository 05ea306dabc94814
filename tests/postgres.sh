#!/usr/bin/env bash
# A PostgreSQL server of one's own for the tests: everything lies in one folder, and it listens on 127.0.0.1 only.
#
#   postgres.sh start FOLDER     makes and starts it, prints its URL; exit code 3 where PostgreSQL is not installed
#   postgres.sh restart FOLDER   kills it as a crash would, and starts it again
#   postgres.sh halt FOLDER      kills it as a crash would
#   postgres.sh resume FOLDER    starts it after a halt
#   postgres.sh stop FOLDER      stops it and removes the folder
#
# The server refuses to run as root: then it runs as the user postgres. Besides postgres, whom everybody on the machine
# may be, there are qx_password (password "sesame") and qx_tls (may come in over TLS only).
set -euo pipefail

verb=$1 folder=$2
data=$folder/data
bin=$(ls -d /usr/lib/postgresql/*/bin /usr/local/pgsql/bin 2>/dev/null | sort -V | tail -1 || true)
if [[ -z $bin ]] && command -v initdb >/dev/null; then bin=$(dirname "$(command -v initdb)"); fi
if [[ ! -x $bin/initdb ]]; then
    echo "PostgreSQL is not installed" >&2
    exit 3
fi

# Runs a program of the server as somebody who is not root, away from a folder that he may not enter.
as_server() {
    local program=$bin/$1
    shift
    if ((EUID == 0)); then
        (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$program" "$@")
    else
        "$program" "$@"
    fi
}

control() { as_server pg_ctl --pgdata="$data" --silent --wait --log="$folder/log" "$@" >/dev/null; }

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
}

start() {
    mkdir -p "$folder"
    if ((EUID == 0)); then chown postgres "$folder"; fi
    as_server initdb --pgdata="$data" --username=postgres --auth=trust --encoding=UTF8 --no-locale --no-sync >/dev/null
    local ssl=off
    if command -v openssl >/dev/null; then
        openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
            -keyout "$data/server.key" -out "$data/server.crt" 2>/dev/null
        chmod 600 "$data/server.key"
        if ((EUID == 0)); then chown postgres "$data/server.key" "$data/server.crt"; fi
        ssl=on
    fi
    # A killed server loses nothing that it handed to the system, so the tests need not wait for the disk.
    cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
max_connections = 200
fsync = off
ssl = $ssl
CONF
    cat >"$data/pg_hba.conf" <<HBA
local     all all                       trust
host      all qx_password 127.0.0.1/32  scram-sha-256
hostssl   all qx_tls      127.0.0.1/32  trust
hostnossl all qx_tls      127.0.0.1/32  reject
host      all all         127.0.0.1/32  trust
HBA
    # Somebody else may take the port between the look and the start.
    local port
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        echo "$port" >"$folder/port"
        if control --options="-p $port" start; then
            as_server psql --host="$folder" --port="$port" --username=postgres --quiet --command \
                "CREATE ROLE qx_password LOGIN PASSWORD 'sesame'; CREATE ROLE qx_tls LOGIN SUPERUSER"
            echo "postgres://postgres@127.0.0.1:$port/postgres"
            return
        fi
    done
    cat "$folder/log" >&2
    exit 1
}

resume() { control --options="-p $(cat "$folder/port")" start; }

case $verb in
    start) start ;;
    restart) control --mode=immediate stop && resume ;;
    halt) control --mode=immediate stop ;;
    resume) resume ;;
    stop)
        control --mode=immediate stop || true
        rm -rf "$folder"
        ;;
    *)
        echo "no such verb: $verb" >&2
        exit 2
        ;;
esac
