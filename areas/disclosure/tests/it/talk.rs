//! Notes, questions, answers.

use disclosure::decide::{Thread, ThreadCommand, ThreadFacts, ThreadRefusal};
use disclosure::facts::{thread, unanswered};
use disclosure::store::visit;
use ledger::Aggregate as _;
use serde_json::Value;
use words::AccountId;

use crate::api::{CASE, Story};
use crate::form::post;
use crate::sample;

fn facts(length: usize, closed: bool) -> ThreadFacts {
    ThreadFacts {
        now: sample::at(),
        case: sample::case(),
        account: "a-1".to_owned(),
        role: "patient".to_owned(),
        length,
        closed,
    }
}

#[test]
fn only_a_question_is_answered_and_nothing_is_written_after_erasure() {
    let text = || sample::digest("text");
    let ask = ThreadCommand::Ask(text());
    let refused = |command: ThreadCommand, length, closed| {
        Thread::decide(None, command, &facts(length, closed)).err()
    };
    assert_eq!(refused(ask.clone(), 0, false), Some(ThreadRefusal::Empty));
    assert_eq!(
        refused(ask.clone(), 4001, false),
        Some(ThreadRefusal::TooLong)
    );
    assert_eq!(refused(ask.clone(), 5, true), Some(ThreadRefusal::Closed));
    let events = Thread::decide(None, ThreadCommand::Note(text()), &facts(5, false));
    let noted = events
        .unwrap_or_else(|e| panic!("{e}"))
        .iter()
        .fold(None, Thread::evolve);
    let answer = |question| ThreadCommand::Answer {
        question,
        text: text(),
    };
    let to_a_note = Thread::decide(noted.as_ref(), answer(1), &facts(5, false));
    assert_eq!(to_a_note, Err(ThreadRefusal::NoSuchQuestion));
    let events = Thread::decide(noted.as_ref(), ask, &facts(5, false));
    let asked = events
        .unwrap_or_else(|e| panic!("{e}"))
        .iter()
        .fold(noted, Thread::evolve);
    assert_eq!(
        asked.as_ref().and_then(Thread::waiting_since),
        Some(sample::at())
    );
    let events = Thread::decide(asked.as_ref(), answer(2), &facts(5, false));
    let answered = events
        .unwrap_or_else(|e| panic!("{e}"))
        .iter()
        .fold(asked, Thread::evolve);
    assert_eq!(answered.as_ref().and_then(Thread::waiting_since), None);
}

#[tokio::test]
async fn a_question_waits_until_the_team_answers_and_notes_stay_among_staff() {
    for t in store::testing::both().await {
        let story = Story::begin(t.db.clone()).await;
        let thread_page = format!("/threads/{CASE}");
        let questions = format!("{thread_page}/questions");
        let words = "結果はいつですか <script>alert(1)</script>";
        let empty = post(&story.stage, &questions, &story.patient, &[("text", "  ")]).await;
        assert!(
            empty.0 == 409 && empty.1.contains("E-THREAD-EMPTY"),
            "{empty:?}"
        );
        let (status, to) = post(&story.stage, &questions, &story.patient, &[("text", words)]).await;
        assert_eq!((status, to), (303, format!("/my/{CASE}/questions")));
        let waiting = unanswered(&t.db).await.unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(waiting.len(), 1);

        let note = [("text", "検体の再採取を相談中")];
        let (status, _) = post(
            &story.stage,
            &format!("{thread_page}/notes"),
            &story.physician,
            &note,
        )
        .await;
        assert_eq!(status, 303);
        let (_, page) = story.stage.page(&thread_page, Some(&story.physician)).await;
        assert!(
            page.contains("結果はいつですか") && !page.contains("<script>alert"),
            "{page}"
        );
        assert!(page.contains("検体の再採取"));
        // the centre shares the notes, not what the patient and the team write
        let analyst = story.stage.sign_in("analyst", None).await;
        let (status, page) = story.stage.page(&thread_page, Some(&analyst)).await;
        assert!(
            status == 200 && page.contains("検体の再採取") && !page.contains("結果はいつですか"),
            "{page}"
        );
        let (status, _) = story.stage.page(&thread_page, Some(&story.patient)).await;
        assert_eq!(status, 403, "notes are for staff");
        let (status, _) = post(
            &story.stage,
            &format!("{thread_page}/notes"),
            &story.patient,
            &note,
        )
        .await;
        assert_eq!(status, 403);
        let (status, _) = post(&story.stage, &questions, &story.physician, &note).await;
        assert_eq!(status, 403, "staff do not ask in the patient's name");

        let answer = [("field", "answer-1"), ("answer-1", "来週ご連絡します")];
        let (status, to) = post(
            &story.stage,
            &format!("{questions}/1"),
            &story.physician,
            &answer,
        )
        .await;
        assert_eq!((status, to), (303, thread_page.clone()));
        let waiting = unanswered(&t.db).await.unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(waiting, []);
        let path = format!("/api/cases/{CASE}/questions");
        let (status, lines) = story
            .stage
            .call("GET", &path, Some(&story.patient), Value::Null)
            .await;
        assert_eq!(status, 200, "{lines}");
        assert_eq!(
            (&lines[1]["kind"], &lines[1]["text"]),
            (&"answer".into(), &"来週ご連絡します".into())
        );
        let path = format!("/api/cases/{CASE}/notes");
        let (status, _) = story
            .stage
            .call("GET", &path, Some(&story.patient), Value::Null)
            .await;
        assert_eq!(status, 403);
        let known = thread(&t.db, &sample::case())
            .await
            .unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(known.map(|t| t.lines.len()), Some(3));

        let events = story.stage.platform.ledger().events_after(0, 1000).await;
        let events = events.unwrap_or_else(|e| panic!("{e:?}"));
        let said: String = events.iter().map(|e| e.payload.to_string()).collect();
        for words in ["結果はいつ", "再採取", "来週"] {
            assert!(!said.contains(words), "no words in the ledger");
        }
    }
}

#[tokio::test]
async fn a_visit_is_told_what_changed_since_the_one_before() {
    for t in store::testing::both().await {
        store::migrate(&t.db, &disclosure::store::migrations())
            .await
            .unwrap_or_else(|e| panic!("{e:?}"));
        let account = AccountId::parse("patient-1").unwrap_or_else(|e| panic!("{e}"));
        let (first, case) = (sample::at(), sample::case());
        let look = async |at| {
            let since = visit(&t.db, &account, &case, at).await;
            since.unwrap_or_else(|e| panic!("{e:?}"))
        };
        assert_eq!(look(first).await, None, "nothing is new at the first visit");
        let minutes = words::At::from_micros(first.micros() + 600_000_000);
        assert_eq!(look(minutes).await, None, "still the same visit");
        let next = first.plus_days(3);
        assert_eq!(look(next).await, Some(minutes));
        assert_eq!(
            look(next).await,
            Some(minutes),
            "reading on does not lose what is new"
        );
    }
}
