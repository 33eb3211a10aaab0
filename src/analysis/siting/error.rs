//! Why a question about siting can not be asked as it stands.

/// A question that has no meaning or no answer; each names what has to change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SitingError {
    #[error("没有候选地点 / there are no candidate places")]
    NoCandidates,
    #[error("没有需求人口 / there is nobody to serve")]
    NoDemand,
    #[error("既没有数量限制也没有预算 / neither a number of sites nor a budget is given")]
    NoLimit,
    #[error("数量或预算为零 / the number of sites or the budget is zero")]
    NothingAllowed,
    #[error(
        "{what} 有 {found} 项，应为 {expected} 项 / {what} has {found} entries and should have {expected}"
    )]
    Length { what: &'static str, found: usize, expected: usize },
    #[error(
        "候选地点 {candidate}：起止位置有误 / candidate {candidate}: its range of entries is out of order or too long"
    )]
    Range { candidate: usize },
    #[error(
        "候选地点 {candidate}：需求行 {row} 不存在或重复 / candidate {candidate}: demand row {row} is not there or is told twice"
    )]
    Row { candidate: usize, row: u32 },
    #[error(
        "需求行 {row}：距离 {dm} 分米超过上限 {beyond_dm} / demand row {row}: {dm} dm is more than the distance of those whom no site serves, {beyond_dm} dm"
    )]
    Beyond { row: usize, dm: u32, beyond_dm: u32 },
    #[error(
        "分区 {division} 没有负担得起的候选地点 / division {division} has no candidate that can be afforded"
    )]
    NoCandidateIn { division: u32 },
    #[error(
        "每区至少一处需要 {needed} 处，只允许 {allowed} 处 / one per division needs {needed} sites and {allowed} are allowed"
    )]
    TooFewSites { needed: usize, allowed: usize },
    #[error(
        "每区至少一处最少需要 {needed}，预算只有 {budget} / one per division costs at least {needed} and the budget is {budget}"
    )]
    BudgetTooSmall { needed: u64, budget: u64 },
    #[error(
        "覆盖目标 {wanted} 人达不到：全部候选地点最多覆盖 {possible} 人（{place}）/ {wanted} people are wanted and all candidates together reach {possible} ({place})"
    )]
    OutOfReach { wanted: u64, possible: u64, place: String },
    #[error("数值过大，无法精确计算 / the numbers are too large to be counted exactly")]
    TooLarge,
    #[error(
        "目标份额必须在 0 与 1,000,000 之间（百万分之）/ the share has to be between 0 and 1,000,000 millionths"
    )]
    Share,
    #[error("项目 {project} 的面积或造价为零 / project {project} has no area or no cost")]
    EmptyProject { project: usize },
    #[error(
        "分区 {division} 缺口 {short} 平方厘米达不到：项目数量有限，最多 {possible} / division {division} is short of {short} cm2 and the allowed projects add {possible} at most"
    )]
    ProjectsTooFew { division: usize, short: i64, possible: i64 },
}
