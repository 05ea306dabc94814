//! The classes of `data/lexicon/extract.txt`.

macro_rules! cue_classes {
    ($($(#[$meta:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// A class of `extract.txt`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Cue { $($(#[$meta])* $name),+ }

        /// Every class with its name in the file.
        pub(super) const CLASSES: &[(&str, Cue)] = &[$(($word, Cue::$name)),+];
    };
}

cue_classes! {
    /// Not text: 插入视频.
    Noise = "noise",
    /// Province or city.
    Place = "place",
    /// Ends a company name: 有限公司, 集团.
    OrgLegal = "org_legal",
    /// Ends the name of an institute, a bank, an association.
    OrgBody = "org_body",
    /// Ends an informal company name and little else: 泵业, 重工.
    OrgTail = "org_tail",
    /// Ends an informal company name and names a product as well: 减速机, 阀门.
    OrgProductTail = "org_product_tail",
    /// Stands before such an ending inside a name: 矿山 + 机械.
    OrgMiddle = "org_middle",
    /// A name cannot reach back over it.
    OrgLeft = "org_left",
    /// A clause at the head of a note that names nobody: 电话回访, 基本情况.
    HeadLabel = "head_label",
    /// Before the firm's name in the head of a note: 走访, 路过.
    HeadLead = "head_lead",
    /// Behind the firm's name in the head of a note: 纪要, 反馈.
    HeadTail = "head_tail",
    /// Before the firm's name in brackets: 我们公司.
    HeadOwn = "head_own",
    /// Directly before the firm a note is about.
    MainTrigger = "main_trigger",
    /// Getting a machine: 想上, 买~台.
    MachineVerb = "machine_verb",
    /// Directly before a name in a note: 走访, 我是.
    OrgTrigger = "org_trigger",
    /// What stands before 公司 or 研究院 without naming one: 该, 一家, 外贸.
    OrgGeneric = "org_generic",
    /// May follow a name directly: 的, 和, 主要.
    OrgRight = "org_right",
    /// Only people do it: 反映, 想.
    OrgSubject = "org_subject",
    /// Government and the like: never a partner.
    Public = "public",
    /// Universities known by a short name.
    School = "school",
    /// A bare name in the gap: 跟~一直有合作.
    OrgSlot = "org_slot",
    /// What an unnamed partner is called.
    Unnamed = "unnamed",
    /// The association speaking of itself.
    House = "house",
    /// 会长, 经理.
    Title = "title",
    /// Titles of the association's own people.
    HouseTitle = "house_title",
    /// 王 李 张.
    Surname = "surname",
    /// 他, 我们.
    Pronoun = "pronoun",
    /// 说, 反映.
    Speech = "speech",
    /// Words at the head of a clause that say nothing.
    Lead = "lead",
    /// Rumour: the rest of the sentence counts for nothing.
    Hearsay = "hearsay",
    /// At the head of a clause: others are meant.
    Third = "third",
    /// At the head of a clause: a supplier or customer is meant.
    Outside = "outside",
    /// Not any more.
    Past = "past",
    /// Now, against 以前.
    Now = "now",
    /// Not, for offers and processes.
    Denied = "denied",
    /// Given up.
    Stopped = "stopped",
    /// Planned, not made yet.
    Planned = "planned",
    /// Looked at, not stated: 聊了聊形势.
    SmallTalk = "small_talk",
    /// Trimmed from the front of a phrase.
    PhraseFront = "phrase_front",
    /// Trimmed from the end of a phrase.
    PhraseBack = "phrase_back",
    /// Never inside the name of a product.
    PhraseBad = "phrase_bad",
    /// Things nobody sells: 工作, 情况.
    PhraseEmpty = "phrase_empty",
    /// 台 套 件.
    Unit = "unit",
    /// Product follows: 主要做.
    OfferAfter = "offer_after",
    /// Product stands before: 为主.
    OfferBefore = "offer_before",
    /// Product follows; said of spare capacity: 对外接.
    SpareAfter = "spare_after",
    /// The firm can do what stands before: 都能干.
    DoesBefore = "does_before",
    /// The firm can do what follows: 自己有.
    DoesAfter = "does_after",
    /// Ends the name of a thing, known or not: 机, 泵, 件.
    ThingTail = "thing_tail",
    /// Says that something is done at home.
    InHouse = "in_house",
    /// Bought thing stands before: 从~买.
    BuyBefore = "buy_before",
    /// Bought thing follows: 外购.
    BuyAfter = "buy_after",
    /// Bought thing stands in the gap: 买~自己装.
    BuyElaborate = "buy_elaborate",
    /// The company is service firm: its name says so.
    ServiceName = "service_name",
    /// Pains about people.
    PainTalent = "pain_talent",
    /// Pains about quality.
    PainQuality = "pain_quality",
    /// Pains about delivery.
    PainDelivery = "pain_delivery",
    /// Pains about money.
    PainMoney = "pain_money",
    /// Pains about orders.
    PainOrder = "pain_order",
    /// Pains about prices and costs.
    PainPrice = "pain_price",
    /// Pains about permits and rules.
    PainPolicy = "pain_policy",
    /// Pains about machines.
    PainEquipment = "pain_equipment",
    /// Pains about room.
    PainSpace = "pain_space",
    /// Pains about skills.
    PainTech = "pain_tech",
    /// Pain of any kind.
    PainAny = "pain_any",
    /// Goes on with the pain before it: 招了仨月.
    PainMore = "pain_more",
    /// There is no pain: 没啥困难.
    NoPain = "no_pain",
    /// Asks: 想找, 有没有.
    Want = "want",
    /// Asks the association: 问, 麻烦.
    Request = "request",
    /// Looks like asking and is not: 想不到.
    NoWant = "no_want",
    /// Taken back: 不用找了.
    WantOff = "want_off",
    /// Need words by kind.
    NeedTalent = "need_talent",
    /// Need words by kind.
    NeedFinance = "need_finance",
    /// Need words by kind.
    NeedPolicy = "need_policy",
    /// Need words by kind.
    NeedSpace = "need_space",
    /// Need words by kind.
    NeedTech = "need_tech",
    /// Need words by kind.
    NeedCustomer = "need_customer",
    /// Need words by kind.
    NeedOutsourcing = "need_outsourcing",
    /// Need words by kind.
    NeedEquipment = "need_equipment",
    /// Need words by kind.
    NeedSupply = "need_supply",
    /// Points back: 能修的, 本地的.
    Bare = "bare",
    /// Undertakes: 答应, 约好.
    Promise = "promise",
    /// Hands over to a person: 由~牵头.
    Assigned = "assigned",
    /// Action words of a promise.
    Action = "action",
    /// Done or put off: no promise.
    NoPromise = "no_promise",
    /// Money words.
    Finance = "finance",
    /// Money is not wanted.
    NoFinance = "no_finance",
    /// A loan that falls due.
    FinanceDue = "finance_due",
    /// Leasing.
    FinanceLease = "finance_lease",
    /// Supply chain finance.
    FinanceChain = "finance_chain",
    /// Lunar new year's days.
    NewYear = "new_year",
    /// Fixed and lunar holidays: `国庆=10-01`.
    Holiday = "holiday",
    /// Between the two sides of a cooperation.
    Joiner = "joiner",
    /// Between the names of one side.
    ListMark = "list_mark",
    /// Signed or agreed.
    CoopSign = "coop_sign",
    /// Research together.
    CoopResearch = "coop_research",
    /// Joint venture.
    CoopVenture = "coop_venture",
    /// Strategic.
    CoopStrategic = "coop_strategic",
    /// General contracting.
    CoopProject = "coop_project",
    /// Made together.
    CoopProduction = "coop_production",
    /// Works together, nothing more said.
    CoopPlain = "coop_plain",
    /// Only an intention.
    CoopIntent = "coop_intent",
    /// `A 给 B 供应`: words before B.
    SupplyTo = "supply_to",
    /// and the verb after it.
    SupplyVerb = "supply_verb",
    /// Between such a word and B: 隔壁的.
    Beside = "beside",
    /// `A 从 B 采购`: words before B.
    BuyFrom = "buy_from",
    /// and the verb after it.
    BuyVerb = "buy_verb",
    /// `A 是 B 的供应商`.
    SupplierNoun = "supplier_noun",
    /// `A 是 B 的客户`.
    CustomerNoun = "customer_noun",
    /// 是, 成为.
    Copula = "copula",
    /// `A 拿下 B 的订单`.
    OrderWon = "order_won",
    /// 订单.
    OrderNoun = "order_noun",
    /// `A 把 P 交给 B 加工`.
    HandOver = "hand_over",
    /// `A 采用 B 的 P`.
    Uses = "uses",
    /// Wishes, plans, talks: no cooperation yet.
    CoopWish = "coop_wish",
    /// Visits, attendance, sponsors: never a cooperation.
    CoopNever = "coop_never",
    /// 等28家企业: the list is open, nobody is paired.
    OpenList = "open_list",
    /// Product words after a maker in news.
    NewsMakes = "news_makes",
    /// What a cooperation's product cannot be.
    CoopEmpty = "coop_empty",
    /// Product words cut off before: 首支, 批量.
    ProductFront = "product_front",
    /// Product words cut off behind.
    ProductBack = "product_back",
}
