//! The shards of a stream, and a mapping's position in each.

/// A shard, with what a mapping needs of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) id: String,
    pub(super) parent: Option<String>,
    pub(super) position: Position,
}

/// The position of a mapping in a shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Position {
    /// The position that the ledger has.
    Saved,
    /// This iterator.
    At(String),
    /// After the last record of a closed shard.
    End,
}

/// The shards that a mapping has read.
#[derive(Debug, Default)]
pub(super) struct Shards(Vec<Shard>);

impl Shards {
    /// Returns whether unknown shards may exist. A shard gets children when it ends.
    pub(super) fn are_stale(&self) -> bool {
        let children = |shard: &Shard| self.0.iter().any(|other| other.parent.as_ref() == Some(&shard.id));
        self.0.is_empty() || self.0.iter().any(|shard| shard.position == Position::End && !children(shard))
    }

    /// Replaces the shards by those that the stream has now, and keeps known positions.
    pub(super) fn update(&mut self, described: Vec<Shard>) {
        let known = std::mem::take(&mut self.0);
        let position = |id: &str| known.iter().find(|shard| shard.id == id).map(|shard| shard.position.clone());
        self.0 = described
            .into_iter()
            .map(|shard| Shard { position: position(&shard.id).unwrap_or(Position::Saved), ..shard })
            .collect();
    }

    /// Returns the shards to read next: a parent's records come before its children's.
    pub(super) fn readable(&mut self) -> impl Iterator<Item = &mut Shard> {
        let open = |shard: &&Shard| shard.position != Position::End;
        let open: Vec<_> = self.0.iter().filter(open).map(|shard| shard.id.clone()).collect();
        self.0.iter_mut().filter(move |shard| {
            open.contains(&shard.id) && !shard.parent.as_ref().is_some_and(|parent| open.contains(parent))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(id: &str, parent: Option<&str>) -> Shard {
        Shard { id: id.to_owned(), parent: parent.map(str::to_owned), position: Position::Saved }
    }

    fn readable(shards: &mut Shards) -> Vec<String> {
        shards.readable().map(|shard| shard.id.clone()).collect()
    }

    #[test]
    fn children_wait_for_end_of_parent() {
        let mut shards = Shards::default();
        shards.update(vec![shard("a", Some("gone")), shard("b", None), shard("a1", Some("a")), shard("a2", Some("a"))]);
        assert_eq!(readable(&mut shards), ["a", "b"]);
        shards.readable().next().unwrap().position = Position::End;
        assert_eq!(readable(&mut shards), ["b", "a1", "a2"]);
    }

    #[test]
    fn ended_shard_is_stale_until_children_appear() {
        let mut shards = Shards::default();
        assert!(shards.are_stale());
        shards.update(vec![shard("a", None)]);
        assert!(!shards.are_stale());
        shards.readable().next().unwrap().position = Position::End;
        assert!(shards.are_stale());
        shards.update(vec![shard("a", None), shard("a1", Some("a"))]);
        assert!(!shards.are_stale());
        assert_eq!(readable(&mut shards), ["a1"]);
    }

    #[test]
    fn known_shard_keeps_its_position() {
        let mut shards = Shards::default();
        shards.update(vec![shard("a", None)]);
        shards.readable().next().unwrap().position = Position::At("iterator".to_owned());
        shards.update(vec![shard("a", None)]);
        assert_eq!(shards.readable().next().unwrap().position, Position::At("iterator".to_owned()));
    }
}
