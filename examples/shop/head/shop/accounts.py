"""Registration, log-in, forgotten passwords and the guards that other blueprints use."""

import logging
import random
import smtplib
import string
from datetime import timedelta
from email.message import EmailMessage
from functools import wraps

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.security import check_password_hash, generate_password_hash

from .models import User, db, now

bp = Blueprint("accounts", __name__, url_prefix="/account")
log = logging.getLogger(__name__)

RESET_LETTERS = string.ascii_letters + string.digits


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


@bp.post("/logout")
@login_required
def logout():
    session.clear()
    return redirect(url_for("catalogue.index"))


@bp.route("/reset", methods=["GET", "POST"])
def request_reset():
    if request.method == "POST":
        user = find_user(request.form["email"])
        if user is not None:
            token = "".join(random.choice(RESET_LETTERS) for _ in range(32))
            user.reset_token = token
            user.reset_until = now() + timedelta(hours=current_app.config["RESET_HOURS"])
            db.session.commit()
            send_reset_mail(user, url_for("accounts.reset", token=token, _external=True))
        flash("If we know the address, a letter is on its way.")
        return redirect(url_for("accounts.login"))
    return render_template("request_reset.html")


@bp.route("/reset/<token>", methods=["GET", "POST"])
def reset(token):
    user = db.session.scalar(db.select(User).where(User.reset_token == token, User.reset_until > now()))
    if user is None:
        abort(404)
    if request.method == "POST":
        user.password_hash = generate_password_hash(request.form["password"])
        user.reset_token = None
        db.session.commit()
        log.info("password of user %d was reset", user.id)
        return redirect(url_for("accounts.login"))
    return render_template("reset.html")


def send_reset_mail(user, link):
    letter = EmailMessage()
    letter["To"] = user.email
    letter["From"] = "shop@shop.example"
    letter["Subject"] = "Your new password"
    letter.set_content(f"Choose a new password here:\n\n{link}\n")
    with smtplib.SMTP("localhost", timeout=10) as server:
        server.send_message(letter)


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
