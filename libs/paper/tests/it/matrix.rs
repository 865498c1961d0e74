//! A drawn code, read back from the drawing by a decoder.

use datamatrix::DataMatrix;

/// The modules of the drawing, without the light border.
fn modules(svg: &str) -> (Vec<bool>, usize) {
    let side = |name: &str| {
        let (_, rest) = svg.split_once("viewBox=\"0 0 ").unwrap_or_default();
        let sides: Vec<usize> = rest
            .split('"')
            .next()
            .unwrap_or_default()
            .split(' ')
            .filter_map(|n| n.parse().ok())
            .collect();
        sides[usize::from(name == "height")] - 4
    };
    let (width, height) = (side("width"), side("height"));
    let mut all = vec![false; width * height];
    let (_, path) = svg.rsplit_once("d=\"").unwrap_or_default();
    for dark in path.split('M').skip(1) {
        let (place, _) = dark.split_once('h').unwrap_or_default();
        let (x, y) = place.split_once(' ').unwrap_or_default();
        let at = |n: &str| n.parse::<usize>().unwrap_or_default() - 2;
        all[at(y) * width + at(x)] = true;
    }
    (all, width)
}

#[test]
fn what_was_drawn_is_read_back() {
    for text in [
        "A",
        "https://kumihimo.example/invitations/abcd-efgh-ijkl-mnop",
        "0123-04-00057-9f3a1c",
    ] {
        let svg = paper::matrix(text).unwrap_or_default();
        let (modules, width) = modules(&svg);
        let read = DataMatrix::decode(&modules, width);
        assert_eq!(read.as_deref().ok(), Some(text.as_bytes()), "{svg}");
    }
}

#[test]
fn what_no_scanner_reads_is_not_drawn() {
    assert_eq!(paper::matrix("組紐"), None);
    assert_eq!(paper::matrix(&"a".repeat(4_000)), None);
}

#[test]
fn a_letter_carries_it_as_a_picture() {
    let fonts = paper::Fonts::find(&[std::path::PathBuf::from("/usr/share/fonts")]);
    let fonts = fonts.unwrap_or_else(|e| panic!("{e}"));
    let template = "#let d = json(\"data.json\")\n#set document(title: \"t\")\n#set text(lang: \"ja\")\n\
                    #image(bytes(d.matrix), format: \"svg\", width: 22mm, alt: d.text)";
    let text = "https://kumihimo.example/invitations/abcd-efgh-ijkl-mnop";
    let data = |matrix: Option<String>| serde_json::json!({ "document": { "id": "x", "at": "2026-04-03T00:00:00Z" }, "matrix": matrix, "text": text });
    let pdf = paper::render(template, &data(paper::matrix(text)), &fonts);
    assert!(pdf.is_ok_and(|p| p.pages == 1));
    assert!(paper::render(template, &data(None), &fonts).is_err());
}
