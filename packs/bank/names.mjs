// names.mjs - what people and places are called.
//
// A name is [kanji, katakana, romaji]. Places carry what goes with them: post code, area code of
// fixed lines, how many live there (weight). Common Japanese family and given names, and large
// cities; nobody real is meant.

const rows = (text) => text.trim().split('\n').map((line) => line.trim().split(/\s+/));

export const FAMILIES = rows(`
    佐藤 サトウ Sato
    鈴木 スズキ Suzuki
    高橋 タカハシ Takahashi
    田中 タナカ Tanaka
    伊藤 イトウ Ito
    渡辺 ワタナベ Watanabe
    山本 ヤマモト Yamamoto
    中村 ナカムラ Nakamura
    小林 コバヤシ Kobayashi
    加藤 カトウ Kato
    吉田 ヨシダ Yoshida
    山田 ヤマダ Yamada
    佐々木 ササキ Sasaki
    山口 ヤマグチ Yamaguchi
    松本 マツモト Matsumoto
    井上 イノウエ Inoue
    木村 キムラ Kimura
    林 ハヤシ Hayashi
    斎藤 サイトウ Saito
    齋藤 サイトウ Saito
    清水 シミズ Shimizu
    山崎 ヤマザキ Yamazaki
    森 モリ Mori
    池田 イケダ Ikeda
    橋本 ハシモト Hashimoto
    阿部 アベ Abe
    石川 イシカワ Ishikawa
    前田 マエダ Maeda
    藤田 フジタ Fujita
    小川 オガワ Ogawa
    後藤 ゴトウ Goto
    岡田 オカダ Okada
    長谷川 ハセガワ Hasegawa
    村上 ムラカミ Murakami
    近藤 コンドウ Kondo
    石井 イシイ Ishii
    坂本 サカモト Sakamoto
    遠藤 エンドウ Endo
    青木 アオキ Aoki
    藤井 フジイ Fujii
    西村 ニシムラ Nishimura
    福田 フクダ Fukuda
    太田 オオタ Ota
    三浦 ミウラ Miura
    岡本 オカモト Okamoto
    松田 マツダ Matsuda
    中川 ナカガワ Nakagawa
    中野 ナカノ Nakano
    原田 ハラダ Harada
    小野 オノ Ono
    田村 タムラ Tamura
    竹内 タケウチ Takeuchi
    金子 カネコ Kaneko
    和田 ワダ Wada
    中山 ナカヤマ Nakayama
    石田 イシダ Ishida
    上田 ウエダ Ueda
    髙田 タカダ Takada
    工藤 クドウ Kudo
    宮崎 ミヤザキ Miyazaki`);

export const WOMEN = rows(`
    花子 ハナコ Hanako
    陽子 ヨウコ Yoko
    美香 ミカ Mika
    恵子 ケイコ Keiko
    由美 ユミ Yumi
    直美 ナオミ Naomi
    真由美 マユミ Mayumi
    智子 トモコ Tomoko
    裕子 ユウコ Yuko
    愛 アイ Ai
    彩 アヤ Aya
    葵 アオイ Aoi
    さくら サクラ Sakura
    陽菜 ヒナ Hina
    結衣 ユイ Yui
    美咲 ミサキ Misaki
    七海 ナナミ Nanami
    凛 リン Rin
    楓 カエデ Kaede
    千尋 チヒロ Chihiro
    麻衣 マイ Mai
    舞 マイ Mai
    里奈 リナ Rina
    香織 カオリ Kaori
    久美子 クミコ Kumiko
    和子 カズコ Kazuko
    節子 セツコ Setsuko
    幸子 サチコ Sachiko
    みゆき ミユキ Miyuki
    めぐみ メグミ Megumi`);

