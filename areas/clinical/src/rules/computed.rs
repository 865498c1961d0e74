//! What is computed from answers and shown beside them; never stored, so it can never disagree.

use words::{Text, text};

/// A computed value with what it was computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// What it is.
    pub label: Text,
    /// The value with its unit; `None` if an answer is missing.
    pub value: Option<String>,
    /// How it is computed.
    pub how: Text,
}

/// The computed values that belong to a section with these items.
pub fn computed(
    has: &dyn Fn(&str) -> bool,
    value: &dyn Fn(&str) -> Option<String>,
) -> Vec<Computed> {
    let mut out = Vec::new();
    for (height, weight) in [
        ("height_cm", "weight_kg"),
        ("reg_height_cm", "reg_weight_kg"),
    ] {
        if has(height) && has(weight) {
            out.push(bmi(number(value(height)), number(value(weight))));
        }
    }
    if has("smoking_years") && has("cigarettes_per_day") {
        let (years, daily) = (
            number(value("smoking_years")),
            number(value("cigarettes_per_day")),
        );
        out.push(Computed {
            label: text!("喫煙指数（ブリンクマン指数）", "Brinkman index"),
            value: years.zip(daily).map(|(y, d)| format!("{:.0}", y * d)),
            how: text!(
                "1日の本数 × 喫煙年数",
                "cigarettes per day × years of smoking"
            ),
        });
    }
    out
}

fn bmi(height: Option<f64>, weight: Option<f64>) -> Computed {
    let metres = height.map(|cm| cm / 100.0).filter(|m| *m > 0.0);
    let value = metres.zip(weight).map(|(m, kg)| kg / (m * m));
    Computed {
        label: text!("BMI", "BMI"),
        value: value.map(|bmi| format!("{bmi:.1} kg/m²")),
        how: text!("体重 ÷ 身長²", "weight ÷ height²"),
    }
}

fn number(text: Option<String>) -> Option<f64> {
    text?.parse().ok()
}
