//! The check-up (体检): is everything in order, and what can be put in order.

use crate::{
    archive::{self, ArchiveError},
    engine::{Engine, EngineError},
    knowledge::Knowledge,
    snapshot::nodes,
};
use jiff::civil::Date;
use qianxian_core::{CapabilityGraph, chain::check_products};
use serde::Serialize;
use std::{path::Path, sync::Arc};

/// Less free space than this is a warning, in bytes.
const LITTLE_SPACE: u64 = 500 << 20;
/// A last backup older than this is a warning, in days.
const OLD_BACKUP: i32 = 7;
/// Faults told of one sort.
const TOLD: usize = 5;

/// How one check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// In order.
    Good,
    /// Was not in order and is now.
    Repaired,
    /// Worth looking at.
    Warning,
    /// Not in order.
    Bad,
}

impl Health {
    /// The word on the screen.
    pub const fn zh(self) -> &'static str {
        match self {
            Health::Good => "正常",
            Health::Repaired => "已修复",
            Health::Warning => "注意",
            Health::Bad => "有问题",
        }
    }
}

/// One check and how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub what: &'static str,
    /// How it came out.
    pub health: Health,
    /// What was found and what to do, in Chinese.
    pub detail: String,
}

fn finding(what: &'static str, health: Health, detail: impl Into<String>) -> Finding {
    Finding { what, health, detail: detail.into() }
}

/// Good where there are no faults.
fn verdict(what: &'static str, good: String, faults: &[String], advice: &str) -> Finding {
    if faults.is_empty() {
        return finding(what, Health::Good, good);
    }
    let told: Vec<&str> = faults.iter().take(TOLD).map(String::as_str).collect();
    finding(what, Health::Bad, format!("{} 处不对：{}。{advice}", faults.len(), told.join("；")))
}

impl Engine {
    /// Looks everything over: facts, graph, index, chain, disk, permissions, backups. With `repair`, graph and index are
    /// made anew where they are not in order; facts are never touched.
    pub async fn check_up(&self, repair: bool) -> Result<Vec<Finding>, EngineError> {
        let mut findings = vec![self.check_store().await?];
        findings.push(self.check_graph().await?);
        findings.push(self.check_index(repair).await?);
        findings.push(check_chain(&self.snapshot().knowledge));
        findings.extend(check_folder(self.home()));
        findings.push(check_backups(self.home(), self.snapshot().today));
        Ok(findings)
    }

    async fn check_store(&self) -> Result<Finding, EngineError> {
        let faults = self.store().check().await?;
        let good = format!("{}，改动序号 {}", self.store().place(), self.store().sequence().await?);
        Ok(verdict("数据", good, &faults, "请先把数据文件复制一份留存，再用最近的备份恢复：qianxian restore 备份文件"))
    }

    /// The live graph against one made from the store.
    async fn check_graph(&self) -> Result<Finding, EngineError> {
        let snapshot = self.refresh().await?;
        let facts = self.store().load().await?;
        let (nodes, bonds) = nodes(&snapshot.knowledge, facts, snapshot.today);
        let anew = CapabilityGraph::new(snapshot.knowledge.chain.clone(), nodes, Arc::new(bonds));
        let mut faults = snapshot.graph.verify();
        let lines = |graph: &CapabilityGraph| -> Vec<(String, usize, usize)> {
            let all =
                graph.companies().map(|(_, node)| (node.company.id.to_string(), node.lines.len(), node.needs.len()));
            let mut all: Vec<_> = all.collect();
            all.sort();
            all
        };
        if lines(&snapshot.graph) != lines(&anew) {
            faults.push("关系图和数据不一致".to_owned());
        }
        let good = format!("{} 家企业，与数据一致", snapshot.graph.len());
        Ok(verdict("关系图", good, &faults, "关系图每次启动都会重建，请重新启动程序"))
    }

    async fn check_index(&self, repair: bool) -> Result<Finding, EngineError> {
        let (found, expected) = self.index_sizes()?;
        let good = format!("{found} 条，与数据一致");
        if found == expected {
            return Ok(finding("检索索引", Health::Good, good));
        }
        if !repair {
            let detail = format!("索引有 {found} 条，数据里有 {expected} 条。请运行 qianxian doctor --repair 重建");
            return Ok(finding("检索索引", Health::Bad, detail));
        }
        self.rebuild_index().await?;
        let (found, expected) = self.index_sizes()?;
        let health = if found == expected { Health::Repaired } else { Health::Bad };
        Ok(finding("检索索引", health, format!("已重建，现有 {found} 条")))
    }
}

fn check_chain(knowledge: &Knowledge) -> Finding {
    let chain = &knowledge.chain;
    let faults: Vec<String> = check_products(chain).iter().map(ToString::to_string).collect();
    let good = format!("{} 项能力，{} 条关系", chain.len(), chain.relation_count());
    verdict("产业链知识", good, &faults, "请用 qianxian chain check 看全部，改正自己的知识包或更正")
}

fn check_folder(home: &Path) -> Vec<Finding> {
    let probe = home.join(".write-test");
    let writes = std::fs::write(&probe, "ok").and_then(|()| std::fs::remove_file(&probe));
    let permission = match writes {
        Ok(()) => finding("读写权限", Health::Good, home.display().to_string()),
        Err(error) => {
            let why = crate::knowledge::io_words(&error);
            finding("读写权限", Health::Bad, format!("{} {why}。请检查文件夹的权限", home.display()))
        }
    };
    let space = match free_space(home) {
        Some(free) if free < LITTLE_SPACE => {
            let detail = format!("只剩 {} MB，请清理磁盘，否则新的内容可能存不下来", free >> 20);
            finding("磁盘空间", Health::Warning, detail)
        }
        Some(free) => finding("磁盘空间", Health::Good, format!("还有 {} MB", free >> 20)),
        None => finding("磁盘空间", Health::Warning, "这个系统上查不到剩余空间，请自己留意"),
    };
    vec![permission, space]
}

#[cfg(unix)]
fn free_space(path: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(path).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free_space(_: &Path) -> Option<u64> {
    None
}

fn check_backups(home: &Path, today: Date) -> Finding {
    const WHAT: &str = "备份";
    let folder = home.join(BACKUPS);
    match archive::dated(&folder) {
        Ok(days) => match days.last() {
            Some(last) if (today - *last).get_days() <= OLD_BACKUP => {
                finding(WHAT, Health::Good, format!("最近一次 {last}，共 {} 份", days.len()))
            }
            Some(last) => finding(
                WHAT,
                Health::Warning,
                format!("最近一次是 {last}。请运行 qianxian backup，或让 serve 每天自动备份"),
            ),
            None => no_backup(),
        },
        Err(ArchiveError::File { .. }) => no_backup(),
        Err(other) => finding(WHAT, Health::Warning, other.to_string()),
    }
}

fn no_backup() -> Finding {
    finding("备份", Health::Warning, "还没有自动备份。serve 每天会备份一次；也可以现在运行 qianxian backup 文件名")
}

/// Folder of the daily backups in the home folder.
pub const BACKUPS: &str = "backups";
