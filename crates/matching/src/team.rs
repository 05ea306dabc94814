//! Teams of three: role slots filled by different actors that do not belong together. The best team is looked for,
//! not put together seat by seat: with a handful of candidates a seat every combination is tried.

use crate::{
    Context,
    exclude::exclusion,
    path::{Basis, Link, Path, Target, Tolerance},
    reach::{Hit, reach},
    request::{Request, by_name, gather},
    way::Way,
    ways::Own,
};
use qianxian_core::{
    CapIx, CapabilityKind, CompanyIx, CompanyKind, RelationKind, Side,
    chain::{NeedRole, Towards},
};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::cmp::Ordering;

/// A role in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Has the problem and the place to try it out.
    Scene,
    /// Has the knowledge.
    Technology,
    /// Builds it.
    Integrator,
    /// Makes the machine.
    Machine,
    /// Makes a part of it.
    Part,
}

impl Role {
    /// The word on the screen.
    pub const fn zh(self) -> &'static str {
        match self {
            Role::Scene => "场景方",
            Role::Technology => "技术方",
            Role::Integrator => "集成方",
            Role::Machine => "整机方",
            Role::Part => "部件方",
        }
    }
}

/// One seat of a team.
#[derive(Debug, Clone, PartialEq)]
pub struct Seat {
    /// Which role.
    pub role: Role,
    /// Who fills it; nobody where nobody was found.
    pub company: Option<CompanyIx>,
    /// What it brings.
    pub brings: CapIx,
    /// How well it fills the seat, 0..=1.
    pub fit: f32,
}

/// A proposed cooperation of three.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// [`Way::JointRnd`] or, for the parts of one machine, [`Way::Supply`].
    pub way: Way,
    /// What it is about: the machine, or the product at whose making the problem stands.
    pub about: CapIx,
    /// The process in question, for joint development.
    pub process: Option<CapIx>,
    /// The seats.
    pub seats: Vec<Seat>,
    /// Geometric mean of the fits; an open seat counts as [`OPEN_SEAT`].
    pub score: f32,
}

/// What an open seat counts in the mean.
pub const OPEN_SEAT: f32 = 0.02;
/// Candidates looked at for a seat.
const A_SEAT: usize = 6;
/// Projects a company's products, machines or fields are looked at for.
const PROJECTS: usize = 40;

/// Teams of three that a company could be part of, best first, each set of companies once.
pub fn teams(ctx: Context<'_>, company: CompanyIx, limit: usize) -> Vec<Team> {
    let own = Own::read(ctx, company);
    let mut found = machine_teams(&own);
    found.extend(development_teams(&own));
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| by_members(ctx, a, b)));
    let mut sets: Vec<Vec<CompanyIx>> = Vec::new();
    found.retain(|team| {
        let mut members: Vec<CompanyIx> = team.seats.iter().filter_map(|seat| seat.company).collect();
        members.sort();
        let fresh = members.len() >= 2 && !sets.contains(&members);
        if fresh {
            sets.push(members);
        }
        fresh
    });
    found.truncate(limit);
    found
}

fn by_members(ctx: Context<'_>, a: &Team, b: &Team) -> Ordering {
    let members = |team: &Team| team.seats.iter().filter_map(|seat| seat.company).collect::<Vec<_>>();
    let (a, b) = (members(a), members(b));
    a.iter()
        .zip(&b)
        .map(|(a, b)| by_name(ctx, *a, *b))
        .find(|order| *order != Ordering::Equal)
        .unwrap_or(a.len().cmp(&b.len()))
}

/// Two that may not be proposed to each other do not sit in one team. Deals do not part them: partners may team up.
fn may_meet(ctx: Context<'_>, a: CompanyIx, b: CompanyIx) -> bool {
    a != b && exclusion(ctx, a, b, true).is_none()
}

