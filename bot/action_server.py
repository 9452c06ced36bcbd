"""The action server: rasa_sdk serving `actions/` on this machine only."""

from __future__ import annotations

from bot.quiet import quiet_rasa

quiet_rasa()

from rasa_sdk.endpoint import create_app  # noqa: E402

from bot.wiring import world  # noqa: E402


def main() -> None:
    """`python -m bot.action_server`: serves until SIGINT or SIGTERM."""
    settings = world().settings
    app = create_app("actions")
    app.run(host="127.0.0.1", port=settings.action_port, workers=1, access_log=False)


if __name__ == "__main__":
    main()
