"""flask-cors: origins and cookies."""

from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
# ruleid: fastapi-cors
CORS(app, supports_credentials=True)
# ruleid: fastapi-cors
CORS(app, resources={r"/api/*": {"origins": "*"}}, supports_credentials=True)
# ok: fastapi-cors
CORS(app, resources={r"/api/*": {"origins": "https://shop.example.com"}}, supports_credentials=True)
# ok: fastapi-cors
CORS(app, origins=["https://shop.example.com"], supports_credentials=True)
# ok: fastapi-cors
CORS(app)
