"""Registration, log-in and the guards that other blueprints use."""

from functools import wraps

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from werkzeug.security import check_password_hash, generate_password_hash

from .models import User, db

bp = Blueprint("accounts", __name__, url_prefix="/account")


@bp.before_app_request
def load_user():
    user_id = session.get("user_id")
    g.user = db.session.get(User, user_id) if user_id is not None else None


def login_required(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        if g.user is None:
            return redirect(url_for("accounts.login", next=request.path))
        return view(*args, **kwargs)

    return wrapped


def staff_required(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        if g.user is None or not g.user.is_staff:
            abort(403)
        return view(*args, **kwargs)

    return wrapped


def find_user(email):
    return db.session.scalar(db.select(User).where(User.email == email.strip().lower()))


@bp.route("/register", methods=["GET", "POST"])
def register():
    if request.method == "POST":
        email = request.form["email"].strip().lower()
        if find_user(email) is not None:
            flash("This address is taken.")
            return render_template("register.html"), 409
        user = User(email=email, password_hash=generate_password_hash(request.form["password"]))
        db.session.add(user)
        db.session.commit()
        session["user_id"] = user.id
        return redirect(url_for("catalogue.index"))
    return render_template("register.html")


@bp.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        user = find_user(request.form["email"])
        if user is None or not check_password_hash(user.password_hash, request.form["password"]):
            flash("Wrong address or password.")
            return render_template("login.html"), 401
        session.clear()
        session["user_id"] = user.id
        return redirect(request.args.get("next") or url_for("catalogue.index"))
    return render_template("login.html")


@bp.post("/logout")
@login_required
def logout():
    session.clear()
    return redirect(url_for("catalogue.index"))
