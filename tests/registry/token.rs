//! Tokens at the command line.

use crate::database::{Database, stories};
use crate::program::{program, run};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

stories!(a_token_is_issued_listed_and_withdrawn_by_its_label, the_token_that_serve_makes_ends_with_it);

/// A service that does not outlive its story, however that ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It has mostly ended already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

async fn a_token_is_issued_listed_and_withdrawn_by_its_label(database: Database) {
    let folder = database.path("");
    let missing = run(&database.url, &folder, &["token", "list"]);
    assert_eq!(missing.status, 1);
    assert_eq!(missing.err.lines().filter(|line| line.contains("jiantu init")).count(), 2, "{missing:?}");
    assert!(missing.err.contains("错误：") && missing.err.contains("error:"), "{missing:?}");
    assert_eq!(run(&database.url, &folder, &["init", "--empty"]).status, 0);
    let issued = run(&database.url, &folder, &["token", "issue", "--label", "qgis", "--unconditional"]);
    assert_eq!((issued.status, issued.out.trim().len()), (0, 32), "{issued:?}");
    let listed = run(&database.url, &folder, &["token", "list"]);
    assert!(
        listed.out.lines().any(|line| line.starts_with("qgis") && line.ends_with("是 yes")),
        "{listed:?}"
    );
    let withdrawn = run(&database.url, &folder, &["token", "revoke", "--label", "qgis"]);
    assert_eq!(withdrawn.status, 0, "{withdrawn:?}");
    let nothing = run(&database.url, &folder, &["token", "revoke", "--label", "qgis"]);
    assert_eq!(nothing.status, 1, "{nothing:?}");
}

async fn the_token_that_serve_makes_ends_with_it(database: Database) {
    let folder = database.path("");
    assert_eq!(run(&database.url, &folder, &["init", "--empty"]).status, 0);
    let mut running = Running(
        program(&database.url)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    let told: Vec<String> = lines.take_while(|line| !line.contains("administrator token")).collect();
    assert!(!told.is_empty());
    // A dash where it was not withdrawn, and one where it may not write without a version.
    let dashes = || {
        let list = run(&database.url, &folder, &["token", "list"]).out;
        let ours = list.lines().find(|line| line.starts_with("serve 127.0.0.1:")).unwrap();
        ours.matches('—').count()
    };
    assert_eq!(dashes(), 2);
    let ended = Command::new("kill").args(["-TERM", &running.0.id().to_string()]).status().unwrap();
    assert!(ended.success());
    assert!(running.0.wait().unwrap().success());
    assert_eq!(dashes(), 1);
}
