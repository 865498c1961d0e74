//! Content-addressed objects, encrypted per case; small fields sealed per person.
//!
//! Every object has a random key of its own, wrapped by the key of its case or person; those keys lie
//! outside the data directory, each wrapped by one master key. Destroying a key forgets everything under it,
//! wherever copies of the objects may be. Nothing here is ever written to a disk in the clear except by
//! [`Blobs::get_file`], to the place its caller names.

mod ambient;
mod blobs;
mod bucket;
mod crypt;
mod error;
mod key;
mod keyring;
mod place;
#[cfg(feature = "testing")]
pub mod testing;

pub use ambient::{Chance, Clock};
pub use blobs::{Blobs, Builder, Forgotten, Look, Object, Put, Swept};
pub use bucket::{Bucket, BucketFault, Credentials};
pub use error::Error;
pub use key::KeyId;

/// The schema of the object table.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![
        store::Migration {
            name: "blob/0001_blob",
            sql: include_str!("../migrations/0001_blob.sql"),
        },
        store::Migration {
            name: "blob/0002_address",
            sql: include_str!("../migrations/0002_address.sql"),
        },
    ]
}