export const MEN = rows(`
    太郎 タロウ Taro
    一郎 イチロウ Ichiro
    健一 ケンイチ Kenichi
    誠 マコト Makoto
    浩 ヒロシ Hiroshi
    博 ヒロシ Hiroshi
    隆 タカシ Takashi
    大輔 ダイスケ Daisuke
    翔太 ショウタ Shota
    拓也 タクヤ Takuya
    健太 ケンタ Kenta
    直樹 ナオキ Naoki
    翔 ショウ Sho
    蓮 レン Ren
    悠斗 ユウト Yuto
    陽翔 ハルト Haruto
    大翔 ヒロト Hiroto
    樹 イツキ Itsuki
    颯太 ソウタ Sota
    和也 カズヤ Kazuya
    剛 ツヨシ Tsuyoshi
    学 マナブ Manabu
    聡 サトシ Satoshi
    哲也 テツヤ Tetsuya
    修 オサム Osamu
    正 タダシ Tadashi
    清 キヨシ Kiyoshi
    勇 イサム Isamu
    亮 リョウ Ryo
    涼 リョウ Ryo`);

export const ENGLISH_FAMILIES =
    `Smith Jones Taylor Brown Wilson Evans Walker Wright Hughes Green Hall Wood Clarke Turner
    Cooper Hill Ward Morris Baker Nguyen Kim Park Garcia Muller O'Brien`.split(/\s+/);
export const ENGLISH_WOMEN =
    'Emma Olivia Sarah Laura Hannah Grace Alice Julia Kate Lucy Anna Maria'.split(' ');
export const ENGLISH_MEN =
    'James Oliver Thomas Daniel Jack Harry Peter Mark Paul David Alex Sean'.split(' ');

/** [prefecture, city, post code, area code, prefecture in English, city in English, weight] */
export const PLACES = rows(`
    東京都 新宿区 160-0022 03 Tokyo Shinjuku 12
    東京都 世田谷区 154-0004 03 Tokyo Setagaya 14
    東京都 江東区 135-0061 03 Tokyo Koto 10
    東京都 八王子市 192-0046 042 Tokyo Hachioji 7
    神奈川県 横浜市 220-0011 045 Kanagawa Yokohama 14
    神奈川県 川崎市 210-0007 044 Kanagawa Kawasaki 8
    埼玉県 さいたま市 330-0854 048 Saitama Saitama 7
    千葉県 千葉市 260-0028 043 Chiba Chiba 6
    大阪府 大阪市 530-0001 06 Osaka Osaka 14
    大阪府 堺市 590-0078 072 Osaka Sakai 4
    京都府 京都市 604-8001 075 Kyoto Kyoto 6
    兵庫県 神戸市 650-0021 078 Hyogo Kobe 6
    愛知県 名古屋市 460-0008 052 Aichi Nagoya 9
    北海道 札幌市 060-0061 011 Hokkaido Sapporo 6
    宮城県 仙台市 980-0811 022 Miyagi Sendai 4
    広島県 広島市 730-0011 082 Hiroshima Hiroshima 4
    福岡県 福岡市 810-0001 092 Fukuoka Fukuoka 7
    沖縄県 那覇市 900-0013 098 Okinawa Naha 2`);

export const EMPLOYERS = [
    '青空商事', '港南ソフト', 'みどり製作所', '東都出版', '若葉病院', '第一運輸', 'はやて通信',
    '花岡食品', '西海建設', '北斗学園', 'Blue Harbor K.K.', 'Kita Robotics',
];

/** Katakana as a bank's host writes it: half width, marks apart. */
export function halfWidth(kana) {
    const full = 'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ' +
        'ヤユヨラリルレロワヲンァィゥェォャュョッー';
    const half = 'ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ';
    let out = '';
    for (const c of kana.normalize('NFD')) {
        const i = full.indexOf(c);
        if (i >= 0) out += half[i];
        else out += c === '\u3099' ? 'ﾞ' : c === '\u309a' ? 'ﾟ' : c;
    }
    return out;
}

/** Digits as some people type them. */
export const wide = (text) =>
    text.replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
