//! A file in a form (`multipart/form-data`, field `file`).

use crate::{Code, Problem, extract};
use axum::extract::{FromRequest, Multipart, Request, multipart::MultipartError};

/// A file with its name. 400: no form; 413: too large; 415: not declared as one; 422: no file in it.
#[derive(Debug)]
pub(crate) struct Upload {
    /// Name as the person knows it, without folders.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let form = Multipart::from_request(request, state).await;
        let mut form = form.map_err(|_| Problem::new(Code::UnsupportedMedia, "请用 multipart/form-data 上传文件"))?;
        while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
            if field.name() != Some("file") {
                continue;
            }
            let name = file_name(field.file_name().unwrap_or(""));
            let bytes = field.bytes().await.map_err(|error| broken(&error))?.to_vec();
            return Ok(Upload { name, bytes });
        }
        Err(Problem::invalid("表单里没有文件，请把文件放在名为 file 的一栏"))
    }
}

fn broken(error: &MultipartError) -> Problem {
    extract::problem(error.status(), "")
}

/// The last part of a path, without control characters, at most 200 characters.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or("");
    let clean: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    if clean.trim().is_empty() { "上传的文件".to_owned() } else { clean }
}
