//! An event proves without a database that it stands in the ledger; whatever is changed in the proof is named.

use ledger::{Broken, CheckpointKey, Ledger, Proof};

use crate::counter::{Command, Counter, context, ledger};

#[tokio::test]
async fn every_event_of_trees_of_all_shapes_is_proven_on_both_databases() {
    for t in store::testing::both().await {
        let ledger = ledger(&t).await;
        let key = ledger.public_key().to_owned();
        for size in 1..=9_i64 {
            let add = Command::Add(size);
            let done = ledger
                .execute::<Counter>("c0", add, &(), &context())
                .await
                .unwrap();
            assert_eq!(done.seq, size);
            for seq in 1..=size {
                let proof = ledger.prove(seq, context().at).await.unwrap().unwrap();
                assert_eq!(proof.check(&key), Ok(()), "{seq} of {size}");
                assert_eq!(proof.size(), size.to_string());
            }
            assert_eq!(ledger.prove(size + 1, context().at).await.unwrap(), None);
        }
    }
}

#[tokio::test]
async fn a_changed_proof_is_named() {
    let t = store::testing::sqlite().await;
    let ledger: Ledger = ledger(&t).await;
    for n in 1..=5 {
        let add = Command::Add(n);
        ledger
            .execute::<Counter>("c0", add, &(), &context())
            .await
            .unwrap();
    }
    let proof = ledger.prove(3, context().at).await.unwrap().unwrap();
    let key = ledger.public_key();
    let broken = |change: fn(&mut Proof)| {
        let mut other = proof.clone();
        change(&mut other);
        other.check(key).unwrap_err()
    };
    assert_eq!(broken(|p| p.event.payload.push(' ')), Broken::Event);
    assert_eq!(broken(|p| p.event.hash = "00".repeat(32)), Broken::Event);
    assert_eq!(broken(|p| p.path.swap(0, 1)), Broken::Path);
    assert_eq!(broken(|p| p.path.truncate(1)), Broken::Path);
    let other_size = |p: &mut Proof| p.checkpoint = p.checkpoint.replacen("\n5\n", "\n6\n", 1);
    assert_eq!(broken(other_size), Broken::Checkpoint);
    // an event that is not in the tree, with a hash that fits it
    let forged = |p: &mut Proof| {
        p.event.account = "somebody".to_owned();
        p.event.hash = p
            .event
            .digest()
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
    };
    assert_eq!(broken(forged), Broken::Path);
    let other = CheckpointKey::throw_away();
    assert_eq!(proof.check(other.public()), Err(Broken::OtherKey));
    // one who swaps the named key as well does not get the signature
    let mut claimed = proof.clone();
    other.public().clone_into(&mut claimed.key);
    assert_eq!(claimed.check(other.public()), Err(Broken::Checkpoint));
}
