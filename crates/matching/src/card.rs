//! A match in words: why, what speaks against it, what is not known, what to ask first. Every reason has a source.

use crate::{
    Context,
    path::{At, Basis, Path, Start},
    score::{Circumstances, Evidence, addends, smoothed},
    way::Way,
};
use qianxian_core::{
    CapIx, Company, CompanyIx, CompanyNode, Evidence as Level, LineRole, RelationKind, Side, chain::Towards,
};
use serde::{Deserialize, Serialize};

/// How warmly a match is proposed. Never a percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 仅供参考
    Reference,
    /// 可以一试
    Possible,
    /// 强烈建议
    Strong,
}

impl Band {
    /// The word on the screen.
    pub const fn zh(self) -> &'static str {
        match self {
            Band::Strong => "强烈建议",
            Band::Possible => "可以一试",
            Band::Reference => "仅供参考",
        }
    }
}

/// A family of evidence, as an addend of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// The prior.
    Prior,
    /// Implied by the chain.
    Chain,
    /// Stated by one side.
    Stated,
    /// Named in a text.
    Text,
    /// Deals of similar companies.
    History,
    /// Near each other.
    Place,
    /// Both sides gain.
    Reciprocity,
    /// What speaks against it.
    Against,
}

impl Family {
    /// The word on the screen.
    pub const fn zh(self) -> &'static str {
        match self {
            Family::Prior => "起点",
            Family::Chain => "产业链推断",
            Family::Stated => "明说的需求",
            Family::Text => "文字相符",
            Family::History => "同类企业的往来",
            Family::Place => "地域",
            Family::Reciprocity => "双方受益",
            Family::Against => "不利因素",
        }
    }
}

/// One addend of the score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Addend {
    /// Which family.
    pub family: Family,
    /// Log-odds.
    pub value: f32,
    /// What it counts.
    pub note: String,
}

/// One reason, with where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The reason in words.
    pub text: String,
    /// Its sources.
    pub sources: Vec<String>,
}

/// A proposal: who could do what with whom, and why.
#[derive(Debug, Clone)]
pub struct Match {
    /// Who was asked about.
    pub company: CompanyIx,
    /// Who is proposed.
    pub partner: CompanyIx,
    /// Leading way.
    pub way: Way,
    /// Every way that leads there, strongest first.
    pub ways: Vec<Way>,
    /// Log-odds.
    pub score: f32,
    /// How warmly.
    pub band: Band,
    /// The addends; they add up to the score.
    pub addends: Vec<Addend>,
    /// Why, strongest first.
    pub reasons: Vec<Reason>,
    /// What the asked company gets out of it.
    pub gain: String,
    /// What the partner gets out of it.
    pub partner_gain: String,
    /// What speaks against it.
    pub against: Vec<String>,
    /// What is not known.
    pub unclear: Vec<String>,
    /// What to ask first.
    pub question: String,
    /// A warning above the card: 同行合作.
    pub heading: Option<String>,
    /// The paths behind it, strongest first.
    pub paths: Vec<Path>,
}

/// How many reasons a card shows.
const REASONS: usize = 3;

/// Puts one match in words.
pub(crate) fn describe(
    ctx: Context<'_>,
    company: CompanyIx,
    partner: CompanyIx,
    evidence: &Evidence,
    around: Circumstances,
    paths: Vec<Path>,
) -> Match {
    let notes = Notes { ctx, company: ctx.graph.company(company), partner: ctx.graph.company(partner) };
    let addends = notes.addends(evidence, &around, &paths);
    let score = addends.iter().map(|addend| addend.value).sum();
    let mut ways: Vec<Way> = Vec::new();
    paths.iter().for_each(|path| {
        if !ways.contains(&path.target.way) {
            ways.push(path.target.way)
        }
    });
    let way = ways.first().copied().unwrap_or(Way::Supply);
    let mut against = Vec::new();
    if !around.rival_products.is_empty() {
        let names: Vec<&str> = around.rival_products.iter().map(|cap| ctx.graph.chain().name(*cap)).collect();
        against.push(format!("双方都做{}，在这一块是同行", names.join("、")));
    }
    if let Some(source) = &around.suspected {
        against.push(format!("疑似关联企业，请先核实（{source}）"));
    }
    let meets_rival = way.rivals_may_meet() && !around.rival_products.is_empty();
    Match {
        company,
        partner,
        way,
        ways,
        score,
        band: notes.band(score, paths.first(), around.suspected.is_some()),
        addends,
        reasons: notes.reasons(&paths, &around),
        gain: notes.gain(paths.first(), true),
        partner_gain: notes.gain(paths.first(), false),
        against,
        unclear: notes.unclear(&paths),
        question: notes.question(way, &paths),
        heading: meets_rival.then(|| "同行合作，请先口头确认".to_owned()),
        paths,
    }
}

