#!/usr/bin/env bash
# run.sh BINARY: starts the demo of that binary in a folder of its own and walks through it in Chromium, as a reader, then as its operator.
# SHOTS=DIR keeps a picture of every page; CHROMIUM names the browser. It leaves nothing running.
set -euo pipefail
binary=$(realpath "${1:?usage: run.sh BINARY}")
shots=${SHOTS:+$(mkdir -p "$SHOTS" && realpath "$SHOTS")}
cd "$(dirname "$0")"
[ -d node_modules/playwright-core ] || npm ci --no-audit --no-fund --silent
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
failed=0
for walk in smoke operator; do
  HOME=$home XDG_CACHE_HOME=$home/cache XDG_CONFIG_HOME=$home/config SHOTS=$shots \
    CHROMIUM=${CHROMIUM:-$(command -v chromium || echo /usr/bin/chromium)} node $walk.mjs "$binary" || failed=1
done
exit $failed
