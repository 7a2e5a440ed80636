#!/usr/bin/env bash
# Starts every command in an environment without development dependencies: nothing that only tests need may be imported.
set -euo pipefail
cd "$(dirname "$0")/.."
make .venv/installed pages
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export AKTENLOTSE_HOME="$home"
for command in "ingest --help" "ingest list --json" "ingest verify" "assistant --help" "eval --help"; do
  .venv/bin/python -m $command >/dev/null
done
.venv/bin/python -m ingest add samples/library/leitfaden-fortbildung.md --json >/dev/null
.venv/bin/python -m assistant ask "Wer genehmigt eine Fortbildung?" --json >/dev/null
echo "Every command starts without development dependencies."
