//! Turns: many decide at once, and the ledger comes out the same every time.
//!
//! Whoever makes a programme that must be the same for the same seed takes a turn per task. The writer then commits only when
//! everybody with a turn either waits for it or is done, and in the order of the turns: what anybody reads between two commits
//! does not hang on who was faster.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{Notify, mpsc};

use crate::writer::Submission;

tokio::task_local! {
    static TURN: u64;
}

/// Who is at work. Clones share it.
#[derive(Clone, Default)]
pub struct Turns(Arc<Inner>);

#[derive(Default)]
struct Inner {
    open: AtomicUsize,
    ended: Notify,
}

/// A turn that was taken; it ends when this is dropped.
struct Taken(Arc<Inner>);

impl Drop for Taken {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
        self.0.ended.notify_one();
    }
}

/// The turn of the task that asks.
pub(crate) fn own() -> Option<u64> {
    TURN.try_with(|turn| *turn).ok()
}

impl Turns {
    /// Takes a turn for some work, from now on and not only from when it is first polled.
    pub fn take<F: Future>(&self, turn: u64, work: F) -> impl Future<Output = F::Output> + use<F> {
        self.0.open.fetch_add(1, Ordering::SeqCst);
        let taken = Taken(self.0.clone());
        TURN.scope(turn, async move {
            let done = work.await;
            drop(taken);
            done
        })
    }

    /// Waits until everybody with a turn has submitted or is done, then puts the batch in the order of the turns.
    pub(crate) async fn gather(
        &self,
        inbox: &mut mpsc::Receiver<Submission>,
        batch: &mut Vec<Submission>,
    ) {
        loop {
            while let Ok(submission) = inbox.try_recv() {
                batch.push(submission);
            }
            let waiting = batch.iter().filter(|s| s.turn.is_some()).count();
            if waiting >= self.0.open.load(Ordering::SeqCst) {
                break;
            }
            tokio::select! {
                more = inbox.recv() => match more {
                    Some(submission) => batch.push(submission),
                    None => break,
                },
                () = self.0.ended.notified() => {}
            }
        }
        batch.sort_by_key(|s| s.turn);
    }
}
