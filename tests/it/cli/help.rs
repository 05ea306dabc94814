//! The help of every command is Chinese, clap's own words included.

use super::Desk;

const COMMANDS: &[&str] = &[
    "",
    "demo",
    "import",
    "export",
    "search",
    "match",
    "explain",
    "recognize",
    "chain",
    "chain check",
    "chain show",
    "chain stats",
    "chain needs",
    "chain review",
    "chain correct",
    "chain adopt",
    "names",
    "names compare",
    "names review",
    "names merge",
    "names distinct",
    "names affiliate",
    "extract",
    "confirm",
    "company",
    "backup",
    "restore",
    "doctor",
    "serve",
    "user",
    "user add",
    "user password",
    "user list",
];

const ENGLISH: &[&str] = &[
    "Usage",
    "Options",
    "OPTIONS",
    "Commands",
    "COMMAND",
    "Arguments",
    "Print help",
    "Print version",
    "default:",
    "possible values",
    "env:",
    "<FILE>",
];

#[test]
fn every_command_has_chinese_help() {
    let desk = Desk::new();
    let mut faults = Vec::new();
    for command in COMMANDS {
        let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let help = desk.run(&arguments).done().out;
        assert!(help.contains("用法：") && help.contains("显示帮助"), "{command}: {help}");
        faults.extend(ENGLISH.iter().filter(|word| help.contains(**word)).map(|word| format!("{command}: {word}")));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_list_above_is_complete() {
    let desk = Desk::new();
    for group in ["", "chain", "names"] {
        let arguments: Vec<&str> = group.split_whitespace().chain(["--help"]).collect();
        let help = desk.run(&arguments).done().out;
        for line in help.lines().skip_while(|line| !line.starts_with("命令")).skip(1) {
            let Some(word) = line.strip_prefix("  ").and_then(|line| line.split_whitespace().next()) else { break };
            let command = format!("{group} {word}");
            assert!(COMMANDS.contains(&command.trim()), "{command} is missing in the list");
        }
    }
}

#[test]
fn the_version_is_a_version() {
    let shown = Desk::new().run(&["--version"]).done().out;
    assert!(shown.starts_with("qianxian ") && shown.contains('.'), "{shown}");
}
