"""Names that columns and tables tell of themselves."""

from sqlalchemy import text


def smallest(session, column):
    # ok: sql-injection
    return session.execute(text(f"SELECT min({column.name}) FROM users"))


def largest(session, order_table):
    # ok: sql-injection
    return session.execute(text(f"SELECT max(id) FROM {order_table.name}"))


def by_name(session, column):
    # ruleid: sql-injection
    return session.execute(text(f"SELECT min({column}) FROM users"))


def of_user(session, user):
    # ruleid: sql-injection
    return session.execute(text(f"SELECT id FROM orders WHERE buyer = '{user.name}'"))


def in_order(session, column, order):
    # ruleid: sql-injection
    return session.execute(text(f"SELECT id FROM users ORDER BY {column.name} {order}"))
