//! Where data files come from: a folder of the user's, or the copy inside the program.

use crate::registry::error::RegistryError;
use rust_embed::RustEmbed;
use std::path::{Path, PathBuf};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/seeds"]
#[exclude = "generate/*"]
struct Seeds;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/geodata"]
struct Geodata;

/// Extensions of data files, the first that is found wins.
const EXTENSIONS: [&str; 6] = ["geojson", "csv", "gpkg", "shp", "xlsx", "json"];

/// A tree of `geodata/` and `seeds/`.
pub struct Files {
    root: PathBuf,
    /// The folder is our own copy and goes when we go.
    own: bool,
}

impl Files {
    /// The user's folder, which has `geodata/` and `seeds/` in it.
    ///
    /// # Errors
    /// It has not.
    pub fn in_folder(root: &Path) -> Result<Self, RegistryError> {
        for folder in ["geodata", "seeds"] {
            if !root.join(folder).is_dir() {
                return Err(RegistryError::refused(
                    format!("{} 中没有 {folder} 文件夹", root.display()),
                    format!("there is no folder {folder} in {}", root.display()),
                ));
            }
        }
        Ok(Self { root: root.to_owned(), own: false })
    }

    /// The copy inside the program, laid out in a folder for the time of use: importers read files.
    ///
    /// # Errors
    /// The temporary folder can not be written.
    pub fn embedded() -> Result<Self, RegistryError> {
        let root = std::env::temp_dir().join(format!("jiantu-data-{}", uuid::Uuid::now_v7()));
        let files = Self { root, own: true };
        files.lay_out::<Seeds>("seeds")?;
        files.lay_out::<Geodata>("geodata")?;
        Ok(files)
    }

    fn lay_out<E: RustEmbed>(&self, top: &str) -> Result<(), RegistryError> {
        for name in E::iter() {
            let Some(file) = E::get(&name) else { continue };
            let path = self.root.join(top).join(&*name);
            let written = path
                .parent()
                .map_or(Ok(()), std::fs::create_dir_all)
                .and_then(|()| std::fs::write(&path, &file.data));
            written.map_err(|error| {
                RegistryError::refused(
                    format!("无法写临时文件 {}：{error}", path.display()),
                    format!("can not write {}: {error}", path.display()),
                )
            })?;
        }
        Ok(())
    }

    /// A text file.
    ///
    /// # Errors
    /// It is missing or is not UTF-8.
    pub fn text(&self, name: &str) -> Result<String, RegistryError> {
        let path = self.root.join(name);
        std::fs::read_to_string(&path).map_err(|error| {
            RegistryError::refused(
                format!("无法读取 {}：{error}", path.display()),
                format!("can not read {}: {error}", path.display()),
            )
        })
    }

    /// A data file that must be there.
    ///
    /// # Errors
    /// It is not.
    pub fn path(&self, name: &str) -> Result<PathBuf, RegistryError> {
        let path = self.root.join(name);
        if path.is_file() {
            return Ok(path);
        }
        Err(RegistryError::refused(
            format!("district.toml 所列的文件不存在：{}", path.display()),
            format!("a file that district.toml lists is not there: {}", path.display()),
        ))
    }

    /// Folders of `geodata/`.
    pub fn districts(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join("geodata"));
        let mut names: Vec<String> = entries
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }

    /// Data files of a folder whose name is `stem` or begins with `stem-`, in the order of names,
    /// so that `sites` comes before `sites-changes`.
    ///
    /// # Errors
    /// The folder can not be read.
    pub fn data(&self, folder: &str, stem: &str) -> Result<Vec<PathBuf>, RegistryError> {
        let path = self.root.join(folder);
        let entries = std::fs::read_dir(&path).map_err(|error| {
            RegistryError::refused(
                format!("无法读取文件夹 {}：{error}", path.display()),
                format!("can not read the folder {}: {error}", path.display()),
            )
        })?;
        let mut found: Vec<(String, usize, PathBuf)> = entries
            .filter_map(|entry| {
                let file = entry.ok()?.path();
                let name = file.file_stem()?.to_str()?.to_owned();
                let extension = file.extension()?.to_str()?;
                let rank = EXTENSIONS.iter().position(|known| *known == extension)?;
                let fits = name == stem || name.strip_prefix(stem).is_some_and(|rest| rest.starts_with('-'));
                fits.then_some((name, rank, file))
            })
            .collect();
        found.sort();
        found.dedup_by(|a, b| a.0 == b.0);
        Ok(found.into_iter().map(|(_, _, file)| file).collect())
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if self.own
            && let Err(error) = std::fs::remove_dir_all(&self.root)
        {
            tracing::debug!(%error, "a temporary folder stays behind");
        }
    }
}