struct Notes<'a> {
    ctx: Context<'a>,
    company: &'a CompanyNode,
    partner: &'a CompanyNode,
}

impl Notes<'_> {
    fn name(&self, cap: CapIx) -> &str {
        self.ctx.graph.chain().name(cap)
    }

    fn addends(&self, evidence: &Evidence, around: &Circumstances, paths: &[Path]) -> Vec<Addend> {
        let values = addends(self.ctx, evidence, around);
        let count = |basis: Basis| paths.iter().filter(|path| path.target.basis == basis).count();
        let notes = [
            format!("{} 条产业链路径", count(Basis::Implied)),
            format!("{} 条明说的需求或困扰", count(Basis::Stated)),
            "对方的产品文字里提到所需之物".to_owned(),
            around.history_product.map_or_else(String::new, |cap| {
                format!(
                    "做{}的企业与其有 {} 笔往来（共 {} 笔），n/(n+5) = {:.2}",
                    self.name(cap),
                    around.history.0,
                    around.history.1,
                    smoothed(around.history.0)
                )
            }),
            around.place.map_or_else(String::new, |(level, _)| level.to_owned()),
            "双方都能从中得到".to_owned(),
            "见“不利”".to_owned(),
        ];
        let families = [
            Family::Chain,
            Family::Stated,
            Family::Text,
            Family::History,
            Family::Place,
            Family::Reciprocity,
            Family::Against,
        ];
        let prior =
            Addend { family: Family::Prior, value: self.ctx.weights.prior, note: "任意两家企业".to_owned() };
        let rest = families.into_iter().zip(values).zip(notes).filter(|((_, value), _)| *value != 0.0);
        std::iter::once(prior).chain(rest.map(|((family, value), note)| Addend { family, value, note })).collect()
    }

    /// A match that rests on an inference on either side, or one of two that may belong together, is never proposed
    /// strongly.
    fn band(&self, score: f32, best: Option<&Path>, suspected: bool) -> Band {
        let bands = &self.ctx.weights.bands;
        let inferred = best
            .is_none_or(|path| self.own_level(path) == Level::Inferred || self.partner_level(path) == Level::Inferred);
        match score {
            s if s >= bands.strong && !inferred && !suspected => Band::Strong,
            s if s >= bands.possible => Band::Possible,
            _ => Band::Reference,
        }
    }

    fn own_level(&self, path: &Path) -> Level {
        match path.target.start {
            Start::Line(at) => self.company.lines[usize::from(at)].evidence,
            Start::Need(_) => Level::SelfReported,
        }
    }

    fn partner_level(&self, path: &Path) -> Level {
        match path.target.at {
            At::Needs => Level::SelfReported,
            _ => self.partner.lines[usize::from(path.line)].evidence,
        }
    }

    fn reasons(&self, paths: &[Path], around: &Circumstances) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = Vec::new();
        let mut met: Vec<(CapIx, u16)> = Vec::new();
        for path in paths {
            if met.contains(&(path.met, path.line)) {
                continue;
            }
            met.push((path.met, path.line));
            reasons.push(self.reason(path));
            if reasons.len() == REASONS {
                break;
            }
        }
        if reasons.is_empty() && around.text > 0.0 {
            reasons.push(Reason {
                text: format!("{}的产品文字与{}所需相近", short(&self.partner.company), short(&self.company.company)),
                sources: vec!["文字检索".into()],
            });
        }
        reasons
    }

    /// One path in words: what A says, the steps of the chain, what B says.
    pub(crate) fn reason(&self, path: &Path) -> Reason {
        let chain = self.ctx.graph.chain();
        let (own, mut sources) = match path.target.start {
            Start::Line(at) => statement(self.company, at),
            Start::Need(at) => need_statement(self.company, at),
        };
        let mut words = vec![own];
        for step in &path.target.steps {
            words.push(step.words(chain));
            if !step.source.is_empty() {
                sources.push(format!("产业链知识 {}", step.source));
            }
        }
        if path.off != 0 {
            let (narrow, broad) = if path.off > 0 { (path.met, path.target.cap) } else { (path.target.cap, path.met) };
            words.push(format!("{}属于{}", self.name(narrow), self.name(broad)));
        }
        let (theirs, more) = match path.target.at {
            At::Needs => need_statement(self.partner, path.line),
            _ => statement(self.partner, path.line),
        };
        words.push(theirs);
        sources.extend(more);
        sources.dedup();
        Reason { text: words.join("；"), sources }
    }

    fn gain(&self, best: Option<&Path>, for_company: bool) -> String {
        let Some(path) = best else { return "待了解".to_owned() };
        let thing = self.name(path.met);
        let asks = path.target.asks == for_company;
        match path.target.way {
            Way::Supply | Way::Oem if asks => format!("就近得到{}", self.supplied(path)),
            Way::Supply | Way::Oem => format!("{}多一个客户", self.supplied(path)),
            Way::Pairing => "产品成套，可共同供主机厂".to_owned(),
            Way::Outsourcing if asks => "工序有人接，不必自己上设备".to_owned(),
            Way::Outsourcing => "设备多一份活".to_owned(),
            Way::Upgrade if asks => "少用人、提效率、稳质量".to_owned(),
            Way::Upgrade => "多一个改造项目".to_owned(),
            Way::JointRnd => "各出所长，共担研发".to_owned(),
            Way::Expertise if asks => "问题有专家把脉".to_owned(),
            Way::Expertise => "成果有地方落地".to_owned(),
            Way::Finance if asks => "资金有着落".to_owned(),
            Way::Finance => "多一个优质客户".to_owned(),
            Way::JointPurchase => "合起来量大，好谈价".to_owned(),
            Way::SharedCapacity => "忙闲互补，设备不空转".to_owned(),
            Way::Channel if asks => format!("{}多一条销路的货源", thing),
            Way::Channel => format!("{}多一条销路", thing),
        }
    }

    /// What changes hands on a supply path: at the maker's end.
    fn supplied(&self, path: &Path) -> String {
        let cap =
            if path.target.asks { path.met } else { path.target.steps.first().map_or(path.target.cap, |step| step.a) };
        self.name(cap).to_owned()
    }

    fn unclear(&self, paths: &[Path]) -> Vec<String> {
        let Some(best) = paths.first() else { return vec!["双方具体需要什么，还没有记录".to_owned()] };
        let mut unclear = Vec::new();
        if best.target.basis == Basis::Implied {
            unclear.push("需求是按产业链推断的，对方是否真有这个需要，要问过才知道".to_owned());
        }
        if self.partner_level(best) == Level::Inferred {
            unclear.push(format!("{}的这一项是推断，请先核实", short(&self.partner.company)));
        }
        if self.own_level(best) == Level::Inferred {
            unclear.push(format!("{}的这一项是推断，请先核实", short(&self.company.company)));
        }
        if let Some(missing) = self.missing_qualifications(best) {
            unclear.push(missing);
        }
        unclear
    }

    /// Qualifications the product takes that its maker has not stated.
    fn missing_qualifications(&self, path: &Path) -> Option<String> {
        let chain = self.ctx.graph.chain();
        let (maker, product) = if path.target.asks {
            (self.partner, path.met)
        } else {
            (self.company, path.target.steps.first().map_or(path.target.cap, |s| s.a))
        };
        let stated: Vec<CapIx> = maker.lines.iter().flat_map(|line| line.links.iter().map(|link| link.cap)).collect();
        let ends = [(maker, product), (self.partner, path.met)];
        let names: Vec<String> = ends
            .iter()
            .flat_map(|(_, cap)| std::iter::once(*cap).chain(chain.ancestors(*cap).iter().take(3).map(|(a, _)| *a)))
            .flat_map(|cap| chain.related(cap, RelationKind::Requires, Towards::To))
            .filter(|(qualification, _)| !stated.contains(qualification))
            .map(|(qualification, _)| chain.name(qualification).to_owned())
            .collect();
        let mut unique: Vec<String> = Vec::new();
        names.into_iter().for_each(|name| {
            if !unique.contains(&name) {
                unique.push(name)
            }
        });
        unique.truncate(3);
        (!unique.is_empty()).then(|| format!("有没有{}，还没有记录", unique.join("、")))
    }

    fn question(&self, way: Way, paths: &[Path]) -> String {
        let Some(best) = paths.first() else { return "贵司目前最想解决的一件事是什么？".to_owned() };
        let thing = self.supplied(best);
        if matches!(way, Way::Supply | Way::Oem)
            && let Some(missing) = self.missing_qualifications(best)
        {
            return format!("{missing}：配套前要不要先办好这些资质（公告、许可、认证）？");
        }
        match way {
            Way::Supply | Way::Oem => format!("现在的{thing}从哪里来，价格、交期、质量哪一项最想改善？"),
            Way::Pairing => "功率、速比、安装尺寸和年用量大致是多少？".to_owned(),
            Way::Outsourcing => "图纸、材质、批量和交期要求是什么，目前在哪里做？".to_owned(),
            Way::Upgrade => "生产节拍、工件重量尺寸、现有工位和用工人数是怎样的？".to_owned(),
            Way::JointRnd => "想解决的具体工件或工艺是什么，愿意投入多少时间和经费？".to_owned(),
            Way::Expertise => "问题出在哪道工序，有没有数据或样件可以给专家看？".to_owned(),
            Way::Finance => "需要多少、用多久、有什么可抵押，是否同意把需求告诉银行？".to_owned(),
            Way::JointPurchase => "哪种材料用量最大，现在的单价和账期是多少？".to_owned(),
            Way::SharedCapacity => "富余的是哪台设备、哪段时间，双方介不介意互看图纸？".to_owned(),
            Way::Channel => "目前走哪些渠道，价格体系能不能给经销留出空间？".to_owned(),
        }
    }
}

