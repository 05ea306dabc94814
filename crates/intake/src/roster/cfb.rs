//! The compound file around an .xls: which streams it has, and the bytes of one of them. Read-only, with every chain
//! bounded; calamine opens the same file afterwards, so this is only as much as checking it first needs.

const END: u32 = 0xffff_fffa;

/// A stream and where its bytes stand in the file, so that they can be patched.
pub(crate) struct Stream {
    pub(crate) bytes: Vec<u8>,
    sector: usize,
    /// File offset of each sector of the stream.
    offsets: Vec<usize>,
}

impl Stream {
    /// File offset of a byte of the stream.
    pub(crate) fn place(&self, at: usize) -> Option<usize> {
        Some(self.offsets.get(at / self.sector)? + at % self.sector)
    }
}

/// An opened compound file.
pub(crate) struct Cfb<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    entries: Vec<Entry>,
    mini_cutoff: usize,
    mini_fat: Vec<u32>,
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

/// What the file is by its first bytes.
pub(crate) fn is_cfb(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
}

impl<'a> Cfb<'a> {
    /// Opens a file; `None` where its tables do not hang together.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Cfb<'a>> {
        let sector = 1usize << u16_at(bytes, 30).filter(|shift| (7..=16).contains(shift))?;
        let mut cfb = Cfb { bytes, sector, fat: Vec::new(), entries: Vec::new(), mini_cutoff: 0, mini_fat: Vec::new() };
        let mut blocks: Vec<u32> = (0..109).filter_map(|at| u32_at(bytes, 76 + 4 * at)).collect();
        let mut next = u32_at(bytes, 68)?;
        let most = bytes.len() / sector + 1;
        while next < END && blocks.len() <= most {
            let table = cfb.sector_at(next)?;
            let words: Vec<u32> = words(table).collect();
            let (last, more) = words.split_last()?;
            blocks.extend(more);
            next = *last;
        }
        for block in blocks.into_iter().filter(|block| *block < END).take(most) {
            let Some(table) = cfb.sector_at(block) else { break };
            cfb.fat.extend(words(table));
        }
        let directory = cfb.chain(u32_at(bytes, 48)?, usize::MAX)?.0;
        cfb.entries = directory.chunks_exact(128).filter_map(entry).collect();
        cfb.mini_cutoff = u32_at(bytes, 56)? as usize;
        let mini = u32_at(bytes, 60)?;
        if mini < END {
            cfb.mini_fat = words(&cfb.chain(mini, usize::MAX)?.0).collect();
        }
        Some(cfb)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream.
    pub(crate) fn stream(&self, name: &str) -> Option<Stream> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        if entry.size >= self.mini_cutoff || self.mini_fat.is_empty() {
            let (mut bytes, offsets) = self.chain(entry.start, entry.size)?;
            bytes.truncate(entry.size);
            return Some(Stream { bytes, sector: self.sector, offsets });
        }
        // Small streams live in 64-byte pieces inside the root entry's stream.
        let root = self.entries.first()?;
        let (_, homes) = self.chain(root.start, root.size)?;
        let (mut bytes, mut offsets) = (Vec::new(), Vec::new());
        let mut next = entry.start;
        while next < END && bytes.len() < entry.size && offsets.len() <= self.mini_fat.len() {
            let at = next as usize * 64;
            let place = homes.get(at / self.sector)? + at % self.sector;
            bytes.extend_from_slice(self.bytes.get(place..place + 64)?);
            offsets.push(place);
            next = *self.mini_fat.get(next as usize)?;
        }
        bytes.truncate(entry.size);
        Some(Stream { bytes, sector: 64, offsets })
    }

    /// Sectors of a chain until `size` bytes are there, and their file offsets.
    fn chain(&self, start: u32, size: usize) -> Option<(Vec<u8>, Vec<usize>)> {
        let (mut bytes, mut offsets) = (Vec::new(), Vec::new());
        let mut next = start;
        while next < END && bytes.len() < size {
            if offsets.len() > self.fat.len() {
                return None;
            }
            bytes.extend_from_slice(self.sector_at(next)?);
            offsets.push((next as usize + 1) * self.sector);
            next = *self.fat.get(next as usize)?;
        }
        Some((bytes, offsets))
    }

    /// The last sector of a file may be cut short by careless writers.
    fn sector_at(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize + 1).checked_mul(self.sector)?;
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).clamp(2, 64) - 2;
    let name: Vec<u16> = bytes[..length].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let kind = bytes[66];
    let entry =
        Entry { name: String::from_utf16_lossy(&name), start: u32_at(bytes, 116)?, size: u32_at(bytes, 120)? as usize };
    (kind != 0).then_some(entry)
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}
