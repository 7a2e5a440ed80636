"""Serves the built scripts and fonts: names that carry a digest may be kept for good, others are asked for again."""

import os
import re

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_HAS_DIGEST = re.compile(r"-[\w-]{8}\.\w+$")


class BuiltFiles(StaticFiles):
    """Files that `hatch_build.py` made."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, with how long a browser may keep it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        kept = "max-age=31536000, immutable" if _HAS_DIGEST.search(str(full_path)) else "no-cache"
        response.headers["Cache-Control"] = kept
        return response
