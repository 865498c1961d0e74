//! `--flag value` pairs of a step.

use std::path::PathBuf;
use std::str::FromStr;

use crate::Error;

/// Flags that were given, in order. Every step takes the ones it knows and refuses the rest.
#[derive(Debug)]
pub struct Args {
    step: String,
    given: Vec<(String, Option<String>)>,
}

impl Args {
    /// Reads `--flag value`, `--flag=value` and switches (a flag followed by another flag or by nothing).
    pub fn parse(step: &str, args: &[String]) -> Result<Self, Error> {
        let mut given = Vec::new();
        let mut args = args.iter().peekable();
        while let Some(arg) = args.next() {
            let Some(flag) = arg.strip_prefix("--") else {
                return Err(Error::Usage(format!(
                    "step {step}: {arg:?} is not a flag; flags look like --name VALUE"
                )));
            };
            if let Some((flag, value)) = flag.split_once('=') {
                given.push((flag.to_owned(), Some(value.to_owned())));
            } else {
                let value = args.next_if(|next| !next.starts_with("--")).cloned();
                given.push((flag.to_owned(), value));
            }
        }
        Ok(Self {
            step: step.to_owned(),
            given,
        })
    }

    /// Every value of a repeatable flag.
    pub fn all<T: FromStr>(&mut self, flag: &str) -> Result<Vec<T>, Error> {
        let (mine, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.given)
            .into_iter()
            .partition(|(f, _)| f == flag);
        self.given = rest;
        mine.into_iter()
            .map(|(_, value)| {
                let value = value.ok_or_else(|| self.usage(flag, "needs a value"))?;
                value
                    .parse()
                    .map_err(|_| self.usage(flag, &format!("cannot be {value:?}")))
            })
            .collect()
    }

    /// A flag that may be given once.
    pub fn maybe<T: FromStr>(&mut self, flag: &str) -> Result<Option<T>, Error> {
        let mut values = self.all(flag)?;
        if values.len() > 1 {
            return Err(self.usage(flag, "is given twice"));
        }
        Ok(values.pop())
    }

    /// A flag that must be given.
    pub fn one<T: FromStr>(&mut self, flag: &str) -> Result<T, Error> {
        self.maybe(flag)?
            .ok_or_else(|| self.usage(flag, "is missing"))
    }

    /// A repeatable flag that must be given at least once.
    pub fn some(&mut self, flag: &str) -> Result<Vec<PathBuf>, Error> {
        let values = self.all(flag)?;
        if values.is_empty() {
            Err(self.usage(flag, "is missing"))
        } else {
            Ok(values)
        }
    }

    /// A switch.
    pub fn switch(&mut self, flag: &str) -> Result<bool, Error> {
        match self.given.iter().position(|(f, _)| f == flag) {
            None => Ok(false),
            Some(at) => match self.given.remove(at).1 {
                None => Ok(true),
                Some(value) => Err(self.usage(flag, &format!("takes no value, got {value:?}"))),
            },
        }
    }

    /// Refuses flags that nobody took.
    pub fn finish(self) -> Result<(), Error> {
        match self.given.first() {
            Some((flag, _)) => Err(self.usage(flag, "is not known")),
            None => Ok(()),
        }
    }

    fn usage(&self, flag: &str, what: &str) -> Error {
        Error::Usage(format!("step {}: --{flag} {what}", self.step))
    }
}
