//! Bytes made UTF-8: what is none becomes NUL, which no document may hold. The parser would give
//! up for good where it meets such bytes; a NUL costs only the node it is in.

use std::io::{self, Read};

pub(super) const NUL: char = '\0';

const CHUNK: usize = 32 * 1024;

pub(super) struct Valid<R> {
    file: R,
    /// Bytes that were read and not given out yet.
    bytes: Vec<u8>,
    /// How many of those were given out.
    given: usize,
    /// How many of those are known to be good.
    good: usize,
    ended: bool,
}

impl<R: Read> Valid<R> {
    pub(super) fn new(file: R) -> Self {
        Self { file, bytes: vec![], given: 0, good: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.bytes.drain(..self.given);
        self.given = 0;
        let before = self.bytes.len();
        self.bytes.resize(before + CHUNK, 0);
        let read = self.file.read(&mut self.bytes[before..]);
        self.bytes.truncate(before + *read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        self.good = 0;
        while self.good < self.bytes.len() {
            let Err(error) = std::str::from_utf8(&self.bytes[self.good..]) else {
                self.good = self.bytes.len();
                break;
            };
            let bad = self.good + error.valid_up_to();
            self.good = bad;
            let length = match error.error_len() {
                Some(length) => length,
                // The rest of a character may still come.
                None if !self.ended => break,
                None => self.bytes.len() - bad,
            };
            self.bytes[bad..bad + length].fill(0);
        }
        Ok(())
    }
}

impl<R: Read> Read for Valid<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.good && !self.ended {
            self.refill()?;
        }
        let amount = into.len().min(self.good - self.given);
        into[..amount].copy_from_slice(&self.bytes[self.given..self.given + amount]);
        self.given += amount;
        Ok(amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One byte at a time.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            into[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    #[test]
    fn good_text_passes_and_the_rest_becomes_nul_wherever_the_pieces_end() {
        for (bytes, expected) in [
            ("Łódź €".as_bytes(), "Łódź €"),
            (b"a\xffb", "a\0b"),
            (b"a\xe2\x82", "a\0\0"),
            (b"\xe2\x82z", "\0\0z"),
            (b"", ""),
        ] {
            for drops in [true, false] {
                let file: Box<dyn Read> =
                    if drops { Box::new(Drops(bytes)) } else { Box::new(bytes) };
                let mut read = String::new();
                Valid::new(file).read_to_string(&mut read).unwrap();
                assert_eq!(read, expected);
            }
        }
    }
}
