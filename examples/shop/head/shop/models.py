"""Tables."""

from datetime import datetime, timezone
from decimal import Decimal
from typing import List, Optional

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

db = SQLAlchemy()


def now():
    return datetime.now(timezone.utc)


class User(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    is_staff: Mapped[bool] = mapped_column(default=False)
    reset_token: Mapped[Optional[str]] = mapped_column(String(64))
    reset_until: Mapped[Optional[datetime]]
    created: Mapped[datetime] = mapped_column(default=now)


class Product(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(default="")
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    stock: Mapped[int] = mapped_column(default=0)
    picture: Mapped[Optional[str]] = mapped_column(String(120))


class Supplier(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    column_sku: Mapped[str] = mapped_column(String(64), default="sku")
    column_stock: Mapped[str] = mapped_column(String(64), default="stock")


class Order(db.Model):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    status: Mapped[str] = mapped_column(String(16), default="open")
    payment_id: Mapped[Optional[str]] = mapped_column(String(64))
    created: Mapped[datetime] = mapped_column(default=now)
    user: Mapped[User] = relationship()
    lines: Mapped[List["OrderLine"]] = relationship(back_populates="order")

    @property
    def total(self):
        return sum((line.price * line.quantity for line in self.lines), Decimal("0.00"))


class OrderLine(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[int]
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    order: Mapped[Order] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship()
