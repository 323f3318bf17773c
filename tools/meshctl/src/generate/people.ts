// What the generated people are called and where they are reached: one entry for each way of
// writing names that a travel group meets, with the phone numbers that go with it.
import { pickEvenly, type Weighted, weightedPicker } from './weighted.ts';
import type { SeededRandom } from './seeded-random.ts';

export interface Locale {
  /** BCP 47, such as "zh-Hans". */
  language: string;
  given: readonly string[];
  family: readonly string[];
  /** Joins the two: "family first" without a space in Han, "given first" with one elsewhere. */
  compose: (given: string, family: string) => string;
  /** Calling code and mobile prefix, such as "+8613". */
  phonePrefixes: readonly string[];
  /** Digits after the prefix. */
  phoneDigits: number;
  cities: readonly string[];
}

const familyFirst = (given: string, family: string): string => `${family}${given}`;
const familyFirstSpaced = (given: string, family: string): string => `${family} ${given}`;
const givenFirst = (given: string, family: string): string => `${given} ${family}`;

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

const chinese: Locale = {
  language: 'zh-Hans',
  given:
    words(`伟 芳 娜 敏 静 秀英 丽 强 磊 洋 艳 勇 军 杰 娟 涛 超 明 霞 平 刚 桂英 梓涵 子轩 雨桐 浩然 欣怡
    诗涵 宇航 思远 嘉怡 俊杰 晓明 建国 海燕 玉兰 志强 文博 若曦 一诺 沐宸 佳琪 天佑 雪 龙 晨曦 睿`),
  family:
    words(`王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧
    程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 欧阳 司马 上官 诸葛`),
  compose: familyFirst,
  phonePrefixes: ['+86131', '+86135', '+86138', '+86150', '+86158', '+86177', '+86186', '+86199'],
  phoneDigits: 8,
  cities: words(
    '苏州 上海 北京 杭州 成都 广州 深圳 南京 西安 重庆 武汉 厦门 昆明 哈尔滨 拉萨 乌鲁木齐',
  ),
};

const traditionalChinese: Locale = {
  language: 'zh-Hant',
  given: words('志明 淑芬 家豪 怡君 俊傑 雅婷 宗翰 詩涵 冠宇 佩珊 嘉欣 子聰 曉彤 偉倫 麗華 國強'),
  family: words('陳 林 黃 張 李 王 吳 劉 蔡 楊 許 鄭 謝 洪 郭 邱 曾 廖 賴 歐陽'),
  compose: familyFirst,
  phonePrefixes: ['+8869', '+8526', '+8529'],
  phoneDigits: 7,
  cities: words('台北 高雄 台中 香港 九龍 澳門'),
};

const latin: Locale = {
  language: 'en',
  given:
    words(`Olivia Liam Émile Zoë Søren Björn Łukasz Agnieszka José María João Conceição François Chloë
    Jürgen Anaïs Håkon Åsa Otakar Jiří Željko İbrahim Gülşen Siân Niamh Renée Noël Iñigo Mário Ștefan
    Emma Noah Ava Mia James Grace`),
  family:
    words(`Smith O'Brien García Müller Nguyễn Øster Škoda Kowalczyk Lefèvre D’Angelo Núñez Weiß Çelik
    Åkesson Petrović Horváth Bîrlădeanu Jónsdóttir Ó-Súilleabháin Gonçalves van-der-Berg MacDonald Taylor
    Jones Brown Martin Rossi Šimůnek Ağaoğlu`),
  compose: givenFirst,
  phonePrefixes: ['+447', '+336', '+4915', '+3466', '+4850', '+4670', '+351917', '+9053'],
  phoneDigits: 8,
  cities: words('London Paris München Málaga Kraków Malmö Lisboa İzmir Zürich Reykjavík'),
};

const vietnamese: Locale = {
  language: 'vi',
  given: words('Anh Bảo Châu Dũng Hạnh Hương Khánh Linh Ngọc Phương Quốc Thảo Trúc Tuấn Xuân Yến'),
  family: words('Nguyễn Trần Lê Phạm Huỳnh Hoàng Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương'),
  compose: familyFirstSpaced,
  phonePrefixes: ['+8490', '+8498', '+8437'],
  phoneDigits: 7,
  cities: ['Hà Nội', 'Đà Nẵng', 'Huế', 'Cần Thơ'],
};

const cyrillic: Locale = {
  language: 'ru',
  given: words(
    'Анна Дмитрий Ольга Сергій Юлія Иван Ёлка Наталья Фёдор Щепан Мария Олександр Їван Ґалина',
  ),
  family: words(
    'Иванова Смирнов Кузнецов Шевченко Коваленко Попов Щербаков Бойко Цветкова Жуков Ющенко',
  ),
  compose: givenFirst,
  phonePrefixes: ['+7912', '+7926', '+38067', '+37529'],
  phoneDigits: 7,
  cities: words('Москва Київ Казань Минск Владивосток'),
};

