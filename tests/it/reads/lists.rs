//! Levels, points of sale and sellers (behaviour C1 to C3).

use application::ports::{
    Direction, LevelCustomer, LevelQuery, LevelSort, Page, PosQuery, PosRef, PosSort, SellerQuery,
    SellerSort, Storage,
};
use domain::amount::{Amount, Fraction};
use domain::contact::Email;
use domain::customer::Placement;
use domain::ids::LevelId;
use domain::level::Level;
use domain::pos::Pos;
use domain::seller::Seller;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::people::{delete, person, save};
use crate::laws::fixtures::{abroad, home, level, pos, seller, text, with_abroad};

laws![
    levels_are_listed_with_their_members,
    points_of_sale_are_listed_and_found,
    sellers_are_filtered_sorted_and_shown_with_their_pos,
];

const ALL: Page = Page { offset: 0, limit: 100 };

async fn levels_are_listed_with_their_members(it: &TestDatabase) {
    with_abroad(it).await;
    let with = |number, condition, reward, active| {
        let mut level = level(number);
        level.condition = Amount::from_units(condition);
        level.reward.value = Fraction::from_ten_thousandths(reward);
        level.active = active;
        level
    };
    let levels = [with(1, 20, 5, true), with(2, 0, 9, true), with(3, 20, 1, false)];
    let uow = it.database.begin(&home()).await.unwrap();
    for level in &levels {
        uow.levels().save(level).await.unwrap();
    }
    uow.commit().await.unwrap();
    let placed = |number, name: &str| {
        let mut state = person(number);
        state.profile.last_name = text(name);
        state.placement = Some(Placement::Earned(level(1).id));
        state
    };
    save(it, &home(), &[placed(1, "b"), placed(2, "A"), placed(3, "c"), person(4)]).await;
    delete(it, person(3).id).await;

    let reads = it.database.read(&home());
    let query = |sort, direction, page| LevelQuery { sort, direction, page };
    for (sort, direction, expected) in [
        (LevelSort::ConditionValue, Direction::Asc, [2, 1, 3]),
        (LevelSort::ConditionValue, Direction::Desc, [3, 1, 2]),
        (LevelSort::RewardValue, Direction::Asc, [3, 1, 2]),
        (LevelSort::RewardValue, Direction::Desc, [2, 1, 3]),
    ] {
        let listing = reads.levels(&query(sort, direction, ALL)).await.unwrap();
        let shown: Vec<_> =
            listing.items.iter().map(|it| (it.level.id.0.as_u128(), it.customers)).collect();
        let members = |id: u128| if id == 1 { 2 } else { 0 };
        assert_eq!(shown, expected.map(|id| (id, members(id))));
        assert_eq!(listing.total, 3);
    }
    let second = query(LevelSort::ConditionValue, Direction::Asc, Page { offset: 1, limit: 1 });
    let listing = reads.levels(&second).await.unwrap();
    assert_eq!((listing.items[0].level.id, listing.total), (level(1).id, 3));

    let shown = reads.level(level(1).id).await.unwrap().unwrap();
    assert_eq!(shown.level, Level { version: 1, ..levels[0].clone() });
    assert_eq!(shown.customers, 2);
    assert_eq!(reads.level(LevelId(Uuid::nil())).await.unwrap(), None);
    let active = reads.active_levels().await.unwrap();
    assert_eq!(active.iter().map(|it| it.id).collect::<Vec<_>>(), [level(2).id, level(1).id]);

    let members = reads.level_customers(level(1).id, ALL).await.unwrap();
    let line = |number, last: &str| LevelCustomer {
        id: person(number).id,
        first_name: "Ada".to_owned(),
        last_name: last.to_owned(),
        email: None,
    };
    assert_eq!((members.items, members.total), (vec![line(2, "A"), line(1, "b")], 2));
    let elsewhere = it.database.read(&abroad());
    assert_eq!(elsewhere.level(level(1).id).await.unwrap(), None);
    assert_eq!(elsewhere.level_customers(level(1).id, ALL).await.unwrap().total, 0);
}

