//! Fields of a document. Nothing is stored: the graph holds the text, the index says where to look.

use crate::analyzer::AnalyzerKind;
use tantivy::schema::{BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

/// Raised whenever fields, analyzers or folding change: an index of another format is rebuilt.
pub(crate) const FORMAT: u32 = 1;

/// Column names, as the index engine wants them at reading.
pub(crate) const ENTRY: &str = "entry";
pub(crate) const ID_HIGH: &str = "id_high";
pub(crate) const ID_LOW: &str = "id_low";
pub(crate) const KEY: &str = "key";

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The text, once for each of [`AnalyzerKind::ALL`].
    text: [Field; 4],
    /// The company's id, to delete by.
    pub(crate) company: Field,
    /// The company's id, to read.
    pub(crate) id_high: Field,
    pub(crate) id_low: Field,
    /// An [`Entry`](crate::entry::Entry).
    pub(crate) entry: Field,
    /// What breaks ties.
    pub(crate) key: Field,
    /// Levels of the company's place.
    pub(crate) place: Field,
}

impl Fields {
    /// The text as one analyzer cuts it.
    pub(crate) fn text(&self, kind: AnalyzerKind) -> Field {
        self.text[kind as usize]
    }
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = NumericOptions::default().set_fast();
    let raw = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let text = AnalyzerKind::ALL.map(|kind| {
        // Only phrases need positions, and phrases are asked of pairs of characters.
        let record = match kind {
            AnalyzerKind::Bigrams => IndexRecordOption::WithFreqsAndPositions,
            _ => IndexRecordOption::WithFreqs,
        };
        let indexing = TextFieldIndexing::default().set_tokenizer(kind.name()).set_index_option(record);
        builder.add_text_field(kind.name(), TextOptions::default().set_indexing_options(indexing))
    });
    let fields = Fields {
        text,
        company: builder.add_bytes_field("company", BytesOptions::default().set_indexed()),
        id_high: builder.add_u64_field(ID_HIGH, number.clone()),
        id_low: builder.add_u64_field(ID_LOW, number.clone()),
        entry: builder.add_u64_field(ENTRY, number),
        key: builder.add_text_field(KEY, TextOptions::default().set_fast("raw")),
        place: builder.add_text_field("place", TextOptions::default().set_indexing_options(raw)),
    };
    (builder.build(), fields)
}
