//! Companies, queries and texts out of a seed. Nothing generated names a real company; what companies make, buy and do
//! is drawn from the chain, so that generated rosters are as densely linked as real ones.

use crate::{TODAY, rng::Rng};
use anyhow::Result;
use qianxian_core::{
    Bonds, CapIx, CapabilityGraph, CapabilityKind, Chain, Company, CompanyId, CompanyKind, CompanyNode, Evidence,
    LineId, LineRole, Place, ProfileLine, Side, SourceKind, SourceRef, Visibility, chain::NeedRole,
};
use qianxian_engine::{Knowledge, Snapshot, digest::digest};
use qianxian_index::{CompanyDoc, Index, Pace, Searcher};
use qianxian_text::pinyin::{initials, readings};
use rayon::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

const PLACES: &[(&str, &str, &[&str])] = &[
    ("山东省", "淄博市", &["张店区", "淄川区", "博山区", "临淄区", "周村区", "桓台县", "高青县", "沂源县"]),
    ("山东省", "潍坊市", &["奎文区", "寒亭区", "坊子区"]),
    ("山东省", "济南市", &["历城区", "章丘区", "长清区"]),
    ("山东省", "青岛市", &["城阳区", "胶州市", "即墨区"]),
    ("山东省", "滨州市", &["滨城区", "邹平市"]),
    ("江苏省", "无锡市", &["惠山区", "江阴市"]),
    ("浙江省", "台州市", &["椒江区", "温岭市"]),
];
const FIRST: &[char] = &[
    '霁', '砚', '骞', '翎', '岑', '榆', '溯', '珞', '砺', '翊', '澍', '朔', '泓', '屹', '栩', '炜', '谨', '衎', '笙',
    '沅', '琮', '觅', '暄', '璟', '昀', '汀',
];
const SECOND: &[char] = &[
    '泽', '屿', '聿', '垚', '禾', '珂', '桐', '衡', '坤', '垣', '川', '宁', '澄', '舟', '原', '朴', '桓', '阳', '野',
    '亭', '辰', '田', '程', '澜', '墨', '谷',
];
const SENTENCES: &[&str] = &[
    "公司主要生产{}、{}，年产能约{#}台套。",
    "主营{}的研发、制造与销售，并为用户提供{}维修服务。",
    "一般项目：{}制造；{}销售；机械设备研发（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）。",
    "我厂外购{}和{}，目前交期{#}天，希望找到本地配套企业。",
    "报告期内，公司{}业务收入同比增长{#}%，{}毛利率有所下降。",
    "车间现有{}设备{#}台，可承接{}加工。",
    "该项目采用不锈钢{}，配套{}及电控系统，已通过验收。",
];

/// A company before it is digested.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Who.
    pub company: Company,
    /// What it says about itself.
    pub lines: Vec<ProfileLine>,
}

/// Draws from one chain.
#[derive(Debug)]
pub struct Generator<'a> {
    knowledge: &'a Knowledge,
    rng: Rng,
    products: Vec<CapIx>,
    processes: Vec<CapIx>,
}

impl<'a> Generator<'a> {
    /// A generator over the chain of `knowledge`.
    pub fn new(knowledge: &'a Knowledge, seed: u64) -> Generator<'a> {
        let chain = &knowledge.chain;
        let of = |kind| chain.iter().filter(|cap| chain.cap(*cap).kind == kind).collect();
        let (products, processes) = (of(CapabilityKind::Product), of(CapabilityKind::Process));
        Generator { knowledge, rng: Rng::new(seed), products, processes }
    }

    fn chain(&self) -> &'a Chain {
        &self.knowledge.chain
    }

    /// Companies with one to three related products each; some say what they buy and do.
    pub fn companies(&mut self, count: usize) -> Vec<Sample> {
        (0..count).map(|at| self.company(at)).collect()
    }

