//! People, posts, phones and e-mails of a row brought together: each phone and post belongs to the person whose column
//! stands before it.

use super::{
    clean::{self, free_text, is_nothing, is_scientific, lost_character},
    field::Field,
    grid::{Cell, GridRow},
    member::header,
    phone,
    problems::Problems,
    record::{Contact, Record},
    report::{ColumnReading, ProblemKind},
};

/// A person while the row is read, with the column it comes from.
#[derive(Default)]
struct Person {
    column: usize,
    /// The column says whom to call: 联系人.
    called: bool,
    contact: Contact,
}

/// Reads the contacts of a row; cells that were taken apart are kept in `record` as written.
pub(crate) fn read(
    row: &GridRow,
    columns: &[ColumnReading],
    record: &mut Record,
    problems: &mut Problems,
) -> Vec<Contact> {
    let mut reader =
        Reader { row, columns, people: Vec::new(), nobody: Contact::default(), loose: Vec::new(), problems };
    reader.names();
    reader.phones(record);
    reader.posts();
    reader.mails(record);
    reader.finish()
}

struct Reader<'a, 'b> {
    row: &'a GridRow,
    columns: &'a [ColumnReading],
    people: Vec<Person>,
    /// Phones and posts without a person.
    nobody: Contact,
    /// Names found in phone cells.
    loose: Vec<String>,
    problems: &'a mut Problems<'b>,
}

