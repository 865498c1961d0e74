//! Writes a synthetic programme: `cargo run -p sim --example write -- DIR [SEED] [small]`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let dir = args.first().ok_or("name a directory")?;
    let seed = args.get(1).map_or(Ok(2026), |s| s.parse())?;
    let small = args.get(2).is_some_and(|s| s == "small");
    let size = if small {
        sim::Size::Small
    } else {
        sim::Size::Demo
    };
    let made = sim::Programme::synthetic(dir.as_ref(), seed, size)?;
    for set in [&made.cancer, &made.rare, &made.third] {
        println!(
            "{}: {} samples, planted {:?}",
            set.name,
            set.samples.len(),
            set.planted
        );
    }
    Ok(())
}
