"""Routes for those who operate the server: is it alive, is it ready, what does it measure."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from assistant.web.context import In

router = APIRouter(tags=["operation"])


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
def ready(context: In) -> dict[str, object]:
    """Database and indexes can be asked; how much is in them."""
    with context.library.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    return {"status": "ready", "passages": len(context.library), "model": context.assistant.model.name}


@router.get("/metrics")
def metrics() -> Response:
    """Measurements in Prometheus' text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
