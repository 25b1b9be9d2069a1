//! The names of the service's cookies.

/// A cookie of the service, which is sent to no backend function.
///
/// `registration-http` reads and writes the cookies, and takes their names from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceCookie {
    /// The handle of a browser's registration. The name of a site below a path has a suffix.
    Registration,
    /// A sign-in at an OpenID provider. Its identifier is a suffix.
    SignIn,
    /// The name of an account that has just become active.
    AccountName,
}

impl ServiceCookie {
    /// All cookies.
    const ALL: [Self; 3] = [Self::Registration, Self::SignIn, Self::AccountName];

    /// Returns the name without its suffix.
    ///
    /// On an `https://` site it has a prefix that browsers enforce (RFC 6265bis, 4.1.3). `__Host-` requires the path
    /// `/`, which is not that of [`Self::AccountName`].
    #[must_use]
    pub fn name(self, is_https: bool) -> &'static str {
        match (self, is_https) {
            (Self::Registration, true) => "__Host-registration",
            (Self::Registration, false) => "registration",
            (Self::SignIn, true) => "__Host-openid-",
            (Self::SignIn, false) => "openid-",
            (Self::AccountName, true) => "__Secure-account-name",
            (Self::AccountName, false) => "account-name",
        }
    }

    /// Returns whether a cookie of this name is the service's, also of another deployment on the same host.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        let name = name.trim_start_matches("__Host-").trim_start_matches("__Secure-");
        Self::ALL.iter().any(|cookie| match cookie {
            Self::Registration | Self::SignIn => name.starts_with(cookie.name(false)),
            Self::AccountName => name == cookie.name(false),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_of_service_are_recognised_by_name() {
        for name in ServiceCookie::ALL.iter().flat_map(|cookie| [cookie.name(true), cookie.name(false)]) {
            assert!(ServiceCookie::is_name(name), "{name}");
        }
        for name in ["__Host-registration-0a1b2c3d", "registration-0a1b2c3d", "__Host-openid-abcdefgh"] {
            assert!(ServiceCookie::is_name(name), "{name}");
        }
        for name in ["tenant", "theme", "openid", "account-name-x", "__Host-session", ""] {
            assert!(!ServiceCookie::is_name(name), "{name}");
        }
    }
}
