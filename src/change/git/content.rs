//! Git's names for contents.

use sha1::Digest;

/// True when `id`, in lower-case hexadecimals of SHA-1 or SHA-256, is git's name for a file of these bytes.
pub fn is_content(id: &str, bytes: &[u8]) -> bool {
    let head = format!("blob {}\0", bytes.len());
    match id.len() {
        40 => hex(&sha1::Sha1::new().chain_update(head).chain_update(bytes).finalize()) == id,
        64 => hex(&sha2::Sha256::new().chain_update(head).chain_update(bytes).finalize()) == id,
        _ => false,
    }
}

/// Bytes as git writes them in a name.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_known_by_its_name() {
        assert!(is_content("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", b""));
        assert!(is_content("ce013625030ba8dba906f756967f9e9ca394464a", b"hello\n"));
        assert!(is_content("473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813", b""));
        assert!(!is_content("ce013625030ba8dba906f756967f9e9ca394464a", b"hello"));
    }
}
