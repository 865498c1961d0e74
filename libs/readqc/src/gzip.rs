//! gzip (RFC 1952) and BGZF as one stream of text: members in sequence, every check sum verified.

use std::io::{self, Read};

use flate2::{Decompress, FlushDecompress, Status};
use libdeflater::Decompressor;

use crate::{Problem, raw::Raw, report::Compression};

/// The empty block that ends a BGZF file (SAM specification §4.1.2) is 28 bytes long.
const END_BLOCK: usize = 28;
/// A BGZF block holds at most 64 KiB of text.
const BLOCK_TEXT: usize = 65_536;
/// A header holds a file name or the size of a block; more is room to hide something in.
const HEADER: usize = 512;
/// FASTQ shrinks to a third, at best to a twentieth. What shrinks more is no sequencing data but an attempt to fill memory or disk.
const RATIO: u64 = 100;
/// Text that may come before the ratio is judged: short files of one repeated read are no danger.
const FREE: u64 = 64 << 20;

/// Reads text from a compressed file.
pub(crate) struct Gzip<R> {
    pub raw: Raw<R>,
    inflate: Decompress,
    block: Decompressor,
    member: Option<Member>,
    /// Members (or blocks) read to the end.
    pub members: u64,
    /// Bytes of text given out.
    text: u64,
    plain: bool,
    blocks: bool,
    ended_by_mark: bool,
    done: bool,
}

/// A plain member that is being read.
struct Member {
    crc: crc32fast::Hasher,
    length: u32,
}

/// The world failed, or the file is bad.
pub(crate) enum Stop {
    Io(io::Error),
    Bad(Problem),
}
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Bad(problem)
    }
}

/// Length of a gzip header, and of the whole block if it is BGZF.
struct Header {
    length: usize,
    block: Option<usize>,
}

impl<R: Read> Gzip<R> {
    pub fn new(reader: R) -> Self {
        Self {
            raw: Raw::new(reader),
            inflate: Decompress::new(false),
            block: Decompressor::new(),
            member: None,
            members: 0,
            text: 0,
            plain: false,
            blocks: false,
            ended_by_mark: false,
            done: false,
        }
    }

    /// How it is compressed, as far as it was read.
    pub fn compression(&self) -> Compression {
        match (self.blocks, self.plain) {
            (true, false) => Compression::Bgzf,
            (false, true) => Compression::Gzip,
            (true, true) => Compression::Mixed,
            (false, false) => Compression::Unknown,
        }
    }

    /// Whether a BGZF file ends with its end mark.
    pub fn ended_by_mark(&self) -> bool {
        self.ended_by_mark
    }

    /// Fills `out` with text from the front; returns how much. 0 is the end of the file. `out` is at least 64 KiB.
    pub fn fill(&mut self, out: &mut [u8]) -> Result<usize, Stop> {
        let mut filled = 0;
        while !self.done && out.len() - filled >= BLOCK_TEXT.min(out.len()) {
            let free = out.get_mut(filled..).unwrap_or_default();
            let got = match self.member.take() {
                Some(member) => self.body(member, free)?,
                None => self.begin(free)?,
            };
            filled += got;
            self.text += got as u64;
        }
        self.no_bomb()?;
        Ok(filled)
    }

    fn no_bomb(&self) -> Result<(), Stop> {
        let offset = self.raw.offset();
        if self.text > FREE && self.text / RATIO > offset {
            let ratio = RATIO;
            return Err(Problem::Bomb { offset, ratio }.into());
        }
        Ok(())
    }

    /// Reads the header of the next member; a BGZF block is read whole.
    fn begin(&mut self, free: &mut [u8]) -> Result<usize, Stop> {
        if !self.raw.want(1)? {
            self.done = true;
            return match self.members {
                0 => Err(Problem::NotGzip { offset: 0 }.into()),
                _ => Ok(0),
            };
        }
        let header = self.header()?;
        match header.block {
            Some(size) => self.whole_block(&header, size, free),
            None => {
                self.plain = true;
                self.raw.consume(header.length);
                self.inflate.reset(false);
                self.member = Some(Member {
                    crc: crc32fast::Hasher::new(),
                    length: 0,
                });
                Ok(0)
            }
        }
    }

    fn header(&mut self) -> Result<Header, Stop> {
        let at = self.raw.offset();
        self.raw.want(10)?;
        let fixed: [u8; 10] = match self.raw.window().first_chunk::<10>() {
            Some(fixed) if fixed.starts_with(&[0x1f, 0x8b, 8]) => *fixed,
            Some(_) => return Err(self.not_gzip(at)),
            None if b"\x1f\x8b\x08".starts_with(self.head(3)) => return Err(self.truncated()),
            None => return Err(self.not_gzip(at)),
        };
        let [.., flags, _, _, _, _, _, _] = fixed;
        let mut length = 10;
        let mut block = None;
        if flags & 4 != 0 {
            let extra = usize::from(self.u16_at(length)?);
            self.fits(length + 2 + extra)?;
            self.need(length + 2 + extra)?;
            block = block_size(self.raw.window().get(length + 2..length + 2 + extra));
            length += 2 + extra;
        }
        for flag in [8, 16] {
            if flags & flag != 0 {
                length = self.after_zero(length)?;
            }
        }
        if flags & 2 != 0 {
            length += 2;
        }
        self.fits(length)?;
        self.need(length)?;
        Ok(Header { length, block })
    }

