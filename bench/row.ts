/** One line of a benchmark's output. */
export type Row = Readonly<Record<string, string | number | null>>;
