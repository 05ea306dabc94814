//! One macro for the fixed word lists of the product: each word has a code (API, files) and a Chinese name (screen).

/// A word that is not in the list it was looked up in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("「{word}」不是{list}，可用：{choices}")]
pub struct UnknownWord {
    /// What was given.
    pub word: String,
    /// Chinese name of the list.
    pub list: &'static str,
    /// The words that would have been accepted, separated by `、`.
    pub choices: String,
}

/// Declares an enum with `code()`, `zh()`, `ALL`, `FromStr` (code or Chinese name) and serde by code.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $list:literal $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal $zh:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $code)] $variant),+ }

        impl $name {
            /// Every word of the list, in its order.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word in code, files and the API.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            /// The word on the screen.
            pub const fn zh(self) -> &'static str {
                match self { $($name::$variant => $zh),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.zh())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::vocabulary::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                $name::ALL.iter().copied().find(|w| w.code() == word || w.zh() == word).ok_or_else(|| {
                    $crate::vocabulary::UnknownWord {
                        word: word.to_owned(),
                        list: $list,
                        choices: $name::ALL.iter().map(|w| w.zh()).collect::<Vec<_>>().join("、"),
                    }
                })
            }
        }
    };
}

pub(crate) use vocabulary;
