//! Which columns of a roster look like contacts of persons, to put them together on the sheet. Who may see them is
//! decided elsewhere (`views::open`).

/// Parts of column names that mean a person or a way to reach one.
const WORDS: &[&str] = &[
    "联系",
    "联络",
    "电话",
    "手机",
    "座机",
    "传真",
    "邮箱",
    "邮件",
    "微信",
    "负责人",
    "法人",
    "法定代表人",
    "董事长",
    "总经理",
    "姓名",
    "经办人",
    "代表",
    "qq",
    "mail",
    "phone",
    "tel",
    "mobile",
    "contact",
    "身份证",
];

/// Whether a column holds contacts.
pub(crate) fn is_contact(column: &str) -> bool {
    let column = column.to_lowercase();
    WORDS.iter().any(|word| column.contains(word))
}

#[cfg(test)]
mod tests {
    use super::is_contact;

    #[test]
    fn ways_to_reach_a_person_are_contacts() {
        for column in ["联系人", "联系电话", "手机号码", "E-mail", "微信号", "法人代表", "QQ"] {
            assert!(is_contact(column), "{column}");
        }
        for column in ["会员级别", "员工人数", "注册资本", "主营业务", "地址"] {
            assert!(!is_contact(column), "{column}");
        }
    }
}
