#!/bin/sh
# backup.sh DIR KEEP: one more backup below DIR, named by its time; the newest KEEP stay.
# Photos that the last one has are linked, so that each day costs only what the day brought.
set -eu
dir=$1
keep=$2
cd "$(dirname "$0")/.."
list() { find "$dir" -mindepth 1 -maxdepth 1 -type d -name '20*Z' | sort; }
mkdir -p "$dir"
last=$(list | tail -n 1)
target="$dir/$(date -u +%Y%m%dT%H%M%SZ)"
npm run -s gridkeep -- backup "$target" ${last:+--photos-from "$last"}
# What was cut off by a power failure days ago is of no use to anybody.
find "$dir" -mindepth 1 -maxdepth 1 -type d -name '*.unfinished' -mtime +1 -exec rm -rf {} +
count=$(list | wc -l)
if [ "$count" -gt "$keep" ]; then
  list | head -n "$((count - keep))" | while read -r old; do rm -rf "$old"; done
fi
