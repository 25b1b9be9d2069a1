//! Stable codes for clients.

/// Defines an enum of codes with a list of all, for the tests of the documentation.
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
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Returns the stable code that clients get.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }
    };
}
