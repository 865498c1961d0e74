//! Pictures of the read QC, as SVG for the page of a case.

mod plot;

use maud::{Markup, html};
use readqc::Cycle;
use words::{Lang, text};

use plot::{Plot, Series};

/// Mean quality and share of Q30 per cycle, for one file.
#[must_use]
pub fn quality_per_cycle(cycles: &[Cycle], lang: Lang) -> Markup {
    let title = text!("サイクル別の品質値（平均）", "Mean quality per cycle");
    let mean = cycles.iter().map(Cycle::mean_quality).collect();
    Plot {
        title: title.get(lang),
        x: text!("サイクル", "cycle").get(lang),
        y: text!("品質値（Phred）", "quality (Phred)").get(lang),
        top: 42.0,
        marks: &[20.0, 30.0],
        series: vec![Series {
            label: text!("平均", "mean").get(lang).to_owned(),
            class: "k0",
            values: mean,
        }],
    }
    .draw()
}

/// Share of each letter per cycle, for one file.
#[must_use]
pub fn composition_per_cycle(cycles: &[Cycle], lang: Lang) -> Markup {
    let share = |of: fn(&Cycle) -> u64| -> Vec<f64> {
        let percent = |c: &Cycle| 100.0 * of(c) as f64 / c.reads.max(1) as f64;
        cycles.iter().map(percent).collect()
    };
    let series = |label: &str, class: &'static str, values| Series {
        label: label.to_owned(),
        class,
        values,
    };
    let title = text!("サイクル別の塩基組成", "Base composition per cycle");
    Plot {
        title: title.get(lang),
        x: text!("サイクル", "cycle").get(lang),
        y: "%",
        top: 60.0,
        marks: &[25.0],
        series: vec![
            series("A", "k0", share(|c| c.a)),
            series("C", "k1", share(|c| c.c)),
            series("G", "k2", share(|c| c.g)),
            series("T", "k3", share(|c| c.t)),
            series("N", "k4", share(|c| c.n)),
        ],
    }
    .draw()
}

/// Both pictures of a file, with its name.
#[must_use]
pub fn file_figures(file: &readqc::FileReport, lang: Lang) -> Markup {
    html! {
        figure class="read-qc" {
            figcaption { (file.name) }
            (quality_per_cycle(&file.cycles, lang))
            (composition_per_cycle(&file.cycles, lang))
        }
    }
}