/// The company makes a machine; two others bring different parts or processes of it.
fn machine_teams(own: &Own<'_>) -> Vec<Team> {
    let ctx = own.ctx;
    let request = Request { ways: vec![Way::Supply, Way::Outsourcing], ..Request::default() };
    let gathered = gather(own, &request);
    let mut suppliers: FxHashMap<CompanyIx, f32> = FxHashMap::default();
    for (company, evidence) in &gathered.evidence {
        if evidence.gets > 0.0 && may_meet(ctx, own.company, *company) {
            suppliers.insert(*company, evidence.chain.p().max(evidence.stated.p()));
        }
    }
    let chosen: Vec<CompanyIx> = suppliers.keys().copied().collect();
    let paths = gathered.paths_to(&chosen);
    let mut teams = Vec::new();
    for product in machines(own) {
        // Best path of each supplier into this very product.
        let mut parts: Vec<(CompanyIx, &Path)> = paths
            .iter()
            .filter_map(|(company, paths)| {
                paths.iter().find(|path| path.target.asks && goes_into(path, product)).map(|path| (*company, path))
            })
            .collect();
        parts.sort_by(|a, b| b.1.strength.total_cmp(&a.1.strength).then_with(|| by_name(ctx, a.0, b.0)));
        parts.truncate(2 * A_SEAT);
        for (at, (first, one)) in parts.iter().enumerate() {
            for (second, other) in &parts[at + 1..] {
                if same_kind(ctx, one.met, other.met) || !may_meet(ctx, *first, *second) {
                    continue;
                }
                let seats = vec![
                    Seat { role: Role::Machine, company: Some(own.company), brings: product, fit: 1.0 },
                    Seat { role: Role::Part, company: Some(*first), brings: one.met, fit: one.strength },
                    Seat { role: Role::Part, company: Some(*second), brings: other.met, fit: other.strength },
                ];
                let score = (one.strength * other.strength).sqrt();
                teams.push(Team { way: Way::Supply, about: product, process: None, seats, score });
            }
        }
    }
    teams
}

/// Products of a company that have parts of their own to be brought by others.
fn machines(own: &Own<'_>) -> Vec<CapIx> {
    let chain = own.ctx.graph.chain();
    let node = own.ctx.graph.company(own.company);
    let mut products: Vec<CapIx> = node
        .links(Side::Makes)
        .map(|(_, link)| link.cap)
        .filter(|cap| chain.direct_needs(*cap).iter().filter(|need| need.role == NeedRole::Input).count() >= 4)
        .collect();
    products.dedup();
    products
}

fn goes_into(path: &Path, product: CapIx) -> bool {
    path.target.basis == Basis::Stated || path.target.steps.first().is_some_and(|step| step.a == product)
}

fn same_kind(ctx: Context<'_>, a: CapIx, b: CapIx) -> bool {
    let chain = ctx.graph.chain();
    chain.steps_up(a, b).is_some() || chain.steps_up(b, a).is_some()
}

/// A problem at a process of a product, a machine that performs the process.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Project {
    product: CapIx,
    process: CapIx,
    machine: CapIx,
    worth: f32,
}

/// Scene, technology and integration: one of the three is the company itself.
fn development_teams(own: &Own<'_>) -> Vec<Team> {
    let ctx = own.ctx;
    let mut seats = SeatTable { own, cache: FxHashMap::default() };
    let mut teams = Vec::new();
    for project in projects(own) {
        let scenes = seats.fill(Role::Scene, project);
        let integrators = seats.fill(Role::Integrator, project);
        let mut fields = seats.fill(Role::Technology, project);
        if fields.is_empty() {
            fields.push(Seat { role: Role::Technology, company: None, brings: project.process, fit: OPEN_SEAT });
        }
        for scene in &scenes {
            for integrator in &integrators {
                for field in &fields {
                    let members: Vec<CompanyIx> =
                        [scene, integrator, field].iter().filter_map(|seat| seat.company).collect();
                    let all_may = members
                        .iter()
                        .enumerate()
                        .all(|(at, a)| members[at + 1..].iter().all(|b| may_meet(ctx, *a, *b)));
                    if !members.contains(&own.company) || !all_may {
                        continue;
                    }
                    let score = (scene.fit * integrator.fit * field.fit).cbrt() * project.worth;
                    teams.push(Team {
                        way: Way::JointRnd,
                        about: project.product,
                        process: Some(project.process),
                        seats: vec![scene.clone(), field.clone(), integrator.clone()],
                        score,
                    });
                }
            }
        }
    }
    teams
}

