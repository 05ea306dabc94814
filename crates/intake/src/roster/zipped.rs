//! Packed files (.xlsx, .ods): what they are and how large they become, before anybody trusts them. Nothing is ever
//! written to disk, so paths inside the archive cannot lead anywhere.

use super::refused::{Limits, Refused};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// An archive whose XML parts were measured.
pub(crate) struct Zipped<'a> {
    file: &'a str,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    limit: u64,
}

impl<'a> Zipped<'a> {
    /// Opens an archive and unpacks every part a reader could read once, counting: sizes in the directory may lie.
    pub(crate) fn open(file: &'a str, bytes: &'a [u8], limits: &Limits) -> Result<Self, Refused> {
        let damaged = |error: &dyn std::fmt::Display| Refused::corrupted(file, &format!("压缩包结构不对：{error}"));
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        let mut names = Vec::new();
        let mut total = 0u64;
        for at in 0..archive.len() {
            let encrypted = archive.by_index_raw(at).map_err(|error| damaged(&error))?.encrypted();
            if encrypted {
                return Err(Refused::encrypted(file));
            }
            let part = archive.by_index(at).map_err(|error| damaged(&error))?;
            let name = part.name().map_err(|error| damaged(&error))?.into_owned();
            names.push(name.clone());
            if is_picture(&name) {
                continue;
            }
            let room = limits.unpacked.saturating_sub(total);
            if part.size() > room {
                return Err(unpacks_too_far(file, limits.unpacked));
            }
            let read =
                std::io::copy(&mut part.take(room + 1), &mut std::io::sink()).map_err(|error| damaged(&error))?;
            total += read;
            if total > limits.unpacked {
                return Err(unpacks_too_far(file, limits.unpacked));
            }
        }
        Ok(Zipped { file, archive, names, limit: limits.unpacked })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    pub(crate) fn has_under(&self, folder: &str) -> bool {
        self.names.iter().any(|known| known.starts_with(folder))
    }

    /// A part as text; `None` where there is none of that name.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Refused> {
        let Some(at) = self.names.iter().position(|known| known.eq_ignore_ascii_case(name)) else { return Ok(None) };
        let damaged = |error: &dyn std::fmt::Display| Refused::corrupted(self.file, &format!("{name}：{error}"));
        let part = self.archive.by_index(at).map_err(|error| damaged(&error))?;
        let mut bytes = Vec::new();
        part.take(self.limit).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        Ok(super::encoding::decode(&bytes).map(|(text, _)| text))
    }
}

fn unpacks_too_far(file: &str, limit: u64) -> Refused {
    Refused::too_large(file, &format!("解压后超过 {} MB", limit >> 20))
}

/// Parts no reader looks into; a roster with photos may be large for that reason alone.
fn is_picture(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let folders = ["media/", "embeddings/", "printersettings/", "pictures/", "thumbnails/"];
    folders.iter().any(|folder| name.contains(folder))
        || [".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf"].iter().any(|end| name.ends_with(end))
}
