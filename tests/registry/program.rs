//! The program itself as a child: run to its end, or serving until it is killed.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// How a run ended and what it said.
#[derive(Debug)]
pub struct Ended {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// The answer to `--format json`.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// The program on a database; nothing of the caller's own settings reaches it.
pub fn program(database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiantu"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("JIANTU_")) {
        command.env_remove(name);
    }
    command.env("JIANTU_DATABASE", database).stdin(Stdio::null());
    command
}

pub fn run(database: &str, folder: &Path, arguments: &[&str]) -> Ended {
    let output = program(database).args(arguments).current_dir(folder).output().unwrap();
    Ended {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub const TOKEN: &str = "a-token-of-the-test-0123456789";

/// A service on a free port of this machine.
pub struct Service {
    child: Child,
    pub address: String,
}

impl Service {
    pub fn start(database: &str) -> Self {
        let mut child = program(database)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("JIANTU_TOKEN", TOKEN)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let address = line.split_once("http://")?.1;
            Some(address.trim_end_matches('/').to_owned())
        });
        let address = address.expect("the service did not say where it listens");
        // It must not stop because nobody reads what it says.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Self { child, address }
    }

    /// SIGKILL: nothing is flushed, nothing is told.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// One request on a connection of its own; `None` unless a whole answer came: status, headers, body.
pub fn request(
    address: &str,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> Option<(u16, String, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, head.to_lowercase(), body.to_owned()))
}
