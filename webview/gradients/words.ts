import { formatPower, formatShare, plural, powerOfTen } from '../core/format';
import type { Verdict } from './vanishing';

/** The verdict as a sentence about one layer. */
export function sentence(verdict: Verdict, symbol: string): string {
  switch (verdict.kind) {
    case 'none':
      return `${symbol}: no gradient yet.`;
    case 'notFinite':
      return `${symbol} is not finite at t=${verdict.at}.`;
    case 'vanishes': {
      const { at, steps, peak } = verdict;
      return `${symbol} vanishes at t=${at}, ${plural(steps, 'step')} back from its maximum at t=${peak}: under ${powerOfTen(-6)} of it.`;
    }
    case 'survives': {
      const { least, leastAt } = verdict;
      const share = least < 0.001 ? formatPower(least, 1) : formatShare(least);
      return `${symbol} does not vanish in this window: at least ${share} of its maximum (t=${leastAt}).`;
    }
  }
}
