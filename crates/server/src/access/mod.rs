//! Who asks, and what it may do.
//!
//! A handler names what it needs by the type in its head: [`Anyone`] (signed in or not), [`Reader`] (anybody signed in),
//! [`OwnMember`] (a member for its own company), [`Desk`] (the secretariat, writing), [`DeskReader`] (the secretariat or a
//! read-only account), [`Admin`]. Each refuses by itself, so that a route cannot forget to ask.

mod accounts;
mod directory;
mod extract;
pub(crate) mod link;
mod password;
mod principal;
mod secret;
mod session;
mod sign_in;

pub(crate) use accounts::nobody;
pub use accounts::{UserChange, add_user, change_own_password, change_user, create_token, revoke_token, set_password};
pub use directory::Directory;
pub(crate) use directory::Shared as SharedDirectory;
pub use extract::{Admin, Anyone, Desk, DeskReader, OwnMember, Reader};
pub use link::Link;
pub use principal::{Principal, Via};
pub use secret::{fingerprint, new_secret};
pub use session::COOKIE;
pub(crate) use session::begin_by_link;
pub use sign_in::{create_first_admin, setup_code, sign_in, sign_out};