    fn company(&mut self, at: usize) -> Sample {
        let product = *self.rng.pick(&self.products);
        let (province, city, districts) = *self.rng.pick(PLACES);
        let district = *self.rng.pick(districts);
        let brand: String = [*self.rng.pick(FIRST), *self.rng.pick(SECOND)].iter().collect();
        let trade = if self.rng.chance(60) { self.chain().name(product) } else { "机械" };
        let short = city.trim_end_matches('市');
        // The number keeps names apart in a roster of any size.
        let name = format!("{short}{brand}{}{trade}有限公司", numeral(at));
        let id = CompanyId(self.uuid());
        let kind = match self.rng.below(100) {
            0..=64 => CompanyKind::Unknown,
            65..=84 => CompanyKind::Manufacturer,
            85..=92 => CompanyKind::Trader,
            93..=95 => CompanyKind::Service,
            96..=97 => CompanyKind::Integrator,
            98 => CompanyKind::Institute,
            _ => CompanyKind::Bank,
        };
        let place = Place {
            province: Some(province.to_owned()),
            city: Some(city.to_owned()),
            district: self.rng.chance(70).then(|| district.to_owned()),
        };
        let aliases = if self.rng.chance(30) { vec![format!("{brand}{}", numeral(at))] } else { Vec::new() };
        let company = Company { kind, place, aliases, ..Company::named(id, name) };
        let lines = self.statements(product).into_iter().map(|(side, text)| self.line(id, side, text)).collect();
        Sample { company, lines }
    }

    fn statements(&mut self, product: CapIx) -> Vec<(Side, String)> {
        let chain = self.chain();
        let mut said = vec![(Side::Makes, self.worded(product))];
        let near: Vec<CapIx> = chain
            .ancestors(product)
            .first()
            .map_or(Vec::new(), |(kind, _)| chain.descendants(*kind).iter().map(|(cap, _)| *cap).collect());
        for _ in 0..self.rng.below(3) {
            let other = if near.is_empty() { *self.rng.pick(&self.products) } else { *self.rng.pick(&near) };
            said.push((Side::Makes, self.worded(other)));
        }
        let needs = chain.direct_needs(product);
        if !needs.is_empty() && self.rng.chance(25) {
            let need = self.rng.pick(needs);
            let side = if need.role == NeedRole::Process { Side::Does } else { Side::Buys };
            said.push((side, chain.name(need.cap).to_owned()));
        }
        if !self.processes.is_empty() && self.rng.chance(20) {
            said.push((Side::Does, chain.name(*self.rng.pick(&self.processes)).to_owned()));
        }
        said
    }

    /// A name or alias, sometimes with something before it.
    fn worded(&mut self, cap: CapIx) -> String {
        let known = self.chain().cap(cap);
        let name =
            if known.aliases.is_empty() || self.rng.chance(70) { &known.name } else { self.rng.pick(&known.aliases) };
        let before = if self.rng.chance(25) {
            *self.rng.pick(&["不锈钢", "立式", "全自动", "高效", "小型"])
        } else {
            ""
        };
        format!("{before}{name}")
    }

    fn line(&mut self, company: CompanyId, side: Side, text: String) -> ProfileLine {
        ProfileLine {
            id: LineId(self.uuid()),
            company,
            side,
            text,
            role: LineRole::Unknown,
            evidence: if self.rng.chance(30) { Evidence::Document } else { Evidence::SelfReported },
            confidence: 1.0,
            source: SourceRef::new(SourceKind::Roster, "generated"),
            seen: Some(TODAY),
            expires: None,
            visibility: Visibility::Members,
            confirmed: Vec::new(),
            rejected: Vec::new(),
        }
    }

