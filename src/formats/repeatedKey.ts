/**
 * The first key that stands twice in one object of a JSON text, or null. `JSON.parse` keeps the last of them in silence,
 * which would let a file mean different things to different readers. The text must be valid JSON.
 */
export function repeatedKey(json: string): string | null {
  /** Keys of the objects that are open; null stands for an array. */
  const open: (Set<string> | null)[] = [];
  let text = '';
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(null);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const start = at;
      while (json[++at] !== '"') if (json[at] === '\\') at++;
      text = json.slice(start, at + 1);
    } else if (character === ':') {
      const key = JSON.parse(text) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return null;
}
