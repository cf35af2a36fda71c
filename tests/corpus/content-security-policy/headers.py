"""Policies as constants."""

# ruleid: content-security-policy
OPEN = "default-src *"
# ok: content-security-policy
CLOSED = "default-src 'none'"
# ruleid: content-security-policy
INLINE = "default-src 'self'; script-src 'self' 'unsafe-inline'"
# ok: content-security-policy
NONCE = "default-src 'self'; script-src 'nonce-abc' 'unsafe-inline'"
# ok: content-security-policy
STYLE = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src * data:"
# ruleid: content-security-policy
DATA = "script-src 'self' data: https://cdn.example.com; default-src 'none'"
# ok: content-security-policy
NAMED = "script-src 'self' https://cdn.example.com; default-src 'none'"
# ok: content-security-policy
SENTENCE = "script-src is the directive for scripts"


