"""What people do with a handed-over conversation: triage, teams, transfers, notes, phrases, satisfaction, and a log of all of it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_NEW_IN_TICKETS = (
    sa.Column("topic", sa.String(40)), sa.Column("team", sa.String(40)),
    sa.Column("priority", sa.Integer, nullable=False, server_default="0"),
    sa.Column("because", sa.JSON), sa.Column("facts", sa.JSON), sa.Column("contact", sa.Text),
    sa.Column("offered_to", sa.String(80)), sa.Column("offered_until", _TIME), sa.Column("told_at", _TIME),
    sa.Column("first_reply_at", _TIME), sa.Column("result", sa.String(40)), sa.Column("asked_at", _TIME),
    sa.Column("satisfaction", sa.String(1)), sa.Column("satisfaction_why", sa.Text),
)  # fmt: skip
_NEW_IN_AGENTS = (
    sa.Column("teams", sa.JSON), sa.Column("parallel", sa.Integer),
    sa.Column("status", sa.String(10), nullable=False, server_default="away"), sa.Column("seen_at", _TIME),
)  # fmt: skip


def upgrade() -> None:
    for column in _NEW_IN_TICKETS:
        op.add_column("tickets", column.copy())
    op.create_index("ix_tickets_state", "tickets", ["state"])
    for column in _NEW_IN_AGENTS:
        op.add_column("agents", column.copy())
    op.add_column("messages", sa.Column("suggested", sa.Text))
    op.create_index("messages_at", "messages", ["at"])
    _changes()
    _notes()
    _customers()
    _phrases()


def _id(table: str) -> tuple:
    return sa.Column("id", sa.Integer, nullable=False, autoincrement=True), sa.PrimaryKeyConstraint("id", name=f"pk_{table}")


def _changes() -> None:
    op.create_table(
        "changes",
        *_id("changes"),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("conversation", sa.String(200)),
        sa.Column("ticket", sa.Integer),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("detail", sa.JSON),
    )
    op.create_index("changes_of", "changes", ["conversation", "id"])
    op.create_index("changes_at", "changes", ["at"])


def _notes() -> None:
    op.create_table(
        "notes",
        *_id("notes"),
        sa.Column("conversation", sa.String(200), sa.ForeignKey("conversations.id", name="fk_notes_conversation"), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_index("ix_notes_conversation", "notes", ["conversation"])


def _customers() -> None:
    op.create_table(
        "customers",
        sa.Column("shopper", sa.String(128), nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("shopper", name="pk_customers"),
    )


def _phrases() -> None:
    op.create_table(
        "phrases",
        *_id("phrases"),
        sa.Column("key", sa.String(80)),
        sa.Column("owner", sa.String(80)),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("updated_by", sa.String(80), nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
    )


def downgrade() -> None:
    for table in ("phrases", "customers", "notes", "changes"):
        op.drop_table(table)
    op.drop_index("messages_at", "messages")
    op.drop_column("messages", "suggested")
    for column in _NEW_IN_AGENTS:
        op.drop_column("agents", column.name)
    op.drop_index("ix_tickets_state", "tickets")
    for column in _NEW_IN_TICKETS:
        op.drop_column("tickets", column.name)
