#!/usr/bin/env bash
# A private PostgreSQL cluster for tests: "start" makes one on a free port, never as
# root, and prints an administrator's address; "stop" ends it and removes it.
set -euo pipefail
bin=/usr/lib/postgresql/15/bin
dir=${PARLEY_POSTGRES_DIR:-/tmp/parley-test-postgres-$(id -u)}
as() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$*"; else bash -c "$*"; fi; }

case "${1:-}" in
start)
  bash "$0" stop >/dev/null 2>&1 || true
  mkdir -p "$dir"
  [ "$(id -u)" = 0 ] && chown postgres "$dir"
  chmod 700 "$dir"
  port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  as "$bin/initdb -D $dir/data -U postgres --auth=trust --encoding=UTF8 --locale=C" >"$dir.log" 2>&1
  # Durability does not matter to tests; speed does.
  as "$bin/pg_ctl -D $dir/data -w -l $dir/server.log -o '-p $port -k $dir -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=400' start" >>"$dir.log" 2>&1 || { cat "$dir.log" "$dir/server.log" >&2; exit 1; }
  echo "postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
  ;;
stop)
  [ -d "$dir/data" ] && as "$bin/pg_ctl -D $dir/data -m immediate stop" >/dev/null 2>&1 || true
  rm -rf "$dir" "$dir.log"
  ;;
*) echo "usage: postgres.sh start|stop" >&2; exit 2 ;;
esac
