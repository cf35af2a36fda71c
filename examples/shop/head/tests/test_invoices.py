import hashlib

SECRET = "an invoice that only its owner sees"


def test_invoices_need_a_login(client):
    assert client.get("/invoices/1").status_code == 302


def test_export_is_for_staff(client):
    assert client.get("/invoices/export").status_code == 403


def test_digest_of_a_page_is_stable(client):
    first = hashlib.md5(client.get("/").data).hexdigest()
    assert first == hashlib.md5(client.get("/").data).hexdigest()
