"""What a route asks for by type: the service, and the desk at which its caller asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.asking import Desk
from api.auth import Caller
from api.links import base_url
from api.service import Service


def service_of(request: Request) -> Service:
    """The service that this application fronts."""
    service: Service = request.app.state.service
    return service


Served = Annotated[Service, Depends(service_of)]


def desk_of(request: Request, service: Served, caller: Caller) -> Desk:
    """Where this caller asks."""
    return Desk(service, caller.person, base_url(service.settings, request))


Asking = Annotated[Desk, Depends(desk_of)]
