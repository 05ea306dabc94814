//! The meanings a column may have.

use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($(#[$meta:meta])* $variant:ident = $code:literal $zh:literal),+ $(,)?) => {
        /// What a column holds. Code for files and the API, Chinese name for the page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $($(#[$meta])* $variant),+ }

        impl Field {
            /// Every field.
            pub const ALL: &[Field] = &[$(Field::$variant),+];

            /// The word in files and the API.
            pub const fn code(self) -> &'static str {
                match self { $(Field::$variant => $code),+ }
            }

            /// The word on the page.
            pub const fn zh(self) -> &'static str {
                match self { $(Field::$variant => $zh),+ }
            }
        }
    };
}

fields! {
    /// Running number; not kept.
    Serial = "serial" "序号",
    /// Full name.
    Name = "name" "企业名称",
    /// Id in the system the file comes from.
    ExternalId = "external_id" "编号",
    /// Short names.
    Aliases = "aliases" "简称",
    /// Names it bore before.
    FormerNames = "former_names" "曾用名",
    /// Sort of actor.
    Kind = "kind" "企业类型",
    /// 统一社会信用代码.
    CreditCode = "credit_code" "统一社会信用代码",
    /// 法定代表人.
    LegalPerson = "legal_person" "法定代表人",
    /// Person to call.
    Contact = "contact" "联系人",
    /// Post of that person.
    Title = "title" "职务",
    /// Phones, mobile or fixed.
    Phone = "phone" "电话",
    /// Person and phone in one cell.
    ContactPhone = "contact+phone" "联系人及电话",
    /// E-mail.
    Email = "email" "邮箱",
    /// 省.
    Province = "province" "省份",
    /// 市.
    City = "city" "城市",
    /// 区县, or a place of any level.
    District = "district" "区县",
    /// Street address.
    Address = "address" "地址",
    /// Trade the company counts itself to.
    Industry = "industry" "行业",
    /// 卖什么.
    Products = "products" "主要产品",
    /// 买什么.
    Buys = "buys" "采购",
    /// 能做什么.
    Does = "does" "工艺设备",
    /// 被什么困扰.
    Suffers = "suffers" "困难",
    /// 经营范围.
    Scope = "scope" "经营范围",
    /// How sure each product is: `减速机:I0.95；泵:T0.80`.
    Evidence = "evidence" "依据",
    /// 会长、理事、会员.
    MemberLevel = "member_level" "会员级别",
    /// When it joined.
    Joined = "joined" "入会时间",
    /// Dues of one year.
    Dues = "dues" "会费",
    /// Website.
    Website = "website" "网址",
    /// Number of employees.
    Employees = "employees" "职工人数",
    /// When it was founded.
    Established = "established" "成立日期",
    /// Remarks.
    Note = "note" "备注",
    /// Anything else: 其他信息.
    Other = "other" "其他信息",
}
