//! A drawn signature is read strictly and drawn again as it was.

use consent::words::strokes::{path, read};

#[test]
fn what_was_drawn_is_drawn_again() {
    let sent = "1,2 3,4 5,6 7,8;10,20 30,40 50,60 600,200";
    let strokes = read(sent).unwrap_or_default();
    assert_eq!(strokes.len(), 2);
    assert_eq!(path(&strokes), "M1 2L3 4L5 6L7 8M10 20L30 40L50 60L600 200");
}

#[test]
fn what_is_no_signature_is_not_read() {
    let long = vec!["1,1"; 5_000].join(" ");
    for sent in [
        "",
        "1,1",
        "1,1 2,2 3,3",
        "1,1 2,2 3,3 4,4 5,5 6,6 7,7 601,8",
        "1,1 2,2 3,3 4,4 5,5 6,6 7,7 -1,8",
        "<script>,1 2,2 3,3 4,4 5,5 6,6 7,7 8,8",
        &long,
    ] {
        assert_eq!(read(sent), None, "{sent:.40}");
    }
}
