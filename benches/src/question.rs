//! Lines of `match --batch` (contracts.md, section 3) asked of a snapshot. Gold is no field here: it cannot be read.

use jiff::civil::Date;
use qianxian_core::{
    Company, CompanyId, CompanyIx, Evidence, LineId, LineRole, ProfileLine, Side, SourceKind, SourceRef, Visibility,
};
use qianxian_engine::{Snapshot, digest::digest};
use qianxian_matching::{Ask, Request, partners};
use serde::Deserialize;
use std::{borrow::Cow, collections::HashMap, sync::Arc};
use uuid::Uuid;

/// A question: partners of one company.
#[derive(Debug, Clone, Deserialize)]
pub struct Question {
    id: Option<String>,
    qid: Option<String>,
    /// Name, alias or id of a company, in the roster or not.
    pub company: String,
    /// Which side is asked for.
    #[serde(default)]
    pub ask: Ask,
    /// Rank exactly these.
    pub candidates: Option<Vec<String>>,
    /// At most so many answers, where no candidates are given.
    pub limit: Option<usize>,
    /// What it makes, for a company of which the roster does not say.
    #[serde(default)]
    pub company_products: Vec<String>,
}

impl Question {
    /// Its id.
    pub fn id(&self) -> &str {
        self.qid.as_deref().or(self.id.as_deref()).unwrap_or_default()
    }

    /// Answers with scores, under `names`. With candidates: all of them under the names asked, those nobody may propose below the
    /// rest, names nobody bears last.
    pub fn ask(
        &self,
        snapshot: &Snapshot,
        names: &HashMap<CompanyId, String>,
        leave_out_asked: bool,
    ) -> Vec<(String, f64)> {
        let Some((snapshot, company)) = self.asker(snapshot) else { return self.unknown(Vec::new()) };
        let found = |name: &String| Some((snapshot.company(name).ok()?, name.clone()));
        let asked: Option<Vec<(CompanyIx, String)>> =
            self.candidates.as_ref().map(|names| names.iter().filter_map(found).collect());
        let candidates = asked.as_ref().map(|list| list.iter().map(|(ix, _)| *ix).collect());
        // No cards are needed, only the order: where no candidates are given, a limit of none leaves it whole.
        let request = Request { ask: self.ask, candidates, limit: 0, leave_out_asked, ..Request::default() };
        let ranking = snapshot.matching(|ctx| partners(ctx, company, &request)).ranking;
        let score = |score: f32| f64::from(score);
        match asked {
            Some(asked) => {
                let scores: HashMap<CompanyIx, f32> = ranking.into_iter().collect();
                let known = asked.into_iter().filter_map(|(ix, name)| Some((name, score(*scores.get(&ix)?))));
                self.unknown(known.collect())
            }
            None => ranking
                .into_iter()
                .take(self.limit.unwrap_or(usize::MAX))
                .filter_map(|(ix, value)| {
                    let name = names.get(&snapshot.graph.company(ix).company.id)?;
                    Some((name.clone(), score(value)))
                })
                .collect(),
        }
    }

    /// Candidates without a score stand last, together.
    fn unknown(&self, mut known: Vec<(String, f64)>) -> Vec<(String, f64)> {
        let last = known.iter().map(|(_, score)| *score).fold(0.0, f64::min) - 1.0;
        for name in self.candidates.iter().flatten() {
            if known.iter().all(|(had, _)| had != name) {
                known.push((name.clone(), last));
            }
        }
        known
    }

    /// Who asks: the company of the roster, or one made up for the question from the products given with it.
    fn asker<'a>(&self, snapshot: &'a Snapshot) -> Option<(Cow<'a, Snapshot>, CompanyIx)> {
        let known = snapshot.company(&self.company).ok();
        let says_products = known.is_some_and(|ix| {
            let mut lines = snapshot.graph.company(ix).lines.iter();
            lines.any(|line| line.line.side == Side::Makes && line.line.source.kind != SourceKind::Name)
        });
        if let Some(ix) = known.filter(|_| says_products || self.company_products.is_empty()) {
            return Some((Cow::Borrowed(snapshot), ix));
        }
        if self.company_products.is_empty() {
            return None;
        }
        let company = known.map_or_else(
            || Arc::new(Company::named(CompanyId(AD_HOC), self.company.clone())),
            |ix| snapshot.graph.company(ix).company.clone(),
        );
        let lines = (1u128..).zip(&self.company_products);
        let lines = lines.map(|(at, text)| Arc::new(line(company.id, at, text, snapshot.today))).collect();
        let id = company.id;
        let node = digest(&snapshot.knowledge, company, lines, Vec::new(), snapshot.today);
        let graph = snapshot.graph.with_changes(vec![node], &[]);
        let (knowledge, searcher) = (snapshot.knowledge.clone(), snapshot.searcher.clone());
        let snapshot = Snapshot::new(snapshot.sequence, snapshot.today, knowledge, graph, searcher);
        let ix = snapshot.graph.find(id)?;
        Some((Cow::Owned(snapshot), ix))
    }
}

/// The id of a company that is only in its question.
const AD_HOC: Uuid = Uuid::from_u128(0x6164_2d68_6f63);

fn line(company: CompanyId, at: u128, text: &str, today: Date) -> ProfileLine {
    ProfileLine {
        id: LineId(Uuid::from_u128(AD_HOC.as_u128() + at)),
        company,
        side: Side::Makes,
        text: text.to_owned(),
        role: LineRole::Unknown,
        evidence: Evidence::SelfReported,
        confidence: 1.0,
        source: SourceRef::new(SourceKind::Roster, "question"),
        seen: Some(today),
        expires: None,
        visibility: Visibility::Members,
        confirmed: Vec::new(),
        rejected: Vec::new(),
    }
}
