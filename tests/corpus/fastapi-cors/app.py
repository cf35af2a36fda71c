"""Starlette's middleware: origins and cookies."""

import os

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware as Cors

app = FastAPI()
EVERYBODY = ["*"]
OURS = ["https://shop.example.com"]

# ruleid: fastapi-cors
app.add_middleware(Cors, allow_origins=["*"], allow_credentials=True)
# ok: fastapi-cors
app.add_middleware(Cors, allow_origins=["*"], allow_credentials=False)
# ruleid: fastapi-cors
app.add_middleware(Cors, allow_origins=EVERYBODY, allow_credentials=True)
# ok: fastapi-cors
app.add_middleware(Cors, allow_origins=OURS, allow_credentials=True)
# ruleid: fastapi-cors
app.add_middleware(Cors, allow_origin_regex="https?://.*", allow_credentials=True)
# ok: fastapi-cors
app.add_middleware(Cors, allow_origin_regex=r"https://.*\.example\.com", allow_credentials=True)
# ok: fastapi-cors
app.add_middleware(Cors, allow_origins=os.environ["ORIGINS"].split(), allow_credentials=True)
