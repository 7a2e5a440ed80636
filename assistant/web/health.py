"""Routes for those who operate the server: is it alive, is it ready, what does it measure."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.web.context import In

router = APIRouter(tags=["operation"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers, even when all its threads are busy."""
    return {"status": "alive"}


@router.get("/readyz")
def ready(context: In) -> dict[str, object]:
    """Database and indexes can be asked; how much is in them."""
    with context.library.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    return {"status": "ready", "passages": len(context.library), "model": context.assistant.model.name}


@router.get("/metrics")
def metrics(context: In) -> Response:
    """Measurements in Prometheus' text format."""
    return Response(context.measurements.show(), media_type=CONTENT_TYPE_LATEST)