async fn points_of_sale_are_listed_and_found(it: &TestDatabase) {
    with_abroad(it).await;
    let with = |number, name: &str| Pos { name: text(name), ..pos(number) };
    let uow = it.database.begin(&home()).await.unwrap();
    for pos in [with(1, "b"), with(2, "A"), with(3, "B")] {
        uow.pos().save(&pos).await.unwrap();
    }
    uow.commit().await.unwrap();
    let reads = it.database.read(&home());
    for (sort, direction, expected) in [
        (PosSort::Name, Direction::Asc, [2, 1, 3]),
        (PosSort::Name, Direction::Desc, [3, 1, 2]),
        (PosSort::Identifier, Direction::Asc, [1, 2, 3]),
        (PosSort::Identifier, Direction::Desc, [3, 2, 1]),
    ] {
        let query = PosQuery { sort, direction, page: ALL };
        let listing = reads.pos_list(&query).await.unwrap();
        let shown: Vec<_> = listing.items.iter().map(|it| it.pos.id.0.as_u128()).collect();
        assert_eq!((shown, listing.total), (expected.to_vec(), 3));
    }
    let by_id = reads.pos(&PosRef::Id(pos(1).id)).await.unwrap().unwrap();
    assert_eq!(by_id.pos, Pos { version: 1, ..with(1, "b") });
    assert_eq!((by_id.transactions_amount, by_id.transactions_count), (Amount::ZERO, 0));
    for (raw, expected) in [("shop-1", Some(1)), ("Shop-1", None), ("\0", None), ("", None)] {
        let found = reads.pos(&PosRef::Identifier(raw.to_owned())).await.unwrap();
        assert_eq!(found.map(|it| it.pos.id), expected.map(|it| pos(it).id), "{raw:?}");
    }
    let elsewhere = it.database.read(&abroad());
    assert_eq!(elsewhere.pos(&PosRef::Id(pos(1).id)).await.unwrap(), None);
}

async fn sellers_are_filtered_sorted_and_shown_with_their_pos(it: &TestDatabase) {
    with_abroad(it).await;
    let with = |number, first: &str, last: &str, email: &str| Seller {
        first_name: text(first),
        last_name: text(last),
        email: Email::parse(email).unwrap(),
        pos: pos(1).id,
        ..seller(number)
    };
    let mut gone = with(3, "Żaneta", "b", "a@x.io");
    gone.delete();
    gone.phone = None;
    let sellers = [with(1, "John", "B", "c@x.io"), with(2, "jo_n", "a", "b@x.io"), gone];
    let uow = it.database.begin(&home()).await.unwrap();
    uow.pos().save(&pos(1)).await.unwrap();
    for seller in &sellers {
        uow.sellers().save(seller).await.unwrap();
    }
    uow.commit().await.unwrap();
    let reads = it.database.read(&home());
    let all = SellerQuery {
        first_name: None,
        last_name: None,
        phone: None,
        email: None,
        sort: SellerSort::LastName,
        direction: Direction::Asc,
        page: ALL,
    };
    let some = |raw: &str| Some(raw.to_owned());
    let table: Vec<(SellerQuery, Vec<u128>)> = vec![
        (all.clone(), vec![2, 1, 3]),
        (SellerQuery { direction: Direction::Desc, ..all.clone() }, vec![3, 1, 2]),
        (SellerQuery { sort: SellerSort::FirstName, ..all.clone() }, vec![2, 1, 3]),
        (SellerQuery { sort: SellerSort::Email, ..all.clone() }, vec![3, 2, 1]),
        (SellerQuery { first_name: some("JO"), ..all.clone() }, vec![2, 1]),
        (SellerQuery { first_name: some("o_"), ..all.clone() }, vec![2]),
        (SellerQuery { first_name: some("ŻAN"), last_name: some("B"), ..all.clone() }, vec![3]),
        (SellerQuery { phone: some("+48123"), ..all.clone() }, vec![2, 1]),
        (SellerQuery { email: some("B@X"), ..all.clone() }, vec![2]),
        (SellerQuery { email: some("%"), ..all.clone() }, vec![]),
        (SellerQuery { email: some("\0"), ..all.clone() }, vec![]),
    ];
    for (query, expected) in table {
        let listing = reads.sellers(&query).await.unwrap();
        let shown: Vec<_> = listing.items.iter().map(|it| it.seller.id.0.as_u128()).collect();
        assert_eq!((&shown, listing.total), (&expected, expected.len() as u64), "{query:?}");
    }
    let second = SellerQuery { page: Page { offset: 1, limit: 1 }, ..all };
    let listing = reads.sellers(&second).await.unwrap();
    assert_eq!((listing.items[0].seller.id, listing.total), (seller(1).id, 3));
    let shown = reads.seller(seller(3).id).await.unwrap().unwrap();
    assert_eq!(shown.seller, Seller { version: 1, ..sellers[2].clone() });
    assert_eq!(shown.pos_name.as_deref(), Some("Shop"));
    assert_eq!(shown.pos_city.as_deref(), Some("Wrocław"));
    assert_eq!(it.database.read(&abroad()).seller(seller(1).id).await.unwrap(), None);
}
