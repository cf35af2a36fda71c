//! Ciphers, modes, paddings and key sizes that no longer hold.

use crate::rules::prelude::*;
use crate::rules::purpose;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "weak-cipher",
        summary: "Cipher, mode, padding or key size that no longer holds",
        family: Family::Cryptography,
        cwe: &[327, 326],
        owasp: Owasp::A04,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &["B304", "S304", "B305", "S305", "B505", "S505"],
        why: "DES and RC2 keys can be searched through; RC4's output leans; 3DES, Blowfish, CAST5 and IDEA have blocks so short that \
              long streams give themselves away. ECB encrypts equal blocks to equal blocks, so the pattern of the text shows. \
              Decrypting with PKCS #1 v1.5 padding tells an attacker who may try messages the text bit by bit. RSA and DSA keys \
              below 2048 bits are within reach of a large attacker.",
        instead: "Encrypt with an authenticated cipher and a nonce of its own for each message, kept in front of it:\n\n\
                  ```python\n\
                  from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n\n\
                  nonce = os.urandom(12)\n\
                  sealed = nonce + AESGCM(key).encrypt(nonce, data, None)\n\
                  ```\n\n\
                  or let `cryptography.fernet.Fernet` do all of it. With RSA encrypt under OAEP. What is stored under the old cipher \
                  needs a way across: changing the name alone leaves it unreadable.",
        references: &[
            "https://cryptography.io/en/latest/hazmat/primitives/aead/",
            "https://cwe.mitre.org/data/definitions/327.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from cryptography.hazmat.primitives.asymmetric import rsa\n\nkey = rsa.generate_private_key(public_exponent=65537, key_size=1024)\n",
                good: "from cryptography.hazmat.primitives.asymmetric import rsa\n\nkey = rsa.generate_private_key(public_exponent=65537, key_size=3072)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from Crypto.PublicKey import RSA\n\nkey = RSA.generate(1024)\n",
                good: "from Crypto.PublicKey import RSA\n\nkey = RSA.generate(3072)\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from Crypto.Cipher import AES\n\ndef seal(key, data):\n    return AES.new(key, AES.MODE_ECB).encrypt(data)\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from cryptography.hazmat.primitives.ciphers import Cipher, algorithms as a, modes\n\ndef seal(key, iv):\n    return Cipher(a.TripleDES(key), modes.CBC(iv))\n",
            },
            Example::Good {
                path: "app.py",
                code: "from Crypto.Cipher import AES\n\ndef seal(key, data):\n    return AES.new(key, AES.MODE_GCM).encrypt_and_digest(data)\n",
            },
            Example::Good {
                path: "app.py",
                code: "from cryptography.hazmat.primitives import hashes\nfrom cryptography.hazmat.primitives.asymmetric import padding\n\n\
                       def sign(key, data):\n    return key.sign(data, padding.PKCS1v15(), hashes.SHA256())\n",
            },
        ]),
    },
    on: &[
        On::Call(CIPHERS, cipher),
        On::Call(&["Crypto.Cipher.AES.new"], aes),
        On::Call(&["cryptography.hazmat.primitives.ciphers.modes.ECB"], ecb),
        On::Call(PADDINGS, padding),
        On::Call(KEYS, key),
        On::Call(CURVES, curve),
    ],
};

const CIPHERS: &[&str] = &[
    "Crypto.Cipher.DES.new",
    "Crypto.Cipher.DES3.new",
    "Crypto.Cipher.ARC2.new",
    "Crypto.Cipher.ARC4.new",
    "Crypto.Cipher.Blowfish.new",
    "Crypto.Cipher.CAST.new",
    "cryptography.hazmat.primitives.ciphers.algorithms.ARC4",
    "cryptography.hazmat.primitives.ciphers.algorithms.TripleDES",
    "cryptography.hazmat.primitives.ciphers.algorithms.Blowfish",
    "cryptography.hazmat.primitives.ciphers.algorithms.CAST5",
    "cryptography.hazmat.primitives.ciphers.algorithms.IDEA",
    "cryptography.hazmat.primitives.ciphers.algorithms.SEED",
    "cryptography.hazmat.decrepit.ciphers.algorithms.ARC4",
    "cryptography.hazmat.decrepit.ciphers.algorithms.RC2",
    "cryptography.hazmat.decrepit.ciphers.algorithms.TripleDES",
    "cryptography.hazmat.decrepit.ciphers.algorithms.Blowfish",
    "cryptography.hazmat.decrepit.ciphers.algorithms.CAST5",
    "cryptography.hazmat.decrepit.ciphers.algorithms.IDEA",
    "cryptography.hazmat.decrepit.ciphers.algorithms.SEED",
];
const PADDINGS: &[&str] =
    &["cryptography.hazmat.primitives.asymmetric.padding.PKCS1v15", "Crypto.Cipher.PKCS1_v1_5.new"];
