//! What is wrong with the content of a file, for people.

use readqc::Problem;
use words::Text;

/// A problem of the content, for people.
pub(super) fn text(problem: &Problem) -> Text {
    let (ja, en) = problem.sentences();
    Text::made(ja, en)
}
