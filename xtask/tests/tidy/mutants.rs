//! A small house in which every law is kept, and the ways to break each: a law that nothing can break is no law.

mod cases;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{LAWS, size};
use cases::{MUTANTS, SOUND};

/// A house in the temporary directory, gone when the test ends.
struct House(PathBuf);

impl House {
    fn sound(name: &str) -> Self {
        let own = format!("kumihimo-tidy-{}-{name}", std::process::id());
        let house = Self(std::env::temp_dir().join(own));
        for (file, text) in SOUND {
            house.write(file, text);
        }
        house.write("xtask/migrations.sha256", "# released\n");
        crate::migrations::add_new(&house.0);
        crate::dictionary::write(&house.0);
        house
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        let dir = path.parent().unwrap_or(Path::new("."));
        let done = if text.is_empty() {
            fs::remove_file(&path)
        } else {
            fs::create_dir_all(dir).and_then(|()| fs::write(&path, text))
        };
        done.unwrap_or_else(|e| panic!("{file}: {e}"));
    }

    /// Every fault with the number of the law that names it.
    fn faults(&self) -> Vec<(usize, String)> {
        let laws = LAWS.iter().enumerate();
        laws.flat_map(|(at, law)| (law.faults)(&self.0).into_iter().map(move |f| (at, f)))
            .collect()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // what is left lies in the temporary directory
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_sound_house_breaks_no_law() {
    assert_eq!(House::sound("sound").faults(), vec![]);
}

#[test]
fn every_law_is_broken_by_a_mutant_and_names_it() {
    let mut broken = vec![false; LAWS.len()];
    for (number, (file, text, words)) in MUTANTS.iter().enumerate() {
        let house = House::sound(&number.to_string());
        house.write(file, text);
        let faults = house.faults();
        let named = faults.iter().find(|(_, fault)| fault.contains(words));
        let (law, _) =
            named.unwrap_or_else(|| panic!("{file}: no fault says {words:?}: {faults:?}"));
        broken[*law] = true;
    }
    for (law, broken) in LAWS.iter().zip(broken) {
        assert!(broken, "nothing here breaks: {}", law.says);
    }
}

#[test]
fn a_long_file_is_noticed() {
    let house = House::sound("long");
    assert_eq!(size::long(&house.0), Vec::<String>::new());
    house.write("areas/registry/src/store.rs", &"fn a() {}\n".repeat(601));
    assert_eq!(size::long(&house.0).len(), 1);
    let tests = format!(
        "fn a() {{}}\n#[cfg(test)]\nmod tests {{\n{}}}\n",
        "fn b() {}\n".repeat(700)
    );
    house.write("areas/registry/src/store.rs", &tests);
    assert_eq!(
        size::long(&house.0),
        Vec::<String>::new(),
        "tests do not count"
    );
}
