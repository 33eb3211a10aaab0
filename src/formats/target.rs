//! A file that appears under its name only when it is complete.

use super::error::FormatError;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes beside the target and moves there at the end; dropped before, it leaves nothing behind.
pub(super) struct Target {
    path: PathBuf,
    partial: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Target {
    pub fn create(path: &Path) -> Result<Self, FormatError> {
        let partial = partial_name(path);
        let file = File::create(&partial).map_err(|e| FormatError::io(path, e))?;
        Ok(Self { path: path.to_owned(), partial, file: Some(BufWriter::with_capacity(1 << 18, file)) })
    }
}

/// Writes a whole file at once.
///
/// # Errors
/// The system refuses.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), FormatError> {
    let mut target = Target::create(path)?;
    target.write_all(bytes).map_err(|e| FormatError::io(path, e))?;
    target.complete()
}

/// Where a file grows until it is complete.
fn partial_name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // Nothing can be reported from here, and a leftover does no harm.
            let _ = std::fs::remove_file(&self.partial);
        }
    }
}

/// Where a writer's bytes go, and what ending it means.
pub(super) trait Sink: Write + Send {
    /// Everything is written: make it visible.
    fn complete(&mut self) -> Result<(), FormatError>;

    /// The name for error messages.
    fn name(&self) -> &Path;
}

impl Sink for Target {
    fn complete(&mut self) -> Result<(), FormatError> {
        let Some(file) = self.file.take() else {
            return Ok(());
        };
        let done = file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
            .and_then(|file| file.sync_all())
            .and_then(|()| std::fs::rename(&self.partial, &self.path));
        done.map_err(|e| {
            let _ = std::fs::remove_file(&self.partial);
            FormatError::io(&self.path, e)
        })
    }

    fn name(&self) -> &Path {
        &self.path
    }
}

/// A stream that is not a file of ours, such as the body of an answer.
pub(super) struct Stream(pub Box<dyn Write + Send>);

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Sink for Stream {
    fn complete(&mut self) -> Result<(), FormatError> {
        self.0.flush().map_err(|e| FormatError::io(self.name(), e))
    }

    fn name(&self) -> &Path {
        Path::new("output")
    }
}