    fn uuid(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.rng.bits(), self.rng.bits())
    }

    /// Queries as people type them: names, aliases, sentences, places, pinyin, initials, and some nonsense.
    pub fn queries(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.query()).collect()
    }

    fn query(&mut self) -> String {
        let cap = *self.rng.pick(&self.products);
        let name = self.worded(cap);
        match self.rng.below(100) {
            0..=49 => name,
            50..=64 => format!("谁家能做{name}"),
            65..=74 => format!("张店附近做{name}的厂家"),
            75..=84 => {
                let other = *self.rng.pick(&self.products);
                format!("我们生产{name}，需要配套的{}", self.worded(other))
            }
            85..=89 => format!("谁家用{name}"),
            90..=93 => readings(&name, 1).pop().unwrap_or(name),
            94..=96 => initials(&name, 1).pop().unwrap_or(name),
            _ => (*self.rng.pick(&["律师事务所", "亲子摄影", "asdfgh", "宠物寄养"])).to_owned(),
        }
    }

    /// Running text about products, at least `bytes` long, one sentence a line.
    pub fn text(&mut self, bytes: usize) -> Vec<String> {
        let (mut sentences, mut length) = (Vec::new(), 0);
        while length < bytes {
            let mut sentence = (*self.rng.pick(SENTENCES)).to_owned();
            while sentence.contains("{}") {
                let cap = *self.rng.pick(&self.products);
                let name = self.worded(cap);
                sentence = sentence.replacen("{}", &name, 1);
            }
            sentence = sentence.replacen("{#}", &(1 + self.rng.below(90)).to_string(), 1);
            length += sentence.len();
            sentences.push(sentence);
        }
        sentences
    }
}

/// A number in letters that no trade word contains.
fn numeral(at: usize) -> String {
    const DIGITS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
    at.to_string().chars().map(|c| DIGITS[c.to_digit(10).unwrap_or(0) as usize]).collect()
}

/// Samples as nodes of the graph.
pub fn digested(knowledge: &Knowledge, samples: Vec<Sample>) -> Vec<CompanyNode> {
    let one = |sample: Sample| {
        let lines = sample.lines.into_iter().map(Arc::new).collect();
        digest(knowledge, Arc::new(sample.company), lines, Vec::new(), TODAY)
    };
    samples.into_par_iter().map(one).collect()
}

/// A graph of nodes without bonds.
pub fn graph(knowledge: &Knowledge, nodes: Vec<CompanyNode>) -> CapabilityGraph {
    let bonds = Bonds::new(Vec::new(), Vec::new(), Vec::new());
    CapabilityGraph::new(knowledge.chain.clone(), nodes, Arc::new(bonds))
}

/// Words the index of a chain cuts as words.
pub fn index_words(chain: &Chain) -> Vec<String> {
    let words = |cap| std::iter::once(chain.name(cap).to_owned()).chain(chain.cap(cap).aliases.iter().cloned());
    chain.iter().flat_map(words).collect()
}

/// An index in memory over a graph.
pub fn index(graph: &CapabilityGraph, words: &[String]) -> Result<Searcher> {
    let writer_pace = if graph.len() > 2_000 { Pace::Bulk } else { Pace::Live };
    let index = Index::in_memory(words)?;
    let writer = index.writer(writer_pace)?;
    graph.companies().try_for_each(|(_, node)| writer.add_company(&CompanyDoc::from(node)))?;
    Ok(writer.finish(1)?)
}

/// A whole snapshot of generated companies, in memory.
pub fn snapshot(knowledge: &Knowledge, companies: usize, seed: u64) -> Result<Snapshot> {
    let samples = Generator::new(knowledge, seed).companies(companies);
    let graph = graph(knowledge, digested(knowledge, samples));
    let searcher = index(&graph, &index_words(&knowledge.chain))?;
    Ok(Snapshot::new(1, TODAY, knowledge.clone(), graph, searcher))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_seed_is_a_roster_of_linked_companies_with_names_of_their_own() {
        let knowledge = Knowledge::embedded().unwrap();
        let samples = Generator::new(&knowledge, 1).companies(300);
        let again = Generator::new(&knowledge, 1).companies(300);
        assert!(samples.iter().zip(&again).all(|(a, b)| a.company == b.company && a.lines == b.lines));
        let names: HashSet<&str> = samples.iter().map(|sample| sample.company.name.as_str()).collect();
        assert_eq!(names.len(), 300);
        let nodes = digested(&knowledge, samples);
        let linked = nodes.iter().filter(|node| node.links(Side::Makes).next().is_some()).count();
        assert!(linked > 285, "only {linked} of 300 are linked to the chain");
    }

    #[test]
    fn sentences_are_filled() {
        let knowledge = Knowledge::embedded().unwrap();
        let text = Generator::new(&knowledge, 2).text(20_000);
        assert!(text.iter().map(String::len).sum::<usize>() >= 20_000);
        assert!(text.iter().all(|sentence| !sentence.contains('{')));
    }
}
