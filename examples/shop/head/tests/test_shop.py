def test_index_lists_products(client):
    assert b"Green tea" in client.get("/").data


def test_login_refuses_a_wrong_password(client):
    client.post("/account/register", data={"email": "a@shop.example", "password": "correct horse"})
    answer = client.post("/account/login", data={"email": "a@shop.example", "password": "guess"})
    assert answer.status_code == 401


def test_orders_need_a_login(client):
    assert client.get("/orders/1").status_code == 302


def test_webhook_needs_a_signature(client, app):
    app.config["PAYMENT_WEBHOOK_KEY"] = "test"
    assert client.post("/payments/webhook", json={"payment": "p1", "status": "paid"}).status_code == 400


def test_reset_does_not_tell_who_is_known(client):
    answer = client.post("/account/reset", data={"email": "nobody@shop.example"})
    assert answer.status_code == 302
