//! One-to-one matching of answers with gold items.

/// Matches answers with items, as many as possible (Kuhn's augmenting paths, answers in order, items in order):
/// for each item the answer it got. `fits(answer, item)` says who may meet.
pub fn one_to_one(answers: usize, items: usize, fits: impl Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let fitting: Vec<Vec<usize>> =
        (0..answers).map(|answer| (0..items).filter(|item| fits(answer, *item)).collect()).collect();
    let mut owner = vec![None; items];
    for answer in 0..answers {
        place(answer, &fitting, &mut owner, &mut vec![false; items]);
    }
    owner
}

fn place(answer: usize, fitting: &[Vec<usize>], owner: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for &item in &fitting[answer] {
        if std::mem::replace(&mut seen[item], true) {
            continue;
        }
        let free = match owner[item] {
            None => true,
            Some(other) => place(other, fitting, owner, seen),
        };
        if free {
            owner[item] = Some(answer);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::one_to_one;

    #[test]
    fn an_answer_moves_over_for_another() {
        // 0 fits both items, 1 only the first: 0 has to take the second.
        let fits = |answer, item| matches!((answer, item), (0, _) | (1, 0));
        assert_eq!(one_to_one(2, 2, fits), [Some(1), Some(0)]);
        assert_eq!(one_to_one(3, 1, |_, _| true), [Some(0)]);
        assert_eq!(one_to_one(0, 2, |_, _| true), [None, None]);
    }
}
