//! Counts of the chain: how much is written for which sector. Inherited relations are never counted.

use super::{CapabilityKind, Chain, RelationKind};

/// Counts of one sector.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SectorStats {
    /// Slug.
    pub sector: String,
    /// Chinese name.
    pub name: String,
    /// Capabilities defined in it.
    pub capabilities: usize,
    /// Products among them.
    pub products: usize,
    /// Aliases, without names.
    pub aliases: usize,
    /// Relations at its capabilities, each counted where the subject of its line stands.
    pub relations: usize,
    /// Products with at least one own core input or process.
    pub with_core: usize,
}

/// Counts of the whole chain.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ChainStats {
    /// Capabilities by kind code.
    pub kinds: Vec<(CapabilityKind, usize)>,
    /// Relations by kind.
    pub relations: Vec<(RelationKind, usize)>,
    /// A row a sector, in pack order.
    pub sectors: Vec<SectorStats>,
    /// All capabilities.
    pub total_capabilities: usize,
    /// All relations.
    pub total_relations: usize,
}

impl Chain {
    /// Counts capabilities and relations as written.
    pub fn stats(&self) -> ChainStats {
        let mut sectors: Vec<SectorStats> = self
            .sectors()
            .iter()
            .map(|(sector, name)| SectorStats {
                sector: sector.clone(),
                name: name.clone(),
                capabilities: 0,
                products: 0,
                aliases: 0,
                relations: 0,
                with_core: 0,
            })
            .collect();
        let place = |sector: &str| self.sectors().iter().position(|(slug, _)| slug == sector);
        for ix in self.iter() {
            let cap = self.cap(ix);
            let Some(row) = place(&cap.sector).map(|at| &mut sectors[at]) else { continue };
            row.capabilities += 1;
            row.aliases += cap.aliases.len();
            if cap.kind == CapabilityKind::Product {
                row.products += 1;
                let core = self.needs(ix).iter().any(|n| n.hops == 1 && n.steps_up == 0 && n.strength >= 1.0);
                row.with_core += usize::from(core);
            }
        }
        for (from, relation, to) in self.relations() {
            let subject = if relation.kind == RelationKind::InputOf { to } else { from };
            if let Some(at) = place(&self.cap(subject).sector) {
                sectors[at].relations += 1;
            }
        }
        ChainStats {
            kinds: CapabilityKind::ALL
                .iter()
                .map(|k| (*k, self.iter().filter(|ix| self.cap(*ix).kind == *k).count()))
                .collect(),
            relations: RelationKind::ALL
                .iter()
                .map(|k| (*k, self.relations().filter(|(_, relation, _)| relation.kind == *k).count()))
                .collect(),
            sectors,
            total_capabilities: self.len(),
            total_relations: self.relation_count(),
        }
    }
}
