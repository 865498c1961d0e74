//! A worker killed with `kill -9` in the middle of an analysis: another one ends the run and repeats nothing that was done,
//! even when its program is replaced on disk while it works.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use sim::{Programme, Role, Size};

use crate::{
    drive::sequencing,
    faults::ordered,
    house::{House, KUMI, tools, until},
};

/// A tool that writes a line for every call before the real one takes over; `before` runs in between.
fn watched(dir: &Path, tool: &str, before: &str) {
    let real = pipeline::tools::check()
        .into_iter()
        .find(|t| t.tool == tool)
        .and_then(|t| t.path)
        .unwrap();
    let (log, held) = (dir.join("calls"), dir.join("hold"));
    let script = format!(
        "#!/bin/bash\n[ \"$1\" = --version ] && exec '{real}' \"$@\"\necho {tool} \"$1\" >> '{log}'\nHOLD='{held}'\n{before}\nexec '{real}' \"$@\"\n",
        real = real.display(),
        log = log.display(),
        held = held.display(),
    );
    let path = dir.join(tool);
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn calls(dir: &Path, of: &str) -> usize {
    let said = fs::read_to_string(dir.join("calls")).unwrap_or_default();
    said.lines().filter(|l| l.starts_with(of)).count()
}

#[tokio::test]
async fn a_worker_killed_in_the_middle_of_a_run_loses_only_the_step_it_was_in() {
    if !tools() {
        return;
    }
    let source = tempfile::tempdir().unwrap();
    let programme = Programme::synthetic(source.path(), 13, Size::Demo).unwrap();
    let watch = tempfile::tempdir().unwrap();
    watched(watch.path(), "bwa-mem4", "");
    // the caller waits as a caller on a whole genome does; a killed worker's child ends by itself
    watched(
        watch.path(),
        "freebayes",
        "[ -e \"$HOLD\" ] && { sleep 25; exit 1; }",
    );
    fs::write(watch.path().join("hold"), "").unwrap();

    let mut house = House::open(None, Some(source.path()), false).await;
    house.with_tools(watch.path());
    let staff = house.staff().await;
    let first = house.worker();
    let (case, tubes, order) = ordered(&staff, 1).await;
    let vendor = staff.user("vendor").unwrap();
    for (tube, role) in tubes.iter().zip([Role::Tumour, Role::Normal]) {
        let sample = programme.third.sample(role).unwrap();
        sequencing::deliver(&vendor, &order, tube, sample, house.platform.now())
            .await
            .unwrap();
    }
    until("the caller", 180, async || {
        (calls(watch.path(), "freebayes") > 0).then_some(())
    })
    .await;
    let aligned = calls(watch.path(), "bwa-mem4");
    assert!(aligned >= 2, "tumour and normal were aligned");
    drop(first); // SIGKILL: nothing is said, nothing is closed
    fs::remove_file(watch.path().join("hold")).unwrap();
    // the minute after which the queue takes a silent worker for dead, without waiting for it
    let minute = "UPDATE job SET lease_until = 0 WHERE state = 'running'";
    let db = house.platform.db();
    let claimed = db.run(store::Write::new(minute, vec![])).await.unwrap();
    assert_eq!(claimed, 1, "the run was claimed by the worker that died");

    // the second one's program is replaced right after its start, as an update does: its steps are still its own
    let program = watch.path().join("kumi");
    if fs::hard_link(KUMI, &program).is_err() {
        fs::copy(KUMI, &program).unwrap();
    }
    let _second = house.worker_of(&program);
    let update = watch.path().join("update");
    fs::write(&update, "#!/bin/false\n").unwrap();
    fs::rename(&update, &program).unwrap();
    let analyst = staff.user("analyst").unwrap();
    until("the gates after the kill", 300, async || {
        let qc = analyst.get(&format!("/api/cases/{case}/qc")).await.ok()?;
        (qc["status"] == "gates_open").then_some(())
    })
    .await;
    assert_eq!(
        calls(watch.path(), "bwa-mem4"),
        aligned,
        "nothing was aligned again"
    );
    until("the wiping of the work directory", 60, async || {
        let left = fs::read_dir(house.dir.path().join("data/tmp")).map_or(0, Iterator::count);
        (left == 0).then_some(())
    })
    .await;
    let (whole, said) = house.verify();
    assert!(whole, "{said}");
}
