//! What the association knows better: corrections go in one by one, act at once, and are taken back one by one.

use super::Desk;

fn needs(desk: &Desk, product: &str) -> String {
    desk.run(&["chain", "needs", product, "--limit", "200"]).done().out
}

#[test]
fn a_correction_acts_and_is_taken_back_alone() {
    let desk = Desk::new();
    assert!(needs(&desk, "减速机").contains("齿轮"));
    desk.run(&["chain", "correct", "减速机", "in: 玻璃瓶"]).done();
    desk.run(&["chain", "correct", "离心泵", "in: 木托盘"]).done();
    assert!(needs(&desk, "减速机").contains("玻璃瓶"));
    assert!(needs(&desk, "离心泵").contains("木托盘"));
    desk.run(&["chain", "correct", "减速机", "--undo"]).done();
    assert!(!needs(&desk, "减速机").contains("玻璃瓶"), "its own correction is taken back");
    assert!(needs(&desk, "离心泵").contains("木托盘"), "another one stays");
    desk.run(&["chain", "correct", "减速机", "--undo"]).failed(4, &["减速机", "没有更正"]);
}

#[test]
fn a_correction_that_breaks_the_chain_is_not_kept() {
    let desk = Desk::new();
    desk.run(&["chain", "correct", "减速机", "in: 谁也没听说过的东西"]).failed(3, &["没有保存"]);
    assert!(!desk.path("数据").join("corrections.chain").exists());
}

#[test]
fn a_home_that_is_a_file_is_named() {
    let desk = Desk::new();
    desk.write("数据", "不是文件夹");
    desk.run(&["chain", "needs", "减速机"]).failed(5, &["数据", "文件夹"]);
}
