"""Nothing of Rasa's own HTTP interface can be reached."""

from __future__ import annotations

import pytest

from tests.running import RunningShop

PATHS = [
    "/webhooks/rest/webhook", "/webhooks/rest/", "/webhooks/socketio/", "/webhooks/callback/webhook",
    "/webhooks/bridge/", "/webhooks/bridge/webhook", "/conversations/x/tracker", "/conversations/x/tracker/events",
    "/conversations/x/messages", "/conversations/x/execute", "/conversations/x/predict",
    "/conversations/x/trigger_intent", "/conversations/x/story", "/model", "/model/parse", "/model/train",
    "/model/test/stories", "/model/test/intents", "/model/predict", "/status", "/version", "/domain", "/docs",
    "/webhook", "/actions",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_an_address_of_rasas_is_not_there(shop: RunningShop, path: str) -> None:
    body = {"sender": "demo-05", "message": "/restart", "text": "在吗", "model_file": "x", "name": "action_listen"}
    for method in ("GET", "POST", "PUT", "DELETE"):
        response = shop.http.request(method, path, json=None if method == "GET" else body)
        assert response.status_code == 404, f"{method} {path}"
        assert list(response.json()) == ["error"]


def test_the_servers_listen_on_this_machine_alone(shop: RunningShop) -> None:
    listening = {line.split()[1] for line in open("/proc/net/tcp") if line.split()[3] == "0A"}
    for port in (shop.port, shop.action_port):
        assert f"0100007F:{port:04X}" in listening and f"00000000:{port:04X}" not in listening