const KEYS: &[&str] = &[
    "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key",
    "cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key",
    "Crypto.PublicKey.RSA.generate",
    "Crypto.PublicKey.DSA.generate",
];
const CURVES: &[&str] = &[
    "cryptography.hazmat.primitives.asymmetric.ec.SECP192R1",
    "cryptography.hazmat.primitives.asymmetric.ec.SECT163K1",
    "cryptography.hazmat.primitives.asymmetric.ec.SECT163R2",
];

fn cipher(cx: &mut Cx<'_>, call: Call<'_>) {
    if cx.is_test() {
        return;
    }
    let name = call.name.trim_end_matches(".new").rsplit('.').next().unwrap_or_default();
    let name = match name {
        "ARC4" => "RC4",
        "ARC2" => "RC2",
        "DES3" | "TripleDES" => "3DES",
        "CAST" => "CAST5",
        other => other,
    };
    let said = format!("{name} no longer keeps what it encrypts from whoever collects enough of it.");
    let draft = cx.draft(cx.span(call.id), said);
    cx.report(draft);
}

const PATTERN: &str = "ECB encrypts equal blocks to equal blocks: whoever sees the result sees the pattern of the text, and can swap blocks.";

fn aes(cx: &mut Cx<'_>, call: Call<'_>) {
    let mode = call.argument(cx.module(), 1, "mode");
    if !cx.is_test() && mode.is_some_and(|mode| cx.dotted(mode) == Some("Crypto.Cipher.AES.MODE_ECB")) {
        let draft = cx.draft(cx.span(call.id), PATTERN);
        cx.report(draft);
    }
}

fn ecb(cx: &mut Cx<'_>, call: Call<'_>) {
    if !cx.is_test() {
        let draft = cx.draft(cx.span(call.id), PATTERN);
        cx.report(draft);
    }
}

/// The padding is sound for signatures; for encryption it is not.
fn padding(cx: &mut Cx<'_>, call: Call<'_>) {
    let encrypts = call.name.starts_with("Crypto.")
        || purpose::ancestors(cx, call.id).into_iter().any(|around| match &cx.expr(around).kind {
            ExprKind::Call { func, .. } => {
                cx.callee(*func).is_some_and(|name| name.ends_with(".encrypt") || name.ends_with(".decrypt"))
            }
            _ => false,
        });
    if encrypts && !cx.is_test() {
        let said = "Whoever can have messages decrypted and learns whether the padding was right recovers the text from that alone.";
        let mut draft = cx.draft(cx.span(call.id), said).precision(Precision::Medium);
        let safer = if call.name.starts_with("Crypto.") {
            "PKCS1_OAEP.new(key, hashAlgo=SHA256)"
        } else {
            "padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)"
        };
        draft.advice = Some(format!(
            "Pad with OAEP, on both sides at once: `{safer}`. Where the other side knows only the old padding, tell nobody whether it was right."
        ));
        cx.report(draft);
    }
}

fn key(cx: &mut Cx<'_>, call: Call<'_>) {
    let ours = call.name.starts_with("Crypto.");
    let at = usize::from(call.name.contains(".rsa."));
    let Some(size) = call.argument(cx.module(), at, if ours { "bits" } else { "key_size" }) else { return };
    let Some(Const::Int(bits)) = cx.constant(size) else { return };
    if *bits >= 2048 || cx.is_test() {
        return;
    }
    let said = format!("A key of {bits} bits is within reach of a large attacker, and with it everything that it protects.");
    let literal = matches!(cx.expr(size).kind, ExprKind::Int(_));
    let proposal = literal.then(|| Proposal {
        title: "Make a key of 3072 bits".to_owned(),
        tier: Tier::Review,
        edits: vec![arguments::replace(cx.span(size), "3072")],
        check: Some("Signatures and encrypted texts grow with the key; keys that exist stay short.".to_owned()),
    });
    let draft = cx.draft(cx.span(call.id), said).propose(proposal);
    cx.report(draft);
}

fn curve(cx: &mut Cx<'_>, call: Call<'_>) {
    if cx.is_test() {
        return;
    }
    let module = "cryptography.hazmat.primitives.asymmetric.ec";
    let name = match cx.expr(call.func).kind {
        ExprKind::Attr { name_span, .. } => Some(vec![arguments::replace(name_span, "SECP256R1")]),
        _ => imports::spell(cx.file, cx.analysis, cx.span(call.func), module, "SECP256R1")
            .filter(|spelled| spelled.edit.is_none())
            .map(|spelled| vec![arguments::replace(cx.span(call.func), spelled.text)]),
    };
    let proposal = name.map(|edits| Proposal {
        title: "Take the curve P-256".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some("Keys that exist and peers that know only the old curve no longer fit.".to_owned()),
    });
    let said = "A key on this curve is so short that a large attacker can compute it from the public half.";
    let draft = cx.draft(cx.span(call.id), said).propose(proposal);
    cx.report(draft);
}
