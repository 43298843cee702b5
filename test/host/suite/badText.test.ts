import { SMALL, api, reached, refused, withRun } from './unroll';

/** Texts that must train, whatever they hold. */
const TRAINS: Record<string, string> = {
  'one repeated character': 'a'.repeat(5000),
  'a few NUL characters': `${'abc'.repeat(1000)}\0\0${'cba'.repeat(1000)}`,
  'lone surrogates': 'a\ud800b\udc00'.repeat(1000),
  'one line of 1 MB': 'to be or not to be '.repeat(55_000),
  '10 000 distinct characters': Array.from({ length: 20_000 }, (_, i) =>
    String.fromCodePoint(0x4e00 + (i % 10_000)),
  ).join(''),
  'less than one sequence': 'hello world',
  'mixed line ends, tabs and right-to-left text': 'one\r\ntwo\tשלום עולם\n'.repeat(200),
};

/** Texts in which there is nothing to predict, or nothing to read. */
const REFUSED: Record<string, string> = {
  nothing: '',
  'one character': 'a',
  'one emoji': '👩🏽‍🚀',
  'NUL bytes': 'ab\0c'.repeat(1000),
  'binary content': Array.from({ length: 6000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join(''),
};

describe('a text', () => {
  for (const [what, text] of Object.entries(TRAINS))
    it(`of ${what} trains`, () => withRun((run) => reached(run, 3), {}, text));

  for (const [what, text] of Object.entries(REFUSED))
    it(`of ${what} is refused with words`, async () => refused((await api()).train(text, SMALL), what));
});
