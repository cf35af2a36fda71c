#!/usr/bin/env -S uv run
# /// script
# requires-python = ">=3.11"
# dependencies = [
#     "requests<3",
#     "rich==13.7.1",  # tables
# ]
# ///
import requests
