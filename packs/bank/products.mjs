// products.mjs - what the bank sells: category, rate in percent a year, colour of cards.
//
// The categories are also the interests that people have (people.mjs).

export const CATEGORIES = ['account', 'deposit', 'card', 'loan', 'mortgage', 'insurance', 'invest'];

const p = (id, category, name, nameEn, rate, more = {}) => ({
    id, category, name, nameEn, rate, colour: null, fee: 0, ...more,
});

export const PRODUCTS = [
    p('acc-plain', 'account', '普通預金', 'Savings account', 0.02),
    p('acc-plus', 'account', '利息つき当座プラス', 'Interest current account Plus', 0.4),
    p('acc-youth', 'account', 'はじめて口座', 'First account', 0.25),
    p('acc-fx', 'account', '外貨普通預金', 'Foreign currency account', 1.1),
    p('dep-1y', 'deposit', '定期預金 1年', 'Time deposit, 1 year', 0.3),
    p('dep-3y', 'deposit', '定期預金 3年', 'Time deposit, 3 years', 0.45),
    p('dep-bonus', 'deposit', '季節のボーナス定期', 'Seasonal bonus deposit', 0.8),
    p('dep-usd', 'deposit', '米ドル定期', 'US dollar deposit', 4.1),
    p('card-white', 'card', 'むすびカード ホワイト', 'Musubi card White', 15, { colour: 'white' }),
    p('card-blue', 'card', 'むすびカード ブルー', 'Musubi card Blue', 15, { colour: 'blue' }),
    p('card-rose', 'card', 'むすびカード ローズ', 'Musubi card Rose', 15, { colour: 'rose' }),
    p('card-green', 'card', 'むすびカード グリーン', 'Musubi card Green', 14.6,
        { colour: 'green', fee: 1375 }),
    p('card-gold', 'card', 'むすびカード ゴールド', 'Musubi card Gold', 12.5,
        { colour: 'gold', fee: 11000 }),
    p('card-black', 'card', 'むすびカード ブラック', 'Musubi card Black', 12,
        { colour: 'black', fee: 55000 }),
    p('loan-free', 'loan', 'フリーローン', 'Personal loan', 6.8),
    p('loan-car', 'loan', 'マイカーローン', 'Car loan', 2.4),
    p('loan-edu', 'loan', '教育ローン', 'Education loan', 2.1),
    p('mtg-var', 'mortgage', '住宅ローン 変動', 'Mortgage, variable', 0.475),
    p('mtg-10y', 'mortgage', '住宅ローン 10年固定', 'Mortgage, 10 years fixed', 1.35),
    p('mtg-35y', 'mortgage', '住宅ローン 全期間固定', 'Mortgage, fixed to the end', 1.95),
    p('ins-medical', 'insurance', '医療保険', 'Medical insurance', null, { fee: 2480 }),
    p('ins-travel', 'insurance', '海外旅行保険', 'Travel insurance', null, { fee: 3100 }),
    p('ins-home', 'insurance', '火災保険', 'Home insurance', null, { fee: 1890 }),
    p('inv-nisa', 'invest', 'つみたてNISA', 'Savings plan NISA', null),
    p('inv-world', 'invest', '世界株式ファンド', 'World equity fund', null, { fee: 100 }),
    p('inv-bond', 'invest', '国債', 'Government bonds', 0.55),
];

export const BY_CATEGORY = Object.fromEntries(
    CATEGORIES.map((c) => [c, PRODUCTS.filter((x) => x.category === c)]),
);
export const BY_ID = new Map(PRODUCTS.map((x) => [x.id, x]));
export const COLOURS = BY_CATEGORY.card.map((x) => x.colour);

/** The properties of an event about a product. */
export function productProperties(x) {
    const out = { product_id: x.id, sku: x.id, name: x.name, category: x.category };
    if (x.rate !== null) out.rate = x.rate;
    if (x.colour) out.color = x.colour;
    if (x.fee) Object.assign(out, { price: x.fee, currency: 'JPY' });
    return out;
}

export const BRANCHES = [
    ['001', '本店', '東京都'], ['014', '新宿支店', '東京都'], ['027', '横浜支店', '神奈川県'],
    ['031', '大宮支店', '埼玉県'], ['038', '千葉支店', '千葉県'], ['102', '梅田支店', '大阪府'],
    ['115', '京都支店', '京都府'], ['121', '神戸支店', '兵庫県'], ['140', '名古屋支店', '愛知県'],
    ['201', '札幌支店', '北海道'], ['214', '仙台支店', '宮城県'], ['230', '広島支店', '広島県'],
    ['241', '福岡支店', '福岡県'], ['260', '那覇支店', '沖縄県'],
].map(([code, name, prefecture]) => ({ code, name, prefecture }));
