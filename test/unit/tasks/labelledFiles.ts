/** Files of labelled texts for tests, made of words of this project's own. */

export interface Labelled {
  readonly label: string;
  readonly text: string;
}

export const toTabs = (rows: readonly Labelled[]): string =>
  rows.map(({ label, text }) => `${label}\t${text}`).join('\n');

export const toCommas = (rows: readonly Labelled[]): string =>
  ['label,text', ...rows.map(({ label, text }) => `${quoted(label)},${quoted(text)}`)].join('\r\n');

export const toJsonLines = (rows: readonly Labelled[]): string =>
  rows.map(({ label, text }) => JSON.stringify({ id: 7, label, about: { text: ['"}'] }, text })).join('\n');

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;

const MOODS = {
  calm: ['lovely', 'bright', 'gentle', 'warm'],
  rough: ['bleak', 'bitter', 'rude', 'cold'],
} as const;
const PLACES = ['harbour', 'garden', 'tram', 'market', 'bridge', 'library'];

/** Sentences whose adjective tells the label, in a fixed mixed order; no two are the same up to 96. */
export function moods(count: number): Labelled[] {
  return Array.from({ length: count }, (_, i) => {
    const label = i % 3 === 0 ? 'calm' : 'rough';
    const word = MOODS[label][Math.floor(i / 3) % 4]!;
    const place = PLACES[Math.floor(i / 12) % 6]!;
    return { label, text: `The ${place} was ${word}${i % 2 === 0 ? '' : ' once more'} at ${i}.` };
  });
}
