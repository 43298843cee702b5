/** Tells text from what only looks like it: binary content, or text read in the wrong encoding. */

/** Fewer suspicious characters than this say nothing: a NUL or two inside normal text is allowed. */
const FEWEST = 16;
/** Share of a text's code units above which it is not taken for text. */
const NUL_SHARE = 0.2;
const CONTROL_SHARE = 0.05;
const REPLACEMENT_SHARE = 0.1;

/** Why `text` does not look like text, in words for the user with the next step; null when it does. */
export function describeBinary(text: string): string | null {
  const { nul, control, replacement } = countSuspicious(text);
  const share = (count: number): number => (count < FEWEST ? 0 : count / text.length);
  if (share(nul) > NUL_SHARE) {
    return `${percent(share(nul))} of this text are NUL characters: it is binary, or UTF-16 opened as another encoding. Choose "Reopen with Encoding" in the editor, or select readable text.`;
  }
  if (share(control) > CONTROL_SHARE) {
    return `${percent(share(control))} of this text are control characters: it looks like binary content. Select readable text, or open a text file.`;
  }
  if (share(replacement) > REPLACEMENT_SHARE) {
    return `${percent(share(replacement))} of this text could not be decoded (U+FFFD): it is binary, or opened in the wrong encoding. Choose "Reopen with Encoding" in the editor, or select readable text.`;
  }
  return null;
}

function countSuspicious(text: string) {
  let nul = 0;
  let control = 0;
  let replacement = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0) nul++;
    else if ((unit < 32 && !isLayout(unit)) || (unit >= 127 && unit < 160)) control++;
    else if (unit === 0xfffd) replacement++;
  }
  return { nul, control, replacement };
}

/** Backspace, tab, newline, vertical tab, form feed, carriage return, and escape (terminal colours). */
function isLayout(unit: number): boolean {
  return (unit >= 8 && unit <= 13) || unit === 27;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
