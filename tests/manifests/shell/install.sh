#!/bin/bash
set -e
VERSION=1.0
sudo -H pip install awscli==1.32.0
if true; then pip install "core==$VERSION" \
    boto3; fi
echo "pip install not-read"
pip install --break-system-packages -t /opt/x requests # why
poetry add django@latest