const arabic: Locale = {
  language: 'ar',
  given: words('محمد فاطمة أحمد عائشة يوسف مريم خالد زينب عمر ليلى إبراهيم نورة'),
  family: words('الحسن العلي المصري الهاشمي القحطاني البغدادي التونسي الفاسي الشريف'),
  compose: givenFirst,
  phonePrefixes: ['+97150', '+96655', '+2010'],
  phoneDigits: 7,
  cities: words('دبي الرياض القاهرة الدوحة'),
};

const hindi: Locale = {
  language: 'hi',
  given: words('आरव अनन्या विहान दीया अर्जुन इशिता कृष्ण प्रिया रोहित श्रेया मोहन लक्ष्मी'),
  family: words('शर्मा वर्मा सिंह गुप्ता पटेल मिश्रा जोशी चौधरी त्रिपाठी श्रीवास्तव'),
  compose: givenFirst,
  phonePrefixes: ['+9198', '+9197', '+9170'],
  phoneDigits: 8,
  cities: words('दिल्ली मुंबई जयपुर वाराणसी'),
};

const korean: Locale = {
  language: 'ko',
  given: words('민준 서연 도윤 서현 하준 지우 예은 지훈 수아 현우 은지 성민 다은 준호'),
  family: words('김 이 박 최 정 강 조 윤 장 임 한 오 남궁 황보'),
  compose: familyFirst,
  phonePrefixes: ['+8210'],
  phoneDigits: 8,
  cities: words('서울 부산 제주 인천'),
};

const japanese: Locale = {
  language: 'ja',
  given: words('さくら ひなた 翔太 美咲 ケンジ ゆい 大輔 陽菜 タロウ あおい 健一 結衣'),
  family: words('佐藤 鈴木 高橋 田中 渡邊 伊藤 山本 中村 小林 サトウ たかはし 齋藤'),
  compose: familyFirstSpaced,
  phonePrefixes: ['+8190', '+8180', '+8170'],
  phoneDigits: 8,
  cities: words('東京 大阪 札幌 那覇'),
};

const thai: Locale = {
  language: 'th',
  given: words('สมชาย สมหญิง มาลี ณัฐ พิมพ์ชนก ธนกร กัญญา อนุชา'),
  family: words('ใจดี แสงทอง วงศ์สุวรรณ ศรีสุข บุญมี รัตนโกสินทร์'),
  compose: givenFirst,
  phonePrefixes: ['+6681', '+6689'],
  phoneDigits: 7,
  cities: words('กรุงเทพฯ เชียงใหม่ ภูเก็ต'),
};

/** People who go by what they typed into an app; what a CSV reader trips over is in here too. */
const nicknames: readonly string[] = [
  '🌸小樱🌸',
  '风一样的👨‍👩‍👧旅客',
  'Zed, "the traveller"',
  '~~~*旅行者*~~~',
  'naïve_café ☕️',
  '🇨🇳🏔️西行',
  'user;42|x',
  "l'étranger, again",
  '｡◕‿◕｡ momo',
  '𝕊𝕜𝕪 𝕎𝕒𝕝𝕜𝕖𝕣',
  '糖糖 "Candy"',
  '👩🏽‍✈️ Captain',
  '　全角　空格　',
  'İstanbul’a gider',
];

const LOCALES: Weighted<Locale> = [
  [chinese, 56],
  [traditionalChinese, 5],
  [latin, 15],
  [vietnamese, 3],
  [cyrillic, 4],
  [arabic, 3],
  [hindi, 3],
  [korean, 4],
  [japanese, 4],
  [thai, 3],
];

const NICKNAME_SHARE = 0.04;

export const pickLocale = weightedPicker(LOCALES);

export function nameOf(random: SeededRandom, locale: Locale): string {
  if (random.fraction() < NICKNAME_SHARE) return pickEvenly(random, nicknames);
  return locale.compose(pickEvenly(random, locale.given), pickEvenly(random, locale.family));
}

/** E.164; not promised to be in use, nor not to be. */
export function phoneOf(random: SeededRandom, locale: Locale): string {
  return pickEvenly(random, locale.phonePrefixes) + digits(random, locale.phoneDigits);
}

export function digits(random: SeededRandom, count: number): string {
  let text = '';
  for (let left = count; left > 0; left -= 6) {
    const width = Math.min(left, 6);
    text += String(random.below(10 ** width)).padStart(width, '0');
  }
  return text;
}
