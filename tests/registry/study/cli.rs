//! The analyses of venue area at the command line: tables, and wrong parameters by name.

use crate::database::{Database, Engine, stories, tell};
use crate::program::run;
use crate::study_town::town;

stories!(every_analysis_prints_its_table);

async fn every_analysis_prints_its_table(database: Database) {
    let (url, folder) = (database.url.clone(), database.path(""));
    let office = town(database).await;
    for (command, wanted) in [
        (&["access"][..], &["2.222", "Gini"][..]),
        (&["access", "--method", "3sfca", "--kernel", "gaussian"], &["3SFCA"]),
        (&["diversity"], &["球类 Ball games", "800 m"]),
        (&["equity"], &["Gini", "6.00"]),
        (&["bounds"], &["4.50", "not a confidence interval"]),
        (&["projects", "--each"], &["EXAMPLE", "CNY"]),
    ] {
        let ended = run(&url, &folder, command);
        assert_eq!(ended.status, 0, "{command:?}: {ended:?}");
        for text in wanted {
            assert!(ended.out.contains(text), "{command:?} lacks {text}: {}", ended.out);
        }
    }
    drop(office);
}

#[test]
fn wrong_parameters_are_named() {
    tell(Engine::Sqlite, |database| async move {
        let folder = database.path("");
        assert_eq!(run(&database.url, &folder, &["init", "--empty"]).status, 0);
        for (command, field) in [
            (&["access", "--method", "4sfca"][..], "method"),
            (&["access", "--bands-w", "1,2"], "bands_w"),
            (&["diversity", "--by", "colour"], "by"),
            (&["equity", "--figure", "half"], "figure"),
            (&["bounds", "--widths-m", "3,2,1"], "widths_m"),
            (&["bounds", "--kinds", "basketball"], "kinds"),
            (&["projects", "--target", "many"], "target"),
        ] {
            let ended = run(&database.url, &folder, command);
            assert!(ended.status == 2 && ended.out.is_empty(), "{command:?}: {ended:?}");
            assert!(ended.err.contains(field), "{command:?} does not name {field}: {}", ended.err);
        }
        // Both limits at once are wrong usage.
        assert_eq!(run(&database.url, &folder, &["access", "--metres", "1", "--minutes", "1"]).status, 2);
    });
}
