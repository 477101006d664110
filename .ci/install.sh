#!/usr/bin/env bash
# Installs PostgreSQL 15 and Chromium from Debian's packages, and the browser driver from npm, where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
need=()
[ -x /usr/lib/postgresql/15/bin/initdb ] || need+=(postgresql-15)
command -v chromium >/dev/null || need+=(chromium)
command -v node >/dev/null || need+=(nodejs npm)
fc-list 2>/dev/null | grep -qi 'NotoNaskhArabic\|Noto Naskh' || need+=(fonts-noto-core)
if [ ${#need[@]} -gt 0 ]; then
  sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  # A cluster of the machine's own is not wanted: the tests make a private one.
  echo 'create_main_cluster = false' >"${TMPDIR:-/tmp}/createcluster.conf"
  "${sudo[@]}" mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || "${sudo[@]}" cp "${TMPDIR:-/tmp}/createcluster.conf" /etc/postgresql-common/
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${need[@]}"
fi
(cd e2e && npm ci --no-audit --no-fund --silent)
