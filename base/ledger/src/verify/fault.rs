//! What verify may find, in words: the thing and the way out.

use std::fmt;

use words::{At, Lang, Text, text};

/// One thing that is not as the ledger says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// An event's content or hash was edited.
    EventEdited { seq: i64, kind: String, id: String },
    /// An event is missing from the sequence.
    EventMissing { seq: i64 },
    /// The event does not follow the one before it.
    ChainBroken { seq: i64 },
    /// The stored head does not agree with the last event.
    HeadEdited,
    /// A node of the tree was edited.
    TreeEdited { at: i64 },
    /// A checkpoint is not signed by our key.
    CheckpointForged { size: i64 },
    /// A signed checkpoint seals other events than those stored.
    CheckpointDisagrees { size: i64 },
    /// Checkpoints that are kept beside the key are not in the database.
    CheckpointsMissing { count: usize, first: i64, last: i64 },
    /// The database ends before the newest kept checkpoint.
    RolledBack { sealed: i64, first: i64, found: i64 },
    /// The events before a kept checkpoint are not those that it sealed.
    Rewritten { size: i64 },
    /// The database has checkpoints, but none is kept beside the key.
    NothingKept,
    /// A kept checkpoint is not signed by our key.
    KeptForged { line: usize },
    /// Events stand too long, or too many of them, without a checkpoint.
    Unsealed { events: i64, since: At },
    /// A row differs from the fold of its events.
    RowEdited {
        table: String,
        id: String,
        column: String,
    },
    /// A row is missing.
    RowMissing { table: String, id: String },
    /// A row has no events.
    RowWithoutEvents { table: String, id: String },
    /// Events that no area of this binary can fold.
    KindUnknown { kind: String },
    /// Events that cannot be folded.
    FoldFailed {
        kind: String,
        id: String,
        why: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl Fault {
    /// For people: which thing, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::EventEdited { seq, kind, id } => text!(
                ("出来事 {seq}（{kind} {id}）が書き換えられています。控えの同じ出来事と比べ、控えから戻してください。"),
                ("event {seq} ({kind} {id}) was edited: compare it with a backup and restore it from there")
            ),
            Self::EventMissing { seq } => text!(
                ("出来事 {seq} がありません。控えから戻してください。"),
                ("event {seq} is missing: restore it from a backup")
            ),
            Self::ChainBroken { seq } => text!(
                ("出来事 {seq} が直前の出来事につながっていません。この前後を控えと比べてください。"),
                ("event {seq} does not follow the event before it: compare both with a backup")
            ),
            Self::HeadEdited => text!(
                "台帳の先頭（ledger_head）が書き換えられています。控えと比べてください。",
                "the head of the ledger (ledger_head) was edited: compare it with a backup"
            ),
            Self::TreeEdited { at } => text!(
                ("木のハッシュ {at}（ledger_hash）が書き換えられています。控えから戻してください。"),
                ("tree hash {at} (ledger_hash) was edited: restore it from a backup")
            ),
            Self::CheckpointForged { size } => text!(
                ("検査点 {size} はこの台帳の鍵で署名されていません。控えから戻すか、正しい鍵ディレクトリ（KUMI_KEYS）で開いてください。"),
                ("checkpoint {size} is not signed by the ledger's key: restore it from a backup, or open with the right key directory (KUMI_KEYS)")
            ),
            Self::CheckpointDisagrees { size } => text!(
                ("検査点 {size} が封じた出来事と、いまの出来事が違います。それ以前の出来事を控えと比べてください。"),
                ("checkpoint {size} seals other events than those stored: compare the events up to it with a backup")
            ),
            Self::RowEdited { table, id, column } => text!(
                ("表 {table} の行 {id} の {column} が、出来事から再生した値と違います。書き換えられています。控えから戻してください。"),
                ("row {id} of {table} was edited ({column}): it is not what its events say; restore it from a backup")
            ),
            Self::RowMissing { table, id } => text!(
                ("表 {table} の行 {id} がありません。控えから戻してください。"),
                ("row {id} of {table} is missing: restore it from a backup")
            ),
            Self::RowWithoutEvents { table, id } => text!(
                ("表 {table} の行 {id} には出来事がありません。台帳を通さずに書かれています。誰が書いたか調べてください。"),
                ("row {id} of {table} has no events: it was written past the ledger; find out by whom")
            ),
            Self::KindUnknown { kind } => text!(
                ("{kind} という種類の出来事を、この版のプログラムは知りません。新しい版で検証してください。"),
                ("events of kind {kind} are not known to this program: verify with a newer version")
            ),
            Self::FoldFailed { kind, id, why } => text!(
                ("{kind} {id} の出来事を再生できません（{why}）。控えと比べてください。"),
                ("events of {kind} {id} cannot be folded ({why}): compare them with a backup")
            ),
            other => other.about_seals(),
        }
    }

    fn about_seals(&self) -> Text {
        match self {
            Self::CheckpointsMissing { count, first, last } => text!(
                ("検査点が{count}個（{first}〜{last}）データベースから消えています。鍵のそばの控え（checkpoint.kept）にはあります。消した人を調べ、控えから戻してください。"),
                ("{count} checkpoints ({first} to {last}) are gone from the database, but are kept beside the key (checkpoint.kept): find out who removed them, and restore them from a backup")
            ),
            Self::RolledBack {
                sealed,
                first,
                found,
            } => text!(
                ("台帳は {sealed} 件まで封をしてあるのに、いまは {found} 件しかありません（{first} 件目の検査点から先がありません）。末尾が消されたか、古い控えから戻されています。新しい控えがあればそれを戻してください。承知のうえで古い控えから戻したのなら `kumi verify --restored` で届け出てください。届け出は記録に残ります。"),
                ("the ledger was sealed at {sealed} events but now has {found} (nothing from checkpoint {first} on): its end was cut off, or an older copy was restored. Restore a newer backup if there is one; if the older copy was restored on purpose, say so with `kumi verify --restored`, which is kept on record")
            ),
            Self::Rewritten { size } => text!(
                ("検査点 {size} までの出来事が、封をしたときの出来事と違います。ハッシュごと書き直されています。心当たりがなければこの台帳は信用できません。控えから戻してください。古い控えから戻して仕事を続けたのなら `kumi verify --restored` で届け出てください。届け出は記録に残ります。"),
                ("the events up to checkpoint {size} are not those that were sealed: they were rewritten together with their hashes. Unless you know why, do not trust this ledger and restore it from a backup; if an older copy was restored on purpose and work went on, say so with `kumi verify --restored`, which is kept on record")
            ),
            Self::NothingKept => text!(
                "データベースには検査点がありますが、鍵のそばに控え（checkpoint.kept）がありません。消されたか、鍵ディレクトリが古い控えから戻されています。鍵ディレクトリを控えから戻してください。なければ、検証のうえ worker が次の封で作り直します。",
                "the database has checkpoints, but none is kept beside the key (checkpoint.kept): it was removed, or the key directory was restored from an older copy. Restore the key directory from its backup; without one, the worker's next seal begins it anew"
            ),
            Self::KeptForged { line } => text!(
                ("鍵のそばの控え（checkpoint.kept）の {line} 行目は、この台帳の鍵で署名されていません。鍵ディレクトリを控えから戻してください。"),
                ("line {line} of the checkpoints kept beside the key (checkpoint.kept) is not signed by the ledger's key: restore the key directory from its backup")
            ),
            Self::Unsealed { events, since } => {
                let (ja, en) = (since.show(Lang::Ja), since.show(Lang::En));
                text!(
                    ("{ja} から後の出来事{events}件に検査点がありません。worker は毎分封をします。worker（kumi serve または kumi worker）が動いているか確かめ、動かなかった間の出来事に心当たりがあるか調べてください。"),
                    ("{events} events since {en} have no checkpoint. The worker seals every minute: see that one runs (kumi serve or kumi worker), and look whether the events of that time are yours")
                )
            }
            _ => text!(
                "台帳が正しくありません。",
                "the ledger is not as it should be"
            ),
        }
    }
}
