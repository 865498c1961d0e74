//! `kumi doctor`: says what is missing on this machine and how to mend it.

use std::process::ExitCode;

use crate::{bucket, open::Places};

/// One thing that was looked at.
struct Found {
    what: String,
    /// What was found, or how to mend it.
    answer: Result<String, String>,
}

/// Looks at tools, fonts, keys and disk; fails if anything is missing.
pub async fn run(places: &Places) -> anyhow::Result<ExitCode> {
    let mut found = tools(places);
    found.push(fonts());
    found.push(keys(places));
    found.push(objects(places).await);
    let missing = found.iter().filter(|f| f.answer.is_err()).count();
    for one in &found {
        match &one.answer {
            Ok(answer) => println!("ok       {:<14} {answer}", one.what),
            Err(mend) => println!("MISSING  {:<14} {mend}", one.what),
        }
    }
    println!("{} checked, {missing} missing", found.len());
    Ok(if missing == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn tools(places: &Places) -> Vec<Found> {
    let own: Vec<_> = places.tools.iter().cloned().collect();
    let statuses = pipeline::tools::check_in(&pipeline::tools::directories(&own));
    let found = statuses.into_iter().map(|status| Found {
        what: status.tool.to_owned(),
        answer: match (status.path, status.version) {
            (Some(path), version) => Ok(format!(
                "{} ({})",
                path.display(),
                version.unwrap_or_default()
            )),
            (None, _) => Err(format!(
                "install {}, or run `cargo xtask test` once, which installs it",
                status.package
            )),
        },
    });
    found.collect()
}

fn fonts() -> Found {
    let answer = match paper::Fonts::find(&[std::path::PathBuf::from("/usr/share/fonts")]) {
        Ok(_) => Ok("Japanese fonts for documents".to_owned()),
        Err(error) => Err(format!("{error}: apt-get install fonts-ipaexfont")),
    };
    Found {
        what: "fonts".to_owned(),
        answer,
    }
}

fn keys(places: &Places) -> Found {
    let keys = places.keys();
    let answer = if keys.starts_with(&places.data_dir) {
        Err(format!(
            "{} lies inside the data directory; set KUMI_KEYS to another place",
            keys.display()
        ))
    } else {
        Ok(format!("{} (outside the data directory)", keys.display()))
    };
    Found {
        what: "keys".to_owned(),
        answer,
    }
}

/// Puts, gets and deletes a probe where objects will lie.
async fn objects(places: &Places) -> Found {
    let answer = match places.bucket.bucket() {
        Ok(None) => Ok(places.data_dir.join("objects").display().to_string()),
        Ok(Some(bucket)) => {
            let probed = bucket
                .probe(&format!("doctor-{}", std::process::id()))
                .await;
            let name = format!("bucket {}: put, got and deleted a probe", bucket.name);
            probed.map(|()| name).map_err(bucket::told)
        }
        Err(error) => Err(error),
    };
    Found {
        what: "objects".to_owned(),
        answer: answer.map_err(|e| format!("{e:#}")),
    }
}
