//! A reader that gives out only so much at a time: what is read on top of it cannot be made to
//! collect a file that has no end in memory.

use std::io::{self, BufRead, BufReader, Read};

/// How much one piece may take: an element's text, a tag, a comment, a line.
const MOST: usize = 1024 * 1024;

pub(crate) const TOO_LONG: &str = "a piece of the file is too long";

pub(crate) struct Bounded<R> {
    file: BufReader<R>,
    left: usize,
}

impl<R: Read> Bounded<R> {
    pub(crate) fn new(file: R) -> Self {
        Self { file: BufReader::with_capacity(64 * 1024, file), left: MOST }
    }

    /// A new piece begins.
    pub(crate) fn next_piece(&mut self) {
        self.left = MOST;
    }
}

impl<R: Read> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let bytes = self.file.fill_buf()?;
        if self.left == 0 && !bytes.is_empty() {
            return Err(io::Error::other(TOO_LONG));
        }
        Ok(&bytes[..bytes.len().min(self.left)])
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.file.consume(amount);
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let amount = bytes.len().min(into.len());
        into[..amount].copy_from_slice(&bytes[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_ends_where_it_is_too_long() {
        let mut endless = Bounded::new(io::repeat(b'x'));
        let mut read = vec![];
        assert!(endless.read_to_end(&mut read).is_err());
        assert_eq!(read.len(), MOST);
        endless.next_piece();
        assert_eq!(endless.read(&mut [0; 10]).unwrap(), 10);
    }
}