/// A company as people call it: its first alias where there is one.
pub fn short(company: &Company) -> &str {
    company.aliases.first().map_or(company.name.as_str(), String::as_str)
}

/// What a line says, with its source.
fn statement(node: &CompanyNode, at: u16) -> (String, Vec<String>) {
    let line = &node.lines[usize::from(at)];
    let verb = match (line.line.side, line.line.role) {
        (Side::Makes, LineRole::Trader) => "经销",
        (Side::Makes, LineRole::Service) => "提供",
        (Side::Makes, _) => "做",
        (Side::Buys, _) => "外购",
        (Side::Does, _) => "能做",
        (Side::Suffers, _) => "反映",
    };
    let quoted = match &line.line.source.quote {
        Some(quote) if line.line.side == Side::Suffers => format!("“{quote}”"),
        _ => line.line.text.clone(),
    };
    let source = line.line.source.label();
    (format!("{}{verb}{quoted}（{}）", short(&node.company), line.evidence.zh()), vec![source])
}

fn need_statement(node: &CompanyNode, at: u16) -> (String, Vec<String>) {
    let need = &node.needs[usize::from(at)].need;
    (format!("{}提出需求：{}", short(&node.company), need.text), vec![need.source.label()])
}

/// The reason of one path, for `explain`.
pub fn path_reason(ctx: Context<'_>, company: CompanyIx, path: &Path) -> Reason {
    Notes { ctx, company: ctx.graph.company(company), partner: ctx.graph.company(path.partner) }.reason(path)
}
