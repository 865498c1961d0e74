//! The sealed form of an object: a header with the wrapped key, then chunks that cannot be reordered or cut.
//!
//! ```text
//! "KUMIBLB1" | wrap nonce 12 | object key sealed under the case key 48 | chunk 0 … chunk n
//! ```
//! A chunk is up to 4 MiB of AES-256-GCM ciphertext and its 16-byte tag. Its nonce is its number and whether it
//! is the last (Hoang, Reyhanitabar, Rogaway and Vizár 2015, the STREAM construction), so an object cut at a
//! chunk boundary does not open.

use std::io::{self, Read, Write};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use sha2::{Digest as _, Sha256};
use words::Digest;
use zeroize::Zeroizing;

use crate::Chance;

/// A 256-bit key; wiped when dropped.
pub(crate) type Key = Zeroizing<[u8; 32]>;

const MAGIC: &[u8; 8] = b"KUMIBLB1";
const CHUNK: usize = 4 << 20;
const TAG: usize = 16;
const NONCE: usize = 12;
const HEADER: usize = MAGIC.len() + NONCE + 32 + TAG;

/// Why bytes did not turn into a sealed object, or back.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Not what was sealed under this key.
    Broken,
    /// Reading or writing failed.
    Io(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Seals a short secret: nonce, ciphertext, tag. `about` must be the same when it is opened.
pub(crate) fn seal(
    key: &Key,
    about: &[u8],
    bytes: &[u8],
    chance: &Chance,
) -> Result<Vec<u8>, Fault> {
    let mut nonce = [0; NONCE];
    chance(&mut nonce);
    let mut body = bytes.to_vec();
    cipher(key)?
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(about),
            &mut body,
        )
        .map_err(|_| Fault::Broken)?;
    let mut out = nonce.to_vec();
    out.append(&mut body);
    Ok(out)
}

/// Opens what [`seal`] made.
pub(crate) fn open(key: &Key, about: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let (nonce, body) = sealed.split_at_checked(NONCE).ok_or(Fault::Broken)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Fault::Broken)?;
    let mut body = Zeroizing::new(body.to_vec());
    let plain = cipher(key)?
        .open_in_place(nonce, Aad::from(about), &mut body)
        .map_err(|_| Fault::Broken)?
        .len();
    body.truncate(plain);
    Ok(body)
}

/// What sealing a stream found out.
pub(crate) struct Sealed {
    /// SHA-256 of the plaintext.
    pub digest: Digest,
    /// Bytes of plaintext.
    pub size: u64,
    /// SHA-256 of the sealed form: its address.
    pub address: Digest,
}

/// Bytes of the sealed form of so much plaintext.
pub(crate) fn sealed_size(plain: u64) -> u64 {
    let chunks = plain.div_ceil(CHUNK as u64).max(1);
    HEADER as u64 + plain + chunks * TAG as u64
}

/// Seals a stream under a fresh object key, wrapped by `key` for `about`.
pub(crate) fn seal_stream(
    key: &Key,
    about: &[u8],
    from: &mut dyn Read,
    to: &mut dyn Write,
    chance: &Chance,
) -> Result<Sealed, Fault> {
    let mut object_key = Key::default();
    chance(object_key.as_mut_slice());
    let mut header = MAGIC.to_vec();
    header.extend(seal(key, about, object_key.as_slice(), chance)?);
    let cipher = cipher(&object_key)?;
    let (mut plain, mut sealed, mut size) = (Sha256::new(), Sha256::new(), 0_u64);
    let mut write = |bytes: &[u8]| {
        sealed.update(bytes);
        to.write_all(bytes)
    };
    write(&header)?;
    let mut chunk = read_chunk(from)?;
    for number in 0_u32.. {
        let next = if chunk.len() < CHUNK {
            Vec::new()
        } else {
            read_chunk(from)?
        };
        let last = next.is_empty();
        plain.update(&chunk);
        size += chunk.len() as u64;
        cipher
            .seal_in_place_append_tag(nonce(number, last), Aad::from(&header), &mut chunk)
            .map_err(|_| Fault::Broken)?;
        write(&chunk)?;
        if last {
            break;
        }
        chunk = next;
    }
    let (digest, address) = (plain.finalize().into(), sealed.finalize().into());
    Ok(Sealed {
        digest: Digest::from_bytes(digest),
        size,
        address: Digest::from_bytes(address),
    })
}

/// Opens a stream sealed by [`seal_stream`]; returns the digest of the plaintext.
///
/// Plaintext reaches `to` chunk by chunk: use it only after this returned.
pub(crate) fn open_stream(
    key: &Key,
    about: &[u8],
    from: &mut dyn Read,
    to: &mut dyn Write,
) -> Result<Digest, Fault> {
    let mut header = vec![0; HEADER];
    from.read_exact(&mut header).map_err(cut)?;
    let wrapped = header.strip_prefix(MAGIC).ok_or(Fault::Broken)?;
    let mut object_key = Key::default();
    let unwrapped = open(key, about, wrapped)?;
    if unwrapped.len() != object_key.len() {
        return Err(Fault::Broken);
    }
    object_key.copy_from_slice(&unwrapped);
    let cipher = cipher(&object_key)?;
    let mut plain = Sha256::new();
    let mut chunk = read_up_to(from, CHUNK + TAG)?;
    for number in 0_u32.. {
        let full = chunk.len() == CHUNK + TAG;
        let next = if full {
            read_up_to(from, CHUNK + TAG)?
        } else {
            Vec::new()
        };
        let last = next.is_empty();
        let opened = cipher
            .open_in_place(nonce(number, last), Aad::from(&header), &mut chunk)
            .map_err(|_| Fault::Broken)?;
        plain.update(&*opened);
        to.write_all(opened)?;
        if last {
            break;
        }
        chunk = next;
    }
    Ok(Digest::from_bytes(plain.finalize().into()))
}

fn cipher(key: &Key) -> Result<LessSafeKey, Fault> {
    UnboundKey::new(&AES_256_GCM, key.as_slice())
        .map(LessSafeKey::new)
        .map_err(|_| Fault::Broken)
}

/// Chunk number and last mark. INVARIANT: one object key seals each number once.
fn nonce(number: u32, last: bool) -> Nonce {
    let mut bytes = [0; NONCE];
    bytes[7..11].copy_from_slice(&number.to_be_bytes());
    bytes[11] = u8::from(last);
    Nonce::assume_unique_for_key(bytes)
}

fn read_chunk(from: &mut dyn Read) -> Result<Vec<u8>, Fault> {
    // the sealed chunk grows by its tag in place
    read_up_to(from, CHUNK)
}

fn read_up_to(from: &mut dyn Read, limit: usize) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    from.take(limit as u64).read_to_end(&mut out)?;
    Ok(out)
}

fn cut(error: io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Fault::Broken,
        _ => Fault::Io(error),
    }
}

/// HMAC-SHA-256 under a key made from the secret for this purpose alone.
pub(crate) fn fingerprint(secret: &Key, about: &[u8], value: &[u8]) -> Digest {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_slice());
    let own = hmac::sign(&key, about);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, own.as_ref()), value);
    let mut bytes = [0; 32];
    bytes.copy_from_slice(tag.as_ref());
    Digest::from_bytes(bytes)
}
