#!/usr/bin/env bash
# accuracy.sh PARLEY CORPUS: measures the engines on small fixed subsets and fails when one is below its floor.
# Floors lie a little below what was measured, so that noise does not fail a change and a real loss does.
# Sets that doc/quality.md only reports never stand here. Full sets: make measure.
set -uo pipefail
parley=${1:?usage: accuracy.sh PARLEY CORPUS}
corpus=${2:?usage: accuracy.sh PARLEY CORPUS}
failed=0
checked=0

# gate KIND DATA LIMIT FIGURE FLOOR [FIGURE FLOOR…]; LIMIT 0 is the whole set.
gate() {
  local kind=$1 data=$2 limit=$3 out start
  shift 3
  if [ ! -e "$corpus/$data" ]; then
    printf 'skip  %-10s %-34s not there\n' "$kind" "$data"
    return
  fi
  start=$(date +%s)
  if ! out=$("$parley" eval "$kind" --data "$corpus/$data" --limit "$limit" --json); then
    printf 'FAIL  %-10s %-34s eval failed\n' "$kind" "$data"
    failed=$((failed + 1))
    return
  fi
  while [ $# -gt 0 ]; do
    check "$kind" "$data" "$1" "$(figure "$out" "$1")" "$2" $(($(date +%s) - start))
    shift 2
  done
}

# figure JSON NAME prints the number of that name in a flat object, or nothing.
figure() { grep -o "\"$2\": *-\{0,1\}[0-9.eE+-]*" <<<"$1" | head -n 1 | sed 's/.*: *//'; }

check() {
  local word=ok
  checked=$((checked + 1))
  if [ -z "$4" ] || ! awk -v got="$4" -v floor="$5" 'BEGIN { exit !(got + 0 >= floor + 0) }'; then
    word=FAIL
    failed=$((failed + 1))
  fi
  printf '%-5s %-10s %-34s %-14s %8s  floor %-6s %3d s\n' "$word" "$1" "$2" "$3" "${4:-missing}" "$5" "$6"
}

gate extract    extract/wcxb-dev                  150 f1 .90
gate extract    extract/andythefactory            150 f1 .92
gate copies     copies                              0 f1 .88 precision .93
gate stories    stories/allsides-full-dev.jsonl.gz  0 bcubed_f1 .90
gate storylines stories/allsides-full-dev.jsonl.gz  0 precision .88 f1 .72
gate statements attribution/dev.jsonl.gz            0 content_f1 .85
gate events     seeds                               0 f1 .70
gate seeds      seeds                               0 body_iou_least .97

printf '%d figures, %d below their floors\n' "$checked" "$failed"
[ "$failed" = 0 ] && [ "$checked" -gt 0 ]
