//! Prints what an empty task costs: `overhead [TASKS]`.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tasks: usize = std::env::args().nth(1).map_or(Ok(200), |n| n.parse())?;
    let directory = std::env::temp_dir().join(format!("kumi-overhead-{}", std::process::id()));
    for what in ["run", "from the call cache"] {
        let measured = pipeline::overhead::measure(tasks, &directory).await?;
        let each = measured.took.as_secs_f64() * 1000.0 / tasks as f64;
        println!(
            "{tasks} empty tasks {what}: {:?}, {each:.2} ms each, {} events",
            measured.took, measured.news
        );
    }
    std::fs::remove_dir_all(&directory)?;
    Ok(())
}
