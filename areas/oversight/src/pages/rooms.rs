//! What a role needs first on its page beside its tasks: a field to scan into, the doors of security and administration.

use ::words::{Lang, text};
use maud::{Markup, html};
use web::Caller;

/// The first thing of the reader's roles.
pub(super) fn first(caller: &Caller, lang: Lang) -> Markup {
    html! {
        @if caller.holds("technician") { (scan(lang)) }
        @if caller.holds("coordinator") {
            p { a class="button second" href="/register" { (text!("新しい症例を登録する", "Register a new case").get(lang)) } }
        }
        @if caller.holds("security") {
            p { a class="button" href="/access" { (text!("アクセスの記録を調べる", "Review accesses").get(lang)) } }
            p { a class="button second" href="/access/reviews" { (text!("権限の点検", "Reviews of rights").get(lang)) } }
        }
        @if caller.holds("office") {
            p { a class="button" href="/board" { (text!("進行表をひらく", "Open the board").get(lang)) } }
        }
        @if ["office", "security", "counsellor"].iter().any(|role| caller.holds(role)) {
            p { a class="button second" href="/openings" { (text!("本人情報の閲覧の申請", "Requests to open an identity").get(lang)) } }
        }
        @if caller.holds("admin") {
            p { a class="button" href="/accounts" { (text!("アカウントと権限を管理する", "Manage accounts and grants").get(lang)) } }
        }
    }
}

/// The field has the focus when the page opens; a scanner ends with a return, and that sends it.
fn scan(lang: Lang) -> Markup {
    let label = text!("検体番号を読み取る", "Scan a tube number");
    html! {
        form class="scan" method="get" action="/search" {
            label for="scan" { (label.get(lang)) }
            input id="scan" name="q" autofocus autocomplete="off" inputmode="latin" spellcheck="false";
            button class="second" type="submit" { (text!("探す", "Find").get(lang)) }
        }
    }
}
