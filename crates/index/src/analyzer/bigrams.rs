//! Characters of a run in pairs, without a dictionary: what no dictionary knows is found, and a phrase is a substring.

use super::{
    runs::Run,
    tokens::{Place, Shape, Sink},
};

/// Tokens of a run: each pair of neighbours, and the first and the last character alone, so that 泵 finds 离心泵 and
/// PVC管 finds PVC管材.
pub(super) fn han(run: Run, sink: &mut Sink<'_>) {
    let folded = sink.folded;
    let text = &folded.text[run.start..run.end];
    let mut chars = text.char_indices().map(|(at, c)| (run.start + at, run.start + at + c.len_utf8())).peekable();
    let mut position = run.position;
    while let Some((start, middle)) = chars.next() {
        let next = chars.peek().map(|(_, end)| *end);
        let alone = Place { start, end: middle, position, length: 1 };
        match next {
            None if position == run.position => sink.take(alone, Shape::Plain),
            None => sink.take(alone, Shape::Edge),
            Some(end) => {
                if position == run.position {
                    sink.take(alone, Shape::Edge);
                }
                sink.take(Place { start, end, position, length: 2 }, Shape::Plain);
            }
        }
        position += 1;
    }
}