/// Projects the company could have a part in: as scene through its products, as integrator through its machines, as
/// institute through its fields.
fn projects(own: &Own<'_>) -> Vec<Project> {
    let ctx = own.ctx;
    let chain = ctx.graph.chain();
    let node = ctx.graph.company(own.company);
    let mut projects: Vec<Project> = Vec::new();
    for (line, link) in node.links(Side::Makes).chain(node.links(Side::Does)) {
        let weight = line.weight() * link.confidence;
        for cap in
            std::iter::once(link.cap).chain(chain.ancestors(link.cap).iter().filter(|(_, n)| *n <= 2).map(|(a, _)| *a))
        {
            let weight = if cap == link.cap { weight } else { weight * 0.8 };
            as_scene(own, cap, weight, &mut projects);
            as_integrator(own, cap, weight, &mut projects);
            if chain.cap(cap).kind == CapabilityKind::Technology {
                for (served, relation) in chain.related(cap, RelationKind::UsedIn, Towards::To) {
                    as_scene(own, served, weight * relation.strength.weight(), &mut projects);
                    as_integrator(own, served, weight * relation.strength.weight(), &mut projects);
                }
            }
        }
    }
    projects.sort_by(|a, b| {
        b.worth.total_cmp(&a.worth).then((a.product, a.process, a.machine).cmp(&(b.product, b.process, b.machine)))
    });
    projects.dedup_by_key(|p| (p.product, p.process, p.machine));
    projects.truncate(PROJECTS);
    projects
}

fn as_scene(own: &Own<'_>, product: CapIx, weight: f32, projects: &mut Vec<Project>) {
    let chain = own.ctx.graph.chain();
    for need in chain.direct_needs(product).iter().filter(|need| need.role == NeedRole::Process && need.strength >= 0.5)
    {
        for (machine, relation) in integrations(own, need.cap) {
            projects.push(Project { product, process: need.cap, machine, worth: weight * need.strength * relation });
        }
    }
}

fn as_integrator(own: &Own<'_>, machine: CapIx, weight: f32, projects: &mut Vec<Project>) {
    let chain = own.ctx.graph.chain();
    if !is_integration(own, machine) {
        return;
    }
    for (process, relation) in chain.related(machine, RelationKind::Performs, Towards::To) {
        for (product, need) in chain.users(process) {
            let made_here = own.ctx.graph.postings(product, Side::Makes).next().is_some();
            if need.role == NeedRole::Process && need.strength >= 0.5 && made_here {
                projects.push(Project {
                    product,
                    process,
                    machine,
                    worth: weight * need.strength * relation.strength.weight(),
                });
            }
        }
    }
}

/// Machines built for one customer at a time that perform a process: services, and what a service of that name covers.
fn integrations(own: &Own<'_>, process: CapIx) -> Vec<(CapIx, f32)> {
    let performers = own.ctx.graph.chain().related(process, RelationKind::Performs, Towards::From);
    performers
        .into_iter()
        .filter(|(machine, _)| is_integration(own, *machine))
        .map(|(machine, r)| (machine, r.strength.weight()))
        .collect()
}

/// An integrator's product: it performs several different processes for its user, or is a service that performs one.
fn is_integration(own: &Own<'_>, machine: CapIx) -> bool {
    let chain = own.ctx.graph.chain();
    let performs = chain.related(machine, RelationKind::Performs, Towards::To).len();
    performs >= 3 || (performs >= 1 && chain.cap(machine).kind == CapabilityKind::Service)
}

/// Looks up who could take a seat, each seat of each project once.
struct SeatTable<'o> {
    own: &'o Own<'o>,
    cache: FxHashMap<(Role, CapIx, CapIx), Vec<Seat>>,
}

