//! A manifest is what its vendor signed: Ed25519 (RFC 8032) over the exact bytes that came, by a key that the office registered.

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use words::{Day, Digest};

use crate::words::{BadSignature, Signed, SigningKey, VendorRecord};

/// Checks the header `KEY:HEX` against the bytes of the manifest.
///
/// # Errors
/// What is wrong with it.
pub fn signed(
    record: Option<&(i64, VendorRecord)>,
    header: Option<&str>,
    manifest: &[u8],
    on: Day,
) -> Result<Signed, BadSignature> {
    let (key, signature) = header
        .and_then(|h| h.trim().split_once(':'))
        .filter(|(key, _)| is_name(key))
        .ok_or(BadSignature::Missing)?;
    let unknown = || BadSignature::UnknownKey(key.to_owned());
    let (version, record) = record.ok_or_else(unknown)?;
    let registered = record.keys.iter().find(|k| k.id == key);
    let registered = registered.ok_or_else(unknown)?;
    if on < registered.valid_from || registered.valid_until < on {
        return Err(BadSignature::NotInForce(key.to_owned()));
    }
    let wrong = || BadSignature::Wrong(key.to_owned());
    let (public, bytes) = (registered.bytes(), bytes(signature));
    let (Some(public), Some(bytes)) = (public, bytes) else {
        return Err(wrong());
    };
    UnparsedPublicKey::new(&ED25519, public)
        .verify(manifest, &bytes)
        .map_err(|_| wrong())?;
    Ok(Signed {
        key: key.to_owned(),
        vendor_version: *version,
        manifest: Digest::of(manifest),
        signature: signature.to_ascii_lowercase(),
    })
}

impl SigningKey {
    /// Whether it can be registered: a name, 32 bytes, a period.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let key = self.bytes().is_some_and(|b| b.len() == 32);
        is_name(&self.id) && key && self.valid_from <= self.valid_until
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        bytes(&self.public_key)
    }
}

fn is_name(name: &str) -> bool {
    let code = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    (1..=40).contains(&name.len()) && name.bytes().all(code)
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let two = |pair: &[u8]| {
        let digits = std::str::from_utf8(pair).ok()?;
        let plain = pair.len() == 2 && pair.iter().all(u8::is_ascii_hexdigit);
        plain.then(|| u8::from_str_radix(digits, 16).ok())?
    };
    hex.as_bytes().chunks(2).map(two).collect()
}