    fn whole_block(
        &mut self,
        header: &Header,
        size: usize,
        free: &mut [u8],
    ) -> Result<usize, Stop> {
        let at = self.raw.offset();
        let damaged = || Stop::from(Problem::Damaged { offset: at });
        self.need(size)?;
        let block = self.raw.window().get(..size).unwrap_or_default();
        let (body, trailer) = block
            .get(header.length..)
            .and_then(|rest| rest.split_last_chunk::<8>())
            .ok_or_else(damaged)?;
        let [c0, c1, c2, c3, l0, l1, l2, l3] = *trailer;
        let length = u32::from_le_bytes([l0, l1, l2, l3]) as usize;
        let text = free
            .get_mut(..length)
            .filter(|_| length <= BLOCK_TEXT)
            .ok_or_else(damaged)?;
        let read = self.block.deflate_decompress(body, text);
        if read.ok() != Some(length) {
            return Err(damaged());
        }
        if crc32fast::hash(text) != u32::from_le_bytes([c0, c1, c2, c3]) {
            let offset = at + size as u64;
            return Err(Problem::BadCheckSum { offset }.into());
        }
        self.ended_by_mark = length == 0 && size == END_BLOCK;
        self.raw.consume(size);
        self.members += 1;
        self.blocks = true;
        Ok(length)
    }

    fn body(&mut self, mut member: Member, free: &mut [u8]) -> Result<usize, Stop> {
        if !self.raw.want(1)? {
            return Err(self.truncated());
        }
        let (before_in, before_out) = (self.inflate.total_in(), self.inflate.total_out());
        let status = self
            .inflate
            .decompress(self.raw.window(), free, FlushDecompress::None);
        let status = status.map_err(|_| Problem::Damaged {
            offset: self.raw.offset(),
        })?;
        let taken = (self.inflate.total_in() - before_in) as usize;
        let given = (self.inflate.total_out() - before_out) as usize;
        self.raw.consume(taken);
        member.crc.update(free.get(..given).unwrap_or_default());
        member.length = member.length.wrapping_add(given as u32);
        match status {
            Status::StreamEnd => self.trailer(member)?,
            Status::Ok | Status::BufError if taken + given > 0 => self.member = Some(member),
            Status::Ok | Status::BufError => {
                let offset = self.raw.offset();
                return Err(Problem::Damaged { offset }.into());
            }
        }
        Ok(given)
    }

    fn trailer(&mut self, member: Member) -> Result<(), Stop> {
        self.need(8)?;
        let crc = member.crc.finalize().to_le_bytes();
        let length = member.length.to_le_bytes();
        let fits = self.head(4) == crc && self.raw.window().get(4..8) == Some(&length);
        self.raw.consume(8);
        if !fits {
            let offset = self.raw.offset();
            return Err(Problem::BadCheckSum { offset }.into());
        }
        self.members += 1;
        Ok(())
    }

    /// A header of this length is one that a writer of FASTQ makes.
    fn fits(&self, length: usize) -> Result<(), Stop> {
        if length <= HEADER {
            return Ok(());
        }
        let (offset, limit) = (self.raw.offset(), HEADER as u64);
        Err(Problem::Header { offset, limit }.into())
    }

    fn head(&self, bytes: usize) -> &[u8] {
        let window = self.raw.window();
        window.get(..bytes).unwrap_or(window)
    }

    fn need(&mut self, bytes: usize) -> Result<(), Stop> {
        if self.raw.want(bytes)? {
            Ok(())
        } else {
            Err(self.truncated())
        }
    }

    fn u16_at(&mut self, at: usize) -> Result<u16, Stop> {
        self.need(at + 2)?;
        let two = self.raw.window().get(at..).and_then(|w| w.first_chunk());
        Ok(two.map_or(0, |two| u16::from_le_bytes(*two)))
    }

    /// The position behind the next zero byte (file name and comment of a header).
    fn after_zero(&mut self, from: usize) -> Result<usize, Stop> {
        let mut at = from;
        loop {
            self.fits(at)?;
            self.need(at + 1)?;
            let rest = self.raw.window().get(at..).unwrap_or_default();
            match memchr::memchr(0, rest) {
                Some(zero) => return Ok(at + zero + 1),
                None => at += rest.len(),
            }
        }
    }

    fn not_gzip(&self, offset: u64) -> Stop {
        match self.members {
            0 => Problem::NotGzip { offset }.into(),
            _ => Problem::Trailing { offset }.into(),
        }
    }

    fn truncated(&self) -> Stop {
        let offset = self.raw.total();
        Problem::Truncated { offset }.into()
    }
}

/// The whole size of a BGZF block, from the `BC` field of its header.
fn block_size(extra: Option<&[u8]>) -> Option<usize> {
    let mut rest = extra?;
    while let [i, j, l0, l1, tail @ ..] = rest {
        let length = usize::from(u16::from_le_bytes([*l0, *l1]));
        if (*i, *j, length) == (b'B', b'C', 2) {
            let size = tail.first_chunk::<2>()?;
            return Some(usize::from(u16::from_le_bytes(*size)) + 1);
        }
        rest = tail.get(length..)?;
    }
    None
}
