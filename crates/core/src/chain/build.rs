//! Puts packs together into a [`Chain`] and checks what they say.
//!
//! Packs of one layer are equals: claiming a slug or a name twice there is an error. A pack of a later layer (an
//! association's own, its corrections) wins over earlier ones: it may say more about a capability, take a name over,
//! and take statements back with lines that start with `-`.

use super::{
    CapIx, Capability, CapabilityKind, Chain, NeedRole, Relation, RelationKind, Sense,
    needs::{imply, uses},
    pack::{Block, Head, Pack, Statement},
};
use petgraph::graph::{DiGraph, EdgeIndex};
use rustc_hash::FxHashMap;
use std::fmt;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look.
    Remark,
    /// The packs are refused.
    Error,
}

/// Something the check found, with the place where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Refused or only remarked.
    pub severity: Severity,
    /// File name.
    pub file: String,
    /// Line number.
    pub line: u32,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} 第 {} 行：{}", self.file, self.line, self.message)
    }
}

/// The spelling under which names are compared inside packs: ASCII folded to lower case, full width to half width,
/// white space and middle dots dropped.
pub fn name_key(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .filter(|c| !c.is_whitespace() && *c != '·' && *c != '\u{3000}')
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Puts packs together. `layers` come in order, later ones win. Refused with every error found, not only the first.
pub fn build(layers: &[Vec<Pack>]) -> Result<Chain, Vec<Finding>> {
    let mut builder = Builder::default();
    for layer in layers {
        builder.define(layer);
    }
    for layer in layers {
        builder.relate(layer);
    }
    builder.redirect(layers);
    builder.finish(layers)
}

#[derive(Default)]
struct Builder {
    graph: DiGraph<Capability, Relation>,
    by_slug: FxHashMap<String, CapIx>,
    /// Who claims a name plainly, and in which layer.
    names: FxHashMap<String, Claim>,
    english: FxHashMap<String, CapIx>,
    edges: FxHashMap<(CapIx, RelationKind, CapIx), EdgeIndex>,
    layer: usize,
    errors: Vec<Finding>,
}

#[derive(Clone, Copy)]
struct Claim {
    cap: CapIx,
    layer: usize,
}

impl Builder {
    fn error(&mut self, pack: &Pack, line: u32, message: String) {
        self.errors.push(Finding { severity: Severity::Error, file: pack.file.clone(), line, message });
    }

    /// First pass: capabilities and their names. Canonical names of the whole layer before any alias.
    fn define(&mut self, layer: &[Pack]) {
        self.layer += 1;
        for pack in layer {
            for block in &pack.blocks {
                if let Head::Define { name, slug, kind } = &block.head {
                    self.define_one(pack, block.line, name, slug, *kind);
                }
            }
        }
        // Additions may name a capability by an alias: aliases given where it is defined come first.
        for additions in [false, true] {
            for pack in layer {
                for block in pack.blocks.iter().filter(|block| matches!(block.head, Head::Extend { .. }) == additions) {
                    if let Some(cap) = self.subject(pack, block) {
                        self.name_it(pack, block, cap);
                    }
                }
            }
        }
    }

    fn define_one(&mut self, pack: &Pack, line: u32, name: &str, slug: &str, kind: CapabilityKind) {
        let source = format!("{}:{line}", pack.file);
        if let Some(&known) = self.by_slug.get(slug) {
            let earlier = &self.graph[known.node()];
            if self.names.get(&name_key(&earlier.name)).is_some_and(|claim| claim.layer == self.layer) {
                let message = format!("代号「{slug}」已在 {} 用于「{}」，请换一个", earlier.source, earlier.name);
                return self.error(pack, line, message);
            }
            return self.claim(pack, line, name, known);
        }
        let cap = CapIx::from_index(self.graph.node_count());
        self.graph.add_node(Capability {
            slug: slug.to_owned(),
            name: name.to_owned(),
            kind,
            aliases: Vec::new(),
            english: Vec::new(),
            senses: Vec::new(),
            sector: pack.sector.clone(),
            source,
        });
        self.by_slug.insert(slug.to_owned(), cap);
        self.claim(pack, line, name, cap);
    }

    fn claim(&mut self, pack: &Pack, line: u32, name: &str, cap: CapIx) {
        let key = name_key(name);
        if let Some(claim) = self.names.get(&key).copied() {
            if claim.cap == cap {
                return;
            }
            let holder = &self.graph[claim.cap.node()];
            if claim.layer == self.layer {
                let message = format!(
                    "名称「{name}」已属于「{}」（{}）；若是另一个意思，请写「sense: {name} if 上下文词」",
                    holder.name, holder.source
                );
                return self.error(pack, line, message);
            }
            self.graph[claim.cap.node()].aliases.retain(|alias| name_key(alias) != key);
        }
        self.names.insert(key, Claim { cap, layer: self.layer });
    }

    /// The capability a block is about.
    fn subject(&mut self, pack: &Pack, block: &Block) -> Option<CapIx> {
        match &block.head {
            Head::Define { slug, .. } => self.by_slug.get(slug).copied(),
            Head::Extend { name } => {
                let found = self.resolve(name);
                if found.is_none() {
                    self.error(pack, block.line, format!("要补充的「{name}」不存在，请先定义它，或改用已有的名称"));
                }
                found
            }
        }
    }

    fn resolve(&self, name: &str) -> Option<CapIx> {
        let key = name_key(name);
        self.names.get(&key).map(|claim| claim.cap).or_else(|| self.by_slug.get(&key).copied())
    }

    fn name_it(&mut self, pack: &Pack, block: &Block, cap: CapIx) {
        for entry in &block.entries {
            match &entry.statement {
                Statement::Aliases(aliases) if entry.remove => {
                    for alias in aliases {
                        let key = name_key(alias);
                        self.graph[cap.node()].aliases.retain(|known| name_key(known) != key);
                        self.names.remove(&key);
                    }
                }
                Statement::Aliases(aliases) => {
                    for alias in aliases {
                        self.claim(pack, entry.line, alias, cap);
                        let known = &mut self.graph[cap.node()];
                        if known.name != *alias && !known.aliases.contains(alias) {
                            known.aliases.push(alias.clone());
                        }
                    }
                }
                Statement::English(words) => {
                    for word in words {
                        let key = name_key(word);
                        if entry.remove {
                            self.graph[cap.node()].english.retain(|known| name_key(known) != key);
                        } else {
                            self.english.entry(key).or_insert(cap);
                            self.graph[cap.node()].english.push(word.clone());
                        }
                    }
                }
                Statement::Sense { word, context } => {
                    let sense = Sense { word: word.clone(), context: context.clone() };
                    self.graph[cap.node()].senses.push(sense);
                }
                Statement::Relate { .. } => {}
            }
        }
    }

    /// Second pass: relations, now that every name is known.
    fn relate(&mut self, layer: &[Pack]) {
        for pack in layer {
            for block in &pack.blocks {
                let subject = match &block.head {
                    Head::Define { slug, .. } => self.by_slug.get(slug).copied(),
                    Head::Extend { name } => self.resolve(name),
                };
                let Some(cap) = subject else { continue };
                for entry in &block.entries {
                    let Statement::Relate { kind, inward, strength, others } = &entry.statement else { continue };
                    for other in others {
                        let Some(end) = self.resolve(other) else {
                            self.error(pack, entry.line, format!("「{other}」没有定义，请先定义它，或改用已有的名称"));
                            continue;
                        };
                        let (from, to) = if *inward { (end, cap) } else { (cap, end) };
                        let relation = Relation {
                            kind: *kind,
                            strength: *strength,
                            source: format!("{}:{}", pack.file, entry.line),
                        };
                        self.connect(pack, entry.line, from, relation, to, entry.remove);
                    }
                }
            }
        }
    }

    fn connect(&mut self, pack: &Pack, line: u32, from: CapIx, relation: Relation, to: CapIx, remove: bool) {
        if from == to {
            let message = format!("「{}」和自己有关系，请删去", self.graph[from.node()].name);
            return self.error(pack, line, message);
        }
        let key = (from, relation.kind, to);
        match (self.edges.get(&key).copied(), remove) {
            // Taken back: the edge stays in petgraph with no weight of its own until `finish` drops it.
            (Some(_), true) => {
                self.edges.remove(&key);
            }
            (None, true) => {}
            (Some(edge), false) => self.graph[edge] = relation,
            (None, false) => {
                let edge = self.graph.add_edge(from.node(), to.node(), relation);
                self.edges.insert(key, edge);
            }
        }
    }

    fn redirect(&mut self, layers: &[Vec<Pack>]) {
        let redirects: FxHashMap<&str, &str> = layers
            .iter()
            .flatten()
            .flat_map(|p| &p.redirects)
            .map(|(old, new, _)| (old.as_str(), new.as_str()))
            .collect();
        for pack in layers.iter().flatten() {
            for (old, new, line) in &pack.redirects {
                if self.by_slug.contains_key(old) {
                    self.error(pack, *line, format!("旧代号「{old}」仍在使用，代号不能再指别的东西"));
                    continue;
                }
                let mut end = new.as_str();
                for _ in 0..redirects.len() {
                    end = redirects.get(end).copied().unwrap_or(end);
                }
                match self.by_slug.get(end).copied() {
                    Some(cap) => drop(self.by_slug.insert(old.clone(), cap)),
                    None => self.error(pack, *line, format!("旧代号「{old}」转到「{end}」，但它不存在")),
                }
            }
        }
    }

    fn finish(mut self, layers: &[Vec<Pack>]) -> Result<Chain, Vec<Finding>> {
        let kept: rustc_hash::FxHashSet<EdgeIndex> = self.edges.values().copied().collect();
        self.graph.retain_edges(|_, edge| kept.contains(&edge));
        self.refuse_cycles();
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let by_name =
            self.english.into_iter().chain(self.names.into_iter().map(|(name, claim)| (name, claim.cap))).collect();
        let ancestors = closure(&self.graph, petgraph::Direction::Outgoing);
        let descendants = closure(&self.graph, petgraph::Direction::Incoming);
        let direct_needs = imply(&self.graph, &ancestors);
        let mut users = vec![Vec::new(); self.graph.node_count()];
        for (product, list) in direct_needs.iter().enumerate() {
            for (at, need) in list.iter().enumerate() {
                users[need.cap.index()].push((CapIx::from_index(product), at as u16));
            }
        }
        let mut sectors: Vec<(String, String)> = Vec::new();
        for pack in layers.iter().flatten() {
            if sectors.iter().all(|(slug, _)| *slug != pack.sector) {
                sectors.push((pack.sector.clone(), pack.sector_name.clone()));
            }
        }
        let uses = uses(&self.graph);
        let most = uses.iter().copied().max().unwrap_or(0).max(1);
        let specificity = uses.iter().map(|n| (1.0 - (*n as f32).ln_1p() / (most as f32).ln_1p()).max(0.05)).collect();
        Ok(Chain {
            graph: self.graph,
            by_slug: self.by_slug,
            by_name,
            sectors,
            ancestors,
            descendants,
            needs: direct_needs.iter().map(|_| Default::default()).collect(),
            direct_needs,
            users: users.into_iter().map(Vec::into_boxed_slice).collect(),
            specificity,
        })
    }

    /// `broader` must not run in circles.
    fn refuse_cycles(&mut self) {
        let broader =
            self.graph.filter_map(|at, _| Some(at), |_, r| (r.kind == RelationKind::Broader).then(|| r.source.clone()));
        for component in petgraph::algo::tarjan_scc(&broader) {
            if component.len() < 2 {
                continue;
            }
            let names: Vec<&str> = component.iter().map(|at| self.graph[*at].name.as_str()).collect();
            let source = &self.graph[component[0]].source;
            let (file, line) = source.rsplit_once(':').unwrap_or((source, "0"));
            self.errors.push(Finding {
                severity: Severity::Error,
                file: file.to_owned(),
                line: line.parse().unwrap_or(0),
                message: format!("「属于」绕成了圈：{}，请断开其中一处", names.join(" → ")),
            });
        }
    }
}

/// Everything reachable along `broader` in one direction, nearest first, with the number of steps.
fn closure(graph: &DiGraph<Capability, Relation>, direction: petgraph::Direction) -> Vec<Box<[(CapIx, u8)]>> {
    let next = |at: CapIx| {
        use petgraph::visit::EdgeRef;
        graph.edges_directed(at.node(), direction).filter(|e| e.weight().kind == RelationKind::Broader).map(move |e| {
            let end = if direction == petgraph::Direction::Outgoing { e.target() } else { e.source() };
            CapIx::from_index(end.index())
        })
    };
    (0..graph.node_count())
        .map(|start| {
            let start = CapIx::from_index(start);
            let mut reached: Vec<(CapIx, u8)> = Vec::new();
            let mut frontier = vec![start];
            for steps in 1u8..=12 {
                let mut further: Vec<CapIx> = frontier.iter().flat_map(|at| next(*at)).collect();
                further.sort();
                further.dedup();
                further.retain(|cap| *cap != start && reached.iter().all(|(known, _)| known != cap));
                if further.is_empty() {
                    break;
                }
                reached.extend(further.iter().map(|cap| (*cap, steps)));
                frontier = further;
            }
            reached.into_boxed_slice()
        })
        .collect()
}

/// Products that say nothing about how they are made, own or inherited: remarks for the writer.
pub fn check_products(chain: &Chain) -> Vec<Finding> {
    chain
        .iter()
        .filter(|ix| chain.cap(*ix).kind == CapabilityKind::Product)
        .filter(|ix| !chain.needs(*ix).iter().any(|n| matches!(n.role, NeedRole::Input | NeedRole::Process)))
        .map(|ix| {
            let cap = chain.cap(ix);
            let (file, line) = cap.source.rsplit_once(':').unwrap_or((&cap.source, "0"));
            Finding {
                severity: Severity::Error,
                file: file.to_owned(),
                line: line.parse().unwrap_or(0),
                message: format!("产品「{}」既没有投入也没有工艺，请补上 in: 或 by:，或写明它属于什么", cap.name),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Towards, parse_pack};
    use super::*;

    fn chain(text: &str) -> Result<Chain, Vec<Finding>> {
        build(&[vec![parse_pack("t.chain", &format!("sector: t 测试\n{text}")).unwrap()]])
    }

    const REDUCER: &str = "[减速机] reducer product\n= 减速器\nin!: 齿轮\n[蜗轮减速机] worm-reducer product\nbroader: 减速机\nin!: 蜗轮\n[齿轮] gear product\nin: 圆钢\n[蜗轮] worm-wheel product\nby: 铸造\n[圆钢] round-bar product\n[铸造] casting process\n";

    #[test]
    fn inherits_needs_and_reaches_through_inputs() {
        let chain = chain(REDUCER).unwrap();
        let worm = chain.find_slug("worm-reducer").unwrap();
        let needs: Vec<(String, f32, u8)> =
            chain.needs(worm).iter().map(|n| (chain.name(n.cap).to_owned(), n.strength, n.hops)).collect();
        assert_eq!(needs[0], ("蜗轮".into(), 1.0, 1));
        assert_eq!(needs[1], ("齿轮".into(), 0.85, 1));
        assert!(needs.iter().any(|(name, _, hops)| name == "铸造" && *hops == 2), "{needs:?}");
        let gear = chain.find_name("齿轮").unwrap();
        assert!(chain.users(gear).any(|(user, _)| user == worm));
    }

    #[test]
    fn names_are_found_whatever_their_width_or_case() {
        let chain = chain("[O型圈] o-ring product\nin: 橡胶\n[橡胶] rubber product\nen: Rubber\n").unwrap();
        assert_eq!(chain.find_name("ｏ 型圈"), chain.find_slug("o-ring"));
        assert_eq!(chain.find_name("RUBBER"), chain.find_slug("rubber"));
    }

    #[test]
    fn refuses_what_does_not_fit_and_says_where() {
        let errors =
            chain("[甲] a product\n= 丙\nin: 丁\n[乙] b product\n= 丙\nbroader: 戊\n[戊] e product\nbroader: 乙\n")
                .unwrap_err();
        let text: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(text.iter().any(|t| t.starts_with("t.chain 第 6 行：名称「丙」已属于「甲」")), "{text:?}");
        assert!(text.iter().any(|t| t.starts_with("t.chain 第 4 行：「丁」没有定义")), "{text:?}");
        assert!(text.iter().any(|t| t.contains("绕成了圈")), "{text:?}");
    }

    #[test]
    fn a_later_layer_corrects_an_earlier_one() {
        let base = parse_pack("t.chain", &format!("sector: t 测试\n{REDUCER}")).unwrap();
        let own = parse_pack("own.chain", "sector: own 本会\n[+减速机]\n-= 减速器\n-in: 齿轮\nin?: 圆钢\n= 减速箱\n")
            .unwrap();
        let chain = build(&[vec![base], vec![own]]).unwrap();
        let reducer = chain.find_slug("reducer").unwrap();
        assert_eq!(chain.find_name("减速器"), None);
        assert_eq!(chain.find_name("减速箱"), Some(reducer));
        let inputs = chain.related(reducer, RelationKind::InputOf, Towards::From);
        assert_eq!(inputs.len(), 1);
        assert_eq!(inputs[0].1.source, "own.chain:5");
    }

    #[test]
    fn redirects_must_end() {
        let pack = |text: &str| parse_pack("t.chain", text).unwrap();
        let good =
            build(&[vec![pack("sector: t 测试\nredirect: old -> older\nredirect: older -> a\n[甲] a process\n")]])
                .unwrap();
        assert_eq!(good.find_slug("old"), good.find_slug("a"));
        let errors = build(&[vec![pack("sector: t 测试\nredirect: old -> gone\n[甲] a process\n")]]).unwrap_err();
        assert!(errors[0].message.contains("「gone」，但它不存在"));
    }

    #[test]
    fn a_product_that_takes_nothing_is_remarked() {
        let chain = chain(REDUCER).unwrap();
        let remarks = check_products(&chain);
        assert_eq!(remarks.len(), 1);
        assert!(remarks[0].message.contains("「圆钢」"));
    }
}
