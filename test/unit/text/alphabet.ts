/** Text for property tests: everything that makes positions hard. */
import fc from 'fast-check';

const PARTS = [
  ...['a', 'b', 'Z', 'é', 'e\u0301', '\u0301', ' ', '  ', '\t', '\n', '\r\n', '\r', '\0', '.', ',', '-', "'", '3', '_'],
  ...[
    '👍🏽',
    '👩‍👩‍👧',
    '🇫🇷',
    '🇫',
    '\u200d',
    '\ufe0f',
    '\ud83d',
    '\ude00',
    '日本',
    'かな',
    'ไทย',
    'नि',
    '한글',
    '\u1112\u1161',
  ],
  ...['שלום', 'ال', '\u202e', '\u00a0', '\u00ad', '\ufeff', '\ufffd', "don't", '1,000.5'],
];

export const hardText = (maxLength = 40): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...PARTS), { maxLength }).map((parts) => parts.join(''));
