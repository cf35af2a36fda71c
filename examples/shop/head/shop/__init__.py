"""A small web shop: catalogue, orders, invoices, accounts, payments, suppliers, administration."""

from flask import Flask, render_template
from flask_wtf import CSRFProtect

from .models import db

csrf = CSRFProtect()


def create_app(config="shop.config.Production"):
    """Makes the application; tests pass another configuration class."""
    app = Flask(__name__)
    app.config.from_object(config)
    db.init_app(app)
    csrf.init_app(app)

    from . import accounts, admin, catalogue, invoices, orders, payments, suppliers

    app.register_blueprint(catalogue.bp)
    app.register_blueprint(accounts.bp)
    app.register_blueprint(orders.bp)
    app.register_blueprint(invoices.bp)
    app.register_blueprint(payments.bp)
    app.register_blueprint(suppliers.bp)
    app.register_blueprint(admin.bp)
    csrf.exempt(payments.bp)

    @app.errorhandler(404)
    def not_found(_error):
        return render_template("not_found.html"), 404

    return app
