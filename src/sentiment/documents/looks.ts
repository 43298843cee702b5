/** What a line or a string looks like: prose, or code. */

/** Code by its first words and its shape. */
const STATEMENT = new RegExp(
  [
    String.raw`^(?:export |declare |public |private |protected |static |async |final )*(?:const|let|var|function|class|interface|enum|def|fn|func|struct|impl|type)\b.*[={(:]`,
    String.raw`^(?:import|from|using|include|require|package|namespace)\b.*(?:['";]|::)`,
    String.raw`^(?:if|for|while|switch|catch|else if|elif|foreach)\s*\(.*\)`,
    String.raw`^(?:return|throw|await|yield|print|echo)\b.*[;()[\]]$`,
    String.raw`^[\w.$[\]"'>-]+\s*(?:[-+*/|&]?=|:=)\s*\S`,
    String.raw`^[\w.$:>-]+\((?:[^()]|\([^()]*\))*\)\s*[;,{]?$|^[\w.$:>-]+\([^)]*$`,
    String.raw`^(?:fi|done|esac|then|else)$|;\s*(?:then|do)$|^(?:if|elif|while) (?:!|\[)`,
    String.raw`^(?:[)}\]]|</|<[A-Za-z][^>]*>$|#include|#define|#if|\$ |>>> |\.\.\. )`,
    String.raw`[;{}]$|=>|\(\)\s*\{|&&|\|\|`,
  ].join('|'),
);
const SYMBOL = /[(){}[\]<>=;&|_$/\\+*^%@#~]/g;
/** Share of a line's units that are symbols, above which it is code. */
const MOST_SYMBOLS = 0.2;

/** Whether a line of a comment is code that was left out, or an example. */
export function looksLikeCode(line: string): boolean {
  // Code lines are short; what is longer is judged by its beginning.
  const start = line.slice(0, 200);
  return STATEMENT.test(start) || (start.match(SYMBOL)?.length ?? 0) > MOST_SYMBOLS * start.length;
}

const WORD = /(?<![^\s"'“‘(])\p{L}[\p{L}'’-]*(?=[\s.,;:!?)"'”’…]|$)/gu;
const LETTER_OR_BLANK = /[\p{L}\s]/gu;
const QUERY = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WITH|GRANT|PRAGMA)\s/;
/** Share of a string's units that are letters and blanks in prose. */
const FEWEST_LETTERS = 0.75;
const FEWEST_WORDS = 3;

/** Whether a string of a program is meant for people: at least three words, mostly letters. */
export function looksLikeProse(string: string): boolean {
  const start = string.slice(0, 400);
  if (QUERY.test(start) || (start.match(WORD)?.length ?? 0) < FEWEST_WORDS) return false;
  return start.match(LETTER_OR_BLANK)!.length >= FEWEST_LETTERS * start.length;
}
