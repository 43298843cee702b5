/** The Sentence panel's page: one sentence, read closely. */
import { registerControls } from './core/controls';
import { el, setShown } from './core/dom';
import { EmptyState } from './core/empty';
import { vscodeApi } from './core/host';
import { DrawLoop } from './core/loop';
import { NoticeList } from './core/notices';
import type { Stage } from './core/picture';
import { Store } from './core/state';
import { observeTheme, readTheme, reducedMotion } from './core/theme';
import { TimeControls } from './core/time-controls';
import { Speaker, Tooltip } from './core/tooltip';
import { GradientView } from './gradients/gradients';
import { GraphView } from './graph/graph';
import { HeatmapView } from './heatmap/heatmap';
import { AnswerView } from './sentence/answer';
import { SentenceController } from './sentence/controller';
import { EditView } from './sentence/edit';
import { HeaderView } from './sentence/header';
import { OrderView } from './sentence/order';
import { RunningView } from './sentence/running';
import type { SentenceScene } from './sentence/scene';
import { initialState, type Saved } from './sentence/state';
import { emptyWords, noticesOf } from './sentence/notices';
import { WordsView } from './sentence/words';

/** Wide enough for most words; longer ones end in an ellipsis. */
const WORD_WIDTH = 64;

function start(): void {
  registerControls();
  const { port, saved, save } = vscodeApi();
  document.documentElement.lang ||= 'en';
  const loop = new DrawLoop(() => draw());
  const requestDraw = () => loop.request();
  const store = new Store(initialState(saved), requestDraw);
  const controller = new SentenceController(port, store);
  const { intents } = controller;
  const stage: Stage = {
    intents,
    legible: WORD_WIDTH,
    tooltip: new Tooltip(),
    speaker: new Speaker(),
    state: () => store.state,
    flush: () => loop.flush(),
  };

  const empty = new EmptyState();
  const header = new HeaderView();
  const notices = new NoticeList();
  const edit = new EditView(intents);
  const answer = new AnswerView();
  const words = new WordsView(stage, intents);
  const order = new OrderView(intents, stage.speaker);
  const time = new TimeControls(intents);
  const running = new RunningView(stage);
  const graph = new GraphView(stage, requestDraw);
  const heatmap = new HeatmapView(stage);
  const gradients = new GradientView(stage);
  const top = el('div', { class: 'sentence-top' }, edit.element, answer.element);
  const sliders = el('div', { class: 'trace-row sliders sentence-sliders' }, time.timestep, time.zoom, time.fit);
  const lessons = el('div', { class: 'lessons' }, top, words.element, order.element);
  const onTime = [running.element, graph.element, heatmap.element, gradients.element];
  const pictures = el('div', { class: 'pictures' }, sliders, ...onTime);
  const main = el('main', {}, empty.element, notices.element, lessons, pictures);
  document.body.append(header.element, main, stage.tooltip.element, stage.speaker.element);

  let theme = readTheme(document.body);
  let kept: Omit<Saved, 'text'> = store.state;
  observeTheme(() => {
    theme = readTheme(document.body);
    requestDraw();
  });

  function draw(): void {
    const { state } = store;
    const scene: SentenceScene = { state, theme, still: reducedMotion() };
    const isOpen = state.first.reading !== null;
    empty.show(...emptyWords(state));
    notices.show(noticesOf(state));
    setShown(lessons, isOpen);
    setShown(pictures, isOpen);
    for (const view of [header, edit, answer, words, order, running]) view.draw(scene);
    time.draw(state, graph.draw(scene));
    for (const view of [heatmap, gradients]) view.draw(scene);
    const { view, draft } = state;
    if (view !== kept.view || draft !== kept.draft) {
      kept = { view, draft };
      save({ text: draft.text, ...kept } satisfies Saved);
    }
  }

  loop.request();
  controller.start();
}

start();
