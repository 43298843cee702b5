import type { Generator } from '../engine/generator';

/** Puts a list into random order in place, every order equally likely (Fisher & Yates; Durstenfeld 1964). */
export function shuffle<T>(list: T[], generator: Generator): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(generator.uniform() * (i + 1));
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}
