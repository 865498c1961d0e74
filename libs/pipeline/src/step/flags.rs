//! `--flag VALUE` pairs.

/// Reads pairs; every flag must be among `known`.
pub fn parse(arguments: &[String], known: &[&str]) -> Result<Vec<(String, String)>, String> {
    let mut pairs = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(flag) = arguments.next() {
        let name = flag.strip_prefix("--").filter(|name| known.contains(name));
        let name = name
            .ok_or_else(|| format!("{flag} is not known; there are: --{}", known.join(", --")))?;
        let value = arguments
            .next()
            .ok_or_else(|| format!("{flag} needs a value"))?;
        pairs.push((name.to_owned(), value.clone()));
    }
    Ok(pairs)
}

/// The value of a flag that must be there.
pub fn one<'a>(pairs: &'a [(String, String)], flag: &str) -> Result<&'a str, String> {
    pairs
        .iter()
        .find(|(name, _)| name == flag)
        .map(|(_, value)| value.as_str())
        .ok_or_else(|| format!("--{flag} is missing"))
}

/// Every value of a flag.
pub fn all<'a>(pairs: &'a [(String, String)], flag: &str) -> impl Iterator<Item = &'a str> {
    pairs
        .iter()
        .filter(move |(name, _)| name == flag)
        .map(|(_, value)| value.as_str())
}
