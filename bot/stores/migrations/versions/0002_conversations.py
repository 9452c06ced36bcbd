"""Conversations, their messages, the queue for people, and the agents of the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("shopper", sa.String(128), nullable=False),
        sa.Column("holder", sa.String(10), nullable=False, server_default="bot"),
        sa.Column("version", sa.Integer, nullable=False, server_default="0"),
        sa.Column("agent", sa.String(80)),
        sa.Column("waiting_since", _TIME),
        sa.Column("memory", sa.JSON, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    _messages()
    _tickets()
    op.create_table(
        "agents",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False, server_default="agent"),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_agents"),
    )


def _conversation(constraint: str) -> sa.Column:
    return sa.Column("conversation", sa.String(200), sa.ForeignKey("conversations.id", name=constraint), nullable=False)


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=True),
        _conversation("fk_messages_conversation"),
        sa.Column("author", sa.String(10), nullable=False),
        sa.Column("external_id", sa.String(128)),
        sa.Column("kind", sa.String(10), nullable=False, server_default="text"),
        sa.Column("text", sa.Text, nullable=False, server_default=""),
        sa.Column("product", sa.String(128)),
        sa.Column("order_number", sa.String(128)),
        sa.Column("image_url", sa.Text),
        sa.Column("sent_at", sa.String(64)),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("merged_into", sa.String(128)),
        sa.Column("answers", sa.String(128)),
        sa.Column("buttons", sa.JSON),
        sa.Column("card", sa.JSON),
        sa.Column("intent", sa.String(80)),
        sa.Column("confidence", sa.Float),
        sa.Column("reply", sa.String(80)),
        sa.Column("said_by", sa.String(80)),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_messages"),
        sa.UniqueConstraint("conversation", "external_id", name="one_message_per_id"),
    )
    op.create_index("messages_of", "messages", ["conversation", "seq"])
    op.create_index("messages_by_state", "messages", ["state"])


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        _conversation("fk_tickets_conversation"),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("intent", sa.String(80)),
        sa.Column("confidence", sa.Float),
        sa.Column("opened_at", _TIME, nullable=False),
        sa.Column("promised", _TIME),
        sa.Column("agent", sa.String(80)),
        sa.Column("taken_at", _TIME),
        sa.Column("closed_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
    )
    op.create_index("ix_tickets_conversation", "tickets", ["conversation"])


def downgrade() -> None:
    for table in ("agents", "tickets", "messages", "conversations"):
        op.drop_table(table)