impl<'a> Reader<'a, '_> {
    /// Cells of a field that say something.
    fn cells(&self, wanted: impl Fn(Field) -> bool) -> Vec<(&'a ColumnReading, &'a Cell, String)> {
        let (row, columns) = (self.row, self.columns);
        let cells = columns.iter().filter(|column| wanted(column.field)).map(|column| (column, row.get(column.column)));
        let said = cells.filter(|(_, cell)| !matches!(cell, Cell::Empty | Cell::Error(_) | Cell::NoValue));
        said.map(|(column, cell)| (column, cell, free_text(&cell.show())))
            .filter(|(_, _, text)| !is_nothing(text))
            .collect()
    }

    fn names(&mut self) {
        let has_posts = self.columns.iter().any(|column| column.field == Field::Title);
        for (column, cell, text) in self.cells(|field| matches!(field, Field::Contact | Field::ContactPhone)) {
            if lost_character(&text) && !text.contains('\u{fffd}') {
                self.problems.add(ProblemKind::LossyChar, Some(column.field), &column.header, &text);
            }
            let called = ["联系", "联络", "对接", "代表", "聯"].iter().any(|word| column.header.contains(word));
            let digits = text.chars().filter(|c| c.is_numeric()).count();
            let found = if digits < 5 && !is_scientific(&text) {
                let (name, post) = match has_posts {
                    true => (clean::word(&text), None),
                    false => clean::person_and_post(&text),
                };
                vec![Contact { name, title: post, ..Contact::default() }]
            } else {
                let read = phone::read(&text, matches!(cell, Cell::Number(_)));
                if let Some(kind) = read.problem.filter(|kind| *kind != ProblemKind::NotAPhone) {
                    self.problems.add(kind, Some(column.field), &column.header, &text);
                }
                pair_up(&text, read)
            };
            for contact in found {
                match contact.name.is_empty() {
                    true => self.nobody.phones.extend(contact.phones),
                    false => self.people.push(Person { column: column.column, called, contact }),
                }
            }
        }
        for (column, _, text) in self.cells(|field| field == Field::LegalPerson) {
            if lost_character(&text) && !text.contains('\u{fffd}') {
                self.problems.add(ProblemKind::LossyChar, Some(column.field), &column.header, &text);
            }
        }
    }

    fn phones(&mut self, record: &mut Record) {
        for (column, cell, text) in self.cells(|field| field == Field::Phone) {
            let read = phone::read(&text, matches!(cell, Cell::Number(_)));
            if let Some(kind) = read.problem {
                self.problems.add(kind, Some(column.field), &column.header, &text);
            }
            let legal = ["法人", "法定代表人"].iter().any(|word| column.header.contains(word));
            let owner = match record.legal_person.clone().filter(|_| legal) {
                Some(name) => Some(self.legal_person(name, column.column)),
                None => self.owner(column.column),
            };
            if !read.words.is_empty() && self.people.is_empty() {
                self.loose.extend(read.words);
            } else if !read.words.is_empty() {
                // 李四 13900001234 beside a contact of another name: nothing of it may get lost.
                record.as_written.insert(header(column), text);
            }
            let contact = owner.map_or(&mut self.nobody, |at| &mut self.people[at].contact);
            let new: Vec<String> = read.phones.into_iter().filter(|phone| !contact.phones.contains(phone)).collect();
            contact.phones.extend(new);
        }
    }

    /// The person a column of phones or posts belongs to: the nearest before it, else the first.
    fn owner(&self, column: usize) -> Option<usize> {
        let before = |person: &Person| person.column < column && person.contact.title.as_deref() != Some("法定代表人");
        let nearest = (0..self.people.len()).filter(|at| before(&self.people[*at])).max_by_key(|at| {
            // Of two people in one cell the first.
            (self.people[*at].column, std::cmp::Reverse(*at))
        });
        nearest.or(if self.people.is_empty() { None } else { Some(0) })
    }

    fn legal_person(&mut self, name: String, column: usize) -> usize {
        if let Some(at) = self.people.iter().position(|person| person.contact.name == name) {
            return at;
        }
        let contact = Contact { name, title: Some("法定代表人".into()), ..Contact::default() };
        self.people.push(Person { column, called: false, contact });
        self.people.len() - 1
    }

    fn posts(&mut self) {
        for (column, _, text) in self.cells(|field| field == Field::Title) {
            let owner = self.owner(column.column);
            let contact = owner.map_or(&mut self.nobody, |at| &mut self.people[at].contact);
            contact.title.get_or_insert(clean::word(&text));
        }
    }

    fn mails(&mut self, record: &mut Record) {
        for (column, _, text) in self.cells(|field| field == Field::Email) {
            let owner = self.owner(column.column);
            let contact = owner.map_or(&mut self.nobody, |at| &mut self.people[at].contact);
            let mails = text.split([' ', ',', ';', '，', '；', '、', '\n', '/']).map(str::trim);
            contact.emails.extend(mails.filter(|mail| mail.contains('@')).map(str::to_owned));
            record.as_written.insert(header(column), text);
        }
    }

    /// Whom to call stands first; what belongs to nobody goes to that person.
    fn finish(mut self) -> Vec<Contact> {
        self.people.sort_by_key(|person| !person.called);
        let mut people: Vec<Contact> = self.people.into_iter().map(|person| person.contact).collect();
        let nobody = self.nobody;
        if people.is_empty() && (!self.loose.is_empty() || nobody != Contact::default()) {
            let name = self.loose.into_iter().next().unwrap_or_default();
            people.push(Contact { name, ..Contact::default() });
        }
        if let Some(first) = people.first_mut() {
            let phones: Vec<String> = nobody.phones.into_iter().filter(|phone| !first.phones.contains(phone)).collect();
            first.phones.extend(phones);
            first.emails.extend(nobody.emails);
            first.title = first.title.take().or(nobody.title);
        }
        people
    }
}

/// People and phones of one cell: in pairs where there are as many of both, else all phones to the first.
fn pair_up(text: &str, read: phone::Phones) -> Vec<Contact> {
    let mut names = read.words;
    if names.is_empty() && read.phones.is_empty() {
        names.push(clean::word(text));
    }
    if names.is_empty() {
        return vec![Contact { phones: read.phones, ..Contact::default() }];
    }
    let pairs = names.len() == read.phones.len();
    let people = names.into_iter().enumerate().map(|(at, name)| Contact {
        name,
        phones: match (pairs, at) {
            (true, at) => vec![read.phones[at].clone()],
            (false, 0) => read.phones.clone(),
            _ => Vec::new(),
        },
        ..Contact::default()
    });
    people.collect()
}
