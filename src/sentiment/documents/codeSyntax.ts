/** How comments and strings are written in the languages of VS Code, by language id. */
import { stringSyntax } from './strings';
import type { StringForm, StringSyntax } from './strings';

export interface CodeSyntax {
  readonly line: readonly string[];
  /** Opening and closing mark; nested ones count where `nested` is set. */
  readonly block: readonly (readonly [open: string, close: string])[];
  readonly nested?: boolean;
  readonly strings: readonly StringSyntax[];
  /** Characters that would be taken for the start of a string. */
  readonly atoms?: readonly string[];
  /** `/…/` is a pattern where an expression may begin. */
  readonly patterns?: boolean;
  /** A line comment begins at the start of a word only: `$#` and `a#b` are none. */
  readonly spaced?: boolean;
}

const quoted = (mark: string, more: Partial<StringForm> = {}): StringSyntax =>
  stringSyntax({ open: mark, close: mark, escape: 'backslash', multiline: false, ...more });
/** A string between quotation marks with escapes behind a backslash, as in JSON. */
export const QUOTED = quoted('"');
const SINGLE = quoted("'");
const BOTH = [QUOTED, SINGLE];
const LONG = [quoted('"'), quoted("'")].map((syntax) => ({ ...syntax, multiline: true }));
const TEMPLATE = quoted('`', { multiline: true, template: true });
const RAW_BACKTICK = quoted('`', { multiline: true, escape: 'none' });
const TRIPLE = quoted('"""', { multiline: true });
const DOCUMENTING = ['"""', "'''"].map((mark) => quoted(mark, { multiline: true, documents: true }));
const DOUBLED = ['"', "'"].map((mark) => quoted(mark, { multiline: true, escape: 'doubled' }));
const VERBATIM = { ...DOUBLED[0]!, open: '@"' };
const raw = (open: string, close: string): StringSyntax =>
  stringSyntax({ open, close, escape: 'none', multiline: true });
const RAW_RUST = [raw('r"', '"'), raw('r#"', '"#'), raw('r##"', '"##')];
const QUOTE_ATOMS = [`'"'`, String.raw`'\"'`];

const SLASHES = { line: ['//'], block: [['/*', '*/']] } as const;
const HASH = { line: ['#'], block: [] } as const;

const C: CodeSyntax = { ...SLASHES, strings: BOTH };
const JAVA: CodeSyntax = { ...SLASHES, strings: [TRIPLE, ...BOTH] };
const SCRIPT: CodeSyntax = { ...SLASHES, strings: [TEMPLATE, ...BOTH], patterns: true };
const JSON_SYNTAX: CodeSyntax = { ...SLASHES, strings: [QUOTED] };
const PYTHON: CodeSyntax = { ...HASH, strings: [...DOCUMENTING, ...BOTH] };
const SHELL: CodeSyntax = { ...HASH, strings: LONG, spaced: true };
const SETTINGS: CodeSyntax = { ...HASH, strings: BOTH, spaced: true };
const LISP: CodeSyntax = { line: [';'], block: [['#|', '|#']], strings: [LONG[0]!], atoms: [String.raw`\"`, '#\\"'] };
const SILENT = ['"', "'"].map((mark) => quoted(mark, { silent: true }));
const STYLE: CodeSyntax = { line: [], block: [['/*', '*/']], strings: SILENT };
const SQL: CodeSyntax = { line: ['--'], block: [['/*', '*/']], strings: DOUBLED };
const ML: CodeSyntax = { line: [], block: [['(*', '*)']], nested: true, strings: [LONG[0]!], atoms: QUOTE_ATOMS };
const RUBY: CodeSyntax = { line: ['#'], block: [['\n=begin', '\n=end']], strings: BOTH, spaced: true };

const TABLE: Readonly<Record<string, CodeSyntax>> = {
  'c cpp cuda-cpp objective-c objective-cpp arduino glsl hlsl shaderlab proto3 proto verilog systemverilog': C,
  'java kotlin scala groovy swift dart': JAVA,
  'typescript typescriptreact javascript javascriptreact': SCRIPT,
  'json jsonc json5': JSON_SYNTAX,
  'python starlark': PYTHON,
  'shellscript dockerfile makefile cmake perl tcl fish coffeescript': SHELL,
  'yaml dockercompose toml properties gitignore ignore git-rebase editorconfig r nginx': SETTINGS,
  'clojure lisp scheme racket elisp': LISP,
  'css postcss': STYLE,
  'sql plsql mysql pgsql': SQL,
  'fsharp ocaml': ML,
  'ruby crystal': RUBY,
  'scss less sass stylus': { ...SLASHES, strings: SILENT },
  csharp: { ...SLASHES, strings: [TRIPLE, VERBATIM, ...BOTH] },
  go: { ...SLASHES, strings: [RAW_BACKTICK, ...BOTH] },
  rust: { ...SLASHES, nested: true, strings: [...RAW_RUST, LONG[0]!], atoms: QUOTE_ATOMS },
  zig: { line: ['//'], block: [], strings: [QUOTED], atoms: QUOTE_ATOMS },
  php: { line: ['//', '#'], block: [['/*', '*/']], strings: LONG },
  lua: { line: ['--'], block: [['--[[', ']]']], strings: [raw('[[', ']]'), ...BOTH] },
  'haskell purescript elm': {
    line: ['--'],
    block: [['{-', '-}']],
    nested: true,
    strings: [QUOTED],
    atoms: QUOTE_ATOMS,
  },
  elixir: { ...HASH, strings: [...DOCUMENTING, ...LONG], spaced: true },
  julia: { line: ['#'], block: [['#=', '=#']], nested: true, strings: [{ ...TRIPLE, documents: true }, LONG[0]!] },
  powershell: {
    line: ['#'],
    block: [['<#', '#>']],
    strings: [raw('@"', '"@'), raw("@'", "'@"), ...LONG],
    spaced: true,
  },
  'matlab erlang octave': { line: ['%'], block: [], strings: [QUOTED] },
  'terraform hcl graphql nix': { line: ['#', '//'], block: [['/*', '*/']], strings: [TRIPLE, QUOTED], spaced: true },
  'bat cmd': { line: ['REM ', 'rem ', '::'], block: [], strings: [QUOTED] },
  vb: { line: ["'"], block: [], strings: [{ ...DOUBLED[0]!, multiline: false }] },
  'ini dotenv': { line: [';', '#'], block: [], strings: BOTH, spaced: true },
};

/** Comments and strings of a language, or undefined for one that is not known to be a programming language. */
export const CODE_LANGUAGES: ReadonlyMap<string, CodeSyntax> = new Map(
  Object.entries(TABLE).flatMap(([ids, syntax]) => ids.split(' ').map((id) => [id, syntax] as const)),
);