impl SeatTable<'_> {
    fn fill(&mut self, role: Role, project: Project) -> Vec<Seat> {
        let key = match role {
            Role::Scene => (role, project.product, project.process),
            Role::Integrator => (role, project.machine, project.machine),
            _ => (role, project.process, project.machine),
        };
        if let Some(known) = self.cache.get(&key) {
            return known.clone();
        }
        let seats = match role {
            Role::Scene => self.best(role, vec![(project.product, 1.0)], |kind| {
                !matches!(kind, CompanyKind::Institute | CompanyKind::Expert)
            }),
            Role::Integrator => self.best(role, vec![(project.machine, 1.0)], |kind| {
                !matches!(kind, CompanyKind::Institute | CompanyKind::Expert)
            }),
            _ => self
                .best(role, self.fields(project), |kind| matches!(kind, CompanyKind::Institute | CompanyKind::Expert)),
        };
        self.cache.insert(key, seats.clone());
        seats
    }

    /// Fields that serve the process, the machine or the product of a project.
    fn fields(&self, project: Project) -> Vec<(CapIx, f32)> {
        let chain = self.own.ctx.graph.chain();
        let mut fields: Vec<(CapIx, f32)> = Vec::new();
        for (served, share) in [(project.process, 1.0), (project.machine, 0.9), (project.product, 0.7)] {
            let wider = chain
                .ancestors(served)
                .iter()
                .filter(|(_, n)| *n <= 2)
                .map(|(a, n)| (*a, share * 0.8f32.powi(i32::from(*n))));
            for (served, share) in std::iter::once((served, share)).chain(wider) {
                for (field, relation) in chain.related(served, RelationKind::UsedIn, Towards::From) {
                    if chain.cap(field).kind == CapabilityKind::Technology {
                        fields.push((field, share * relation.strength.weight()));
                    }
                }
            }
        }
        fields
    }

    fn best(&self, role: Role, caps: Vec<(CapIx, f32)>, fits: impl Fn(CompanyKind) -> bool) -> Vec<Seat> {
        let ctx = self.own.ctx;
        let mut best: FxHashMap<CompanyIx, Seat> = FxHashMap::default();
        for (cap, share) in caps {
            for hit in stands_at(ctx, cap) {
                let node = ctx.graph.company(hit.company);
                if !fits(node.kind) || !node.kind.is_proposable() {
                    continue;
                }
                let seat = Seat { role, company: Some(hit.company), brings: hit.met, fit: hit.strength * share };
                best.entry(hit.company)
                    .and_modify(|known| {
                        if seat.fit > known.fit {
                            *known = seat.clone()
                        }
                    })
                    .or_insert(seat);
            }
        }
        let mut seats: Vec<Seat> = best.into_values().collect();
        let order =
            |a: &Seat, b: &Seat| by_name(ctx, a.company.unwrap_or(CompanyIx(0)), b.company.unwrap_or(CompanyIx(0)));
        seats.sort_by(|a, b| b.fit.total_cmp(&a.fit).then_with(|| order(a, b)));
        // The company itself stays in the running for its own seat.
        let own = seats.iter().position(|seat| seat.company == Some(self.own.company));
        if let Some(at) = own.filter(|at| *at >= A_SEAT) {
            seats.swap(A_SEAT - 1, at);
        }
        seats.truncate(A_SEAT);
        seats
    }
}

/// Everybody who makes or does a capability or a kind of it.
fn stands_at(ctx: Context<'_>, cap: CapIx) -> Vec<Hit> {
    let target = Target {
        way: Way::JointRnd,
        asks: true,
        start: crate::path::Start::Line(0),
        steps: vec![crate::path::Step { a: cap, link: Link::Takes, b: cap, source: String::new() }],
        cap,
        at: crate::path::At::Offers,
        basis: Basis::Implied,
        weight: 1.0,
        tolerance: Tolerance::Both,
    };
    reach(ctx, &target, CompanyIx(u32::MAX))
}
