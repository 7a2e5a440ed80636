"""Routes for those who operate the server: is it alive, is it ready, what does it measure."""

from typing import Any

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.web.context import In
from assistant.web.identity import AsMonitor, AtGate, Shown
from assistant.web.metrics import Levels

router = APIRouter(tags=["operation"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers, even when all its threads are busy."""
    return {"status": "alive"}


@router.get("/readyz", responses={503: {"description": "Nobody can be answered now; `parts` says why."}})
def ready(context: In, response: Response, shown: Shown, gate: AtGate) -> dict[str, Any]:
    """`ready`, `degraded` (it answers, but a part is missing) or `not_ready`; for the monitoring also which of the parts work."""
    condition = context.readiness.look()
    response.status_code = 503 if condition.status == "not_ready" else 200
    if not gate.is_monitor(shown):
        return {"status": condition.status}
    return {
        "status": condition.status,
        "parts": condition.works,
        "index_lag": condition.index_lag,
        "passages": len(context.library),
        "model": context.assistant.model.name,
    }


@router.get("/metrics", response_class=Response, dependencies=[AsMonitor])
def metrics(context: In) -> Response:
    """Measurements in Prometheus' text format."""
    condition, line = context.readiness.look(), context.line
    levels = Levels(
        line.answered, line.waiting, line.refused, len(context.library), condition.index_lag, condition.jobs, condition.works
    )
    return Response(context.measurements.show(levels), media_type=CONTENT_TYPE_LATEST)
