//! Doc comments of every kind are prose.

/// What a user holds.
///
/// The store knows it; code may say mail.
pub struct Held {
    /// The name, which is long enough to make this line longer than the hundred and twenty characters that fit here.
    /// Whether it is put right.
    pub name: String, // What is here is no doc comment.
}

//// What is here is none either.
