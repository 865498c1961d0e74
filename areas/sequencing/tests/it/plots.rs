use sequencing::pages::{composition_per_cycle, file_figures, quality_per_cycle};
use words::Lang;

use crate::given::{files, read};

#[test]
fn plots_are_plain_svg_in_both_languages() {
    let report = read(&files());
    let svg = quality_per_cycle(&report.r1.cycles, Lang::Ja).into_string();
    assert!(
        svg.starts_with("<svg") && svg.contains("サイクル別の品質値") && svg.contains("polyline")
    );
    let svg = composition_per_cycle(&report.r1.cycles, Lang::En).into_string();
    assert_eq!(svg.matches("<polyline").count(), 5);
    assert!(!svg.contains("style=") && !svg.contains("<script"));
    assert!(
        file_figures(&report.r1, Lang::Ja)
            .into_string()
            .contains(&report.r1.name)
    );
}
