#!/usr/bin/env bash
# Installs the Debian packages that something needs, and skips those that are there.
#   system-packages.sh base     what Python needs to make a virtual environment (python3-venv); `make demo` needs no more
#   system-packages.sh scans    Tesseract, to read scans and pictures (the product reports them without it)
#   system-packages.sh test     that, Chromium for browser tests, LibreOffice to make ODT and PDF files that tests compare
set -euo pipefail

case "${1:-}" in
  base) if python3 -c 'import ensurepip, venv' 2>/dev/null; then wanted=(); else wanted=(python3-venv); fi ;;
  scans) wanted=(tesseract-ocr tesseract-ocr-deu) ;;
  test) wanted=(chromium libreoffice-writer-nogui fonts-dejavu tesseract-ocr tesseract-ocr-deu) ;;
  *) echo "usage: $0 base|scans|test" >&2; exit 2 ;;
esac

missing=()
for package in "${wanted[@]}"; do
  dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Not a Debian system; missing: ${missing[*]}" >&2
  exit 0
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo --non-interactive); fi
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}")
if ! { "${as_root[@]}" apt-get update -q && "${install[@]}"; } >/dev/null; then
  echo "Could not install ${missing[*]}. Tests that need them will be skipped." >&2
fi
