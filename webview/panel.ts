/** The panel's page: composes state, link and views, and draws them. */
import { Controller } from './core/controller';
import { registerControls } from './core/controls';
import { el, setShown } from './core/dom';
import { vscodeApi } from './core/host';
import { DrawLoop } from './core/loop';
import type { Stage } from './core/picture';
import { INITIAL_STATE, restoreView, Store } from './core/state';
import { observeTheme, readTheme, reducedMotion } from './core/theme';
import { COLUMN_RANGE, visibleColumns } from './core/timeline';
import { Speaker, Tooltip } from './core/tooltip';
import type { Scene } from './core/view';
import { ConfusionView } from './confusion/confusion';
import { CurvesView } from './curves/curves';
import { SampleView } from './curves/sample';
import { GradientView } from './gradients/gradients';
import { GraphView } from './graph/graph';
import { EmptyView } from './header/empty';
import { HeaderView } from './header/header';
import { MeasuresView } from './header/measures';
import { NoticesView } from './header/notices';
import { TraceBar } from './header/trace-bar';
import { HeatmapView } from './heatmap/heatmap';

function start(): void {
  registerControls();
  const { port, saved, save } = vscodeApi();
  document.documentElement.lang ||= 'en';
  const loop = new DrawLoop(() => draw());
  const requestDraw = () => loop.request();
  const store = new Store({ ...INITIAL_STATE, view: restoreView(saved) }, requestDraw);
  const controller = new Controller(port, store);
  const { intents } = controller;
  const stage: Stage = {
    intents,
    legible: COLUMN_RANGE.legible,
    tooltip: new Tooltip(),
    speaker: new Speaker(),
    state: () => store.state,
    flush: () => loop.flush(),
  };

  const empty = new EmptyView(intents);
  const header = new HeaderView(intents);
  const measures = new MeasuresView();
  const notices = new NoticesView(intents);
  const traceBar = new TraceBar(intents);
  const graph = new GraphView(stage, requestDraw);
  const heatmap = new HeatmapView(stage);
  const gradients = new GradientView(stage);
  const curves = new CurvesView(stage, requestDraw);
  const sample = new SampleView(intents);
  const confusion = new ConfusionView(stage, requestDraw);
  const below = el('div', { class: 'below' }, curves.element, sample.element, confusion.element);
  const pictures = el('div', { class: 'pictures' }, graph.element, heatmap.element, gradients.element, below);
  const main = el('main', {}, measures.element, empty.element, notices.element, traceBar.element, pictures);
  document.body.append(header.element, main, stage.tooltip.element, stage.speaker.element);

  let theme = readTheme(document.body);
  let drawnView = store.state.view;
  observeTheme(() => {
    theme = readTheme(document.body);
    requestDraw();
  });

  function draw(): void {
    const { state } = store;
    const scene: Scene = { state, theme, still: reducedMotion() };
    for (const view of [header, measures, empty, notices]) view.draw(scene);
    setShown(pictures, state.shown !== null && state.shown.info !== null);
    const timeline = graph.draw(scene);
    traceBar.draw(scene, timeline);
    for (const view of [heatmap, gradients, curves, sample, confusion]) view.draw(scene);
    if (timeline) controller.drawn(visibleColumns(timeline));
    if (state.view !== drawnView) {
      drawnView = state.view;
      save(state.view);
    }
  }

  loop.request();
  controller.start();
}

start();
