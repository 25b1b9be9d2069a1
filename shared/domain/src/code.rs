//! Stable words that clients are told.

/// An enum of codes, which knows all of them, so that none is left out where they are documented.
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])+ $codes:ident: $($(#[$of:meta])+ $name:ident = $code:literal,)+) => {
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $codes {
            $($(#[$of])+ $name,)+
        }

        impl $codes {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The code as clients are told of it. It is stable.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }
    };
}
