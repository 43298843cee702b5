import { contrastRatio, cssColor, distance, hueDistance, mix, over, parseColor, type Rgb } from './color';
import { DivergingScale } from './diverging';

/** The four kinds of theme VS Code tells a webview about. */
type ThemeKind = 'vscode-light' | 'vscode-dark' | 'vscode-high-contrast' | 'vscode-high-contrast-light';

/** Everything a canvas needs to look like the workbench around it. Colours are CSS text unless named otherwise. */
export interface Theme {
  readonly kind: ThemeKind;
  /** True in both high-contrast kinds: sign and state are then also told by shape, never by colour alone. */
  readonly contrast: boolean;
  readonly background: string;
  readonly foreground: string;
  /** Secondary text. */
  readonly muted: string;
  /** Grid lines, axes and separators. */
  readonly line: string;
  readonly focus: string;
  /** Fill over hovered and over selected columns. */
  readonly hover: string;
  readonly selection: string;
  /** Gradient that runs back in time. */
  readonly gradient: string;
  readonly warning: string;
  readonly error: string;
  /** Distinct line colours, in order of use. */
  readonly series: readonly string[];
  readonly scale: DivergingScale;
  /** The same scale for what lies behind words: its ends are as strong as the words stay legible on. */
  readonly tint: DivergingScale;
  /** A text that speaks well or ill of something. */
  readonly positive: string;
  readonly negative: string;
  /** Fonts for `CanvasRenderingContext2D.font`: words, names of rows, and tokens in the editor's own font. */
  readonly labelFont: string;
  readonly nameFont: string;
  readonly tokenFont: string;
}

/** Two lines whose colours are nearer than this (OKLab) look alike. */
const DISTINCT = 0.15;
/** Two hues nearer than this are hard to tell apart as the ends of one scale. */
const FAR_HUES = 70;
/** WCAG's least contrast for graphics, and for text: in high contrast, graphics keep to the latter. */
const LEAST_CONTRAST = 3;
const LEAST_TEXT_CONTRAST = 4.5;

/** Reads the theme from VS Code's variables. Variables may be empty (no contrast border outside high contrast). */
export function readTheme(body: HTMLElement): Theme {
  const style = getComputedStyle(body);
  const kind = themeKind(body);
  const dark = kind === 'vscode-dark' || kind === 'vscode-high-contrast';
  const contrast = kind === 'vscode-high-contrast' || kind === 'vscode-high-contrast-light';
  const fallback: Rgb = dark ? { r: 0, g: 0, b: 0, a: 1 } : { r: 255, g: 255, b: 255, a: 1 };
  const first = (names: readonly string[]): Rgb | null => {
    for (const name of names) {
      const color = parseColor(style.getPropertyValue(`--vscode-${name}`));
      if (color && color.a > 0) return color;
    }
    return null;
  };
  const background = over(first(['editor-background']) ?? fallback, fallback);
  const ink = over(first(['editor-foreground', 'foreground']) ?? (dark ? WHITE : BLACK), background);
  const solid = (...names: readonly string[]) => over(first(names) ?? ink, background);

  // Some chart colours are translucent (they also mark the minimap) or empty: the hue counts, at full strength.
  const charts = (...names: readonly string[]) =>
    names.flatMap((name) => {
      const color = first([`charts-${name}`]);
      return color ? [{ ...color, a: 1 }] : [];
    });
  const blue = charts('blue')[0] ?? ink;
  const warm = charts('orange', 'red', 'yellow', 'purple');
  const least = contrast ? LEAST_TEXT_CONTRAST : LEAST_CONTRAST;
  const isVisible = (color: Rgb) => contrastRatio(color, background) >= least;
  const far = warm.filter((color) => hueDistance(color, blue) > FAR_HUES);
  const positive = (contrast ? far.find(isVisible) : far[0]) ?? ink;
  const visible = charts('blue', 'orange', 'green', 'red', 'yellow', 'purple').filter(isVisible);
  const series = distinct(visible).concat(ink);
  const leaning = (name: string, chart: string) => cssColor({ ...solid(`unroll-${name}`, `charts-${chart}`), a: 1 });
  const purple = charts('purple')[0] ?? ink;
  const quiet = over(first(['descriptionForeground']) ?? mix(ink, background, 0.3), background);
  const family = style.getPropertyValue('--vscode-font-family').trim() || 'sans-serif';
  const mono = style.getPropertyValue('--vscode-editor-font-family').trim() || 'monospace';
  const selected = first(['editor-selectionBackground']) ?? { ...blue, a: 0.4 };
  return {
    kind,
    contrast,
    background: cssColor(background),
    foreground: cssColor(ink),
    muted: cssColor(contrast ? ink : quiet),
    line: cssColor(mix(background, ink, contrast ? 0.4 : 0.16)),
    focus: cssColor(solid('focusBorder')),
    hover: cssColor({ ...ink, a: 0.1 }),
    selection: cssColor({ ...selected, a: Math.min(selected.a, 0.35) }),
    gradient: cssColor(purple),
    warning: cssColor(solid('charts-yellow', 'editorWarning-foreground')),
    error: cssColor(solid('errorForeground', 'charts-red')),
    series: series.map(cssColor),
    scale: new DivergingScale(blue, background, positive, purple),
    tint: new DivergingScale(behind(blue, background, ink), background, behind(positive, background, ink), purple),
    positive: leaning('positive', 'green'),
    negative: leaning('negative', 'red'),
    labelFont: `11px ${family}`,
    nameFont: `13px ${family}`,
    tokenFont: `12px ${mono}`,
  };
}

/** The strongest mix of a colour into the background on which the ink can still be read. */
function behind(color: Rgb, background: Rgb, ink: Rgb): Rgb {
  const shares = Array.from({ length: 20 }, (_, i) => 1 - i / 20);
  const share = shares.find((one) => contrastRatio(mix(background, color, one), ink) >= LEAST_TEXT_CONTRAST) ?? 0;
  return mix(background, color, share);
}

const WHITE: Rgb = { r: 255, g: 255, b: 255, a: 1 };
const BLACK: Rgb = { r: 0, g: 0, b: 0, a: 1 };

function themeKind(body: HTMLElement): ThemeKind {
  const kind = body.dataset['vscodeThemeKind'];
  if (kind === 'vscode-light' || kind === 'vscode-high-contrast' || kind === 'vscode-high-contrast-light') return kind;
  return 'vscode-dark';
}

/** Leaves out colours that look like one before them: some themes give two variables nearly one colour. */
function distinct(colors: readonly Rgb[]): Rgb[] {
  return colors.filter((color, i) => colors.slice(0, i).every((earlier) => distance(earlier, color) > DISTINCT));
}

/** Calls back whenever VS Code changes the theme under the page. Returns a function that stops. */
export function observeTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  const attributeFilter = ['class', 'style', 'data-vscode-theme-kind', 'data-vscode-theme-id'];
  observer.observe(document.body, { attributeFilter });
  // The variables themselves are set on the root element.
  observer.observe(document.documentElement, { attributeFilter });
  return () => observer.disconnect();
}

/** Whether motion is unwelcome: by the system (media query) or by VS Code's own setting (class). */
export function reducedMotion(): boolean {
  return (
    matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion')
  );
}
