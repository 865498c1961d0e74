//! Sets one document, for people who write templates:
//! `cargo run -p paper --example set -- catalog/reports/analysis.typ data.json out.pdf catalog/reports/kit.typ`

use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [template, data, out, imports @ ..] = arguments.as_slice() else {
        return Err("usage: set TEMPLATE.typ DATA.json OUT.pdf [IMPORT.typ…]".into());
    };
    let mut texts = Vec::new();
    for path in imports {
        let name = Path::new(path).file_name().and_then(|n| n.to_str());
        texts.push((name.unwrap_or(path), std::fs::read_to_string(path)?));
    }
    let imports: Vec<_> = texts.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let fonts = paper::Fonts::find(&[PathBuf::from("/usr/share/fonts")])?;
    let template = std::fs::read_to_string(template)?;
    let data = serde_json::from_str(&std::fs::read_to_string(data)?)?;
    let pdf = paper::render_with(&template, &imports, &data, &fonts)?;
    std::fs::write(out, &pdf.bytes)?;
    println!("{out}: {} pages, {} bytes", pdf.pages, pdf.bytes.len());
    Ok(())
}
