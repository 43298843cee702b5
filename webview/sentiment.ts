/** The Sentiment view's page: a document's sentences, as the reader labels them. */
import { createButton, registerControls } from './core/controls';
import { el, setShown } from './core/dom';
import { EmptyState } from './core/empty';
import { vscodeApi } from './core/host';
import { DrawLoop } from './core/loop';
import { NoticeList } from './core/notices';
import { observeTheme, readTheme } from './core/theme';
import { Tooltip } from './core/tooltip';
import { SentimentController } from './sentiment/controller';
import { CourseView } from './sentiment/course';
import { Excerpts } from './sentiment/excerpts';
import { ListView } from './sentiment/list';
import { restoreChoices, type SentimentState } from './sentiment/state';
import { SummaryView } from './sentiment/summary';
import { emptyWords, noticesOf } from './sentiment/words';

function start(): void {
  registerControls();
  const { port, saved, save } = vscodeApi();
  document.documentElement.lang ||= 'en';
  const loop = new DrawLoop(() => draw());
  const requestDraw = () => loop.request();
  const initial: SentimentState = {
    document: undefined,
    listed: new Int32Array(0),
    active: -1,
    cursor: -1,
    choices: restoreChoices(saved),
    problem: null,
  };
  const controller = new SentimentController(port, initial, requestDraw);
  const { intents } = controller;
  const tooltip = new Tooltip();
  const excerpts = new Excerpts((document, indices) => controller.fetchExcerpts(document, indices), requestDraw);
  const showFile = createButton('Show Sentiment of Current File', 'primary', () =>
    intents.command('unroll.showSentiment'),
  );
  const showFolder = createButton('Show Sentiment of Folder', 'secondary', () =>
    intents.command('unroll.showFolderSentiment'),
  );
  const empty = new EmptyState(showFile.element, showFolder.element);
  const notices = new NoticeList();
  const summary = new SummaryView(intents);
  const course = new CourseView(intents, tooltip, () => loop.flush());
  const list = new ListView(intents, excerpts, requestDraw);
  const body = el('div', { class: 'document-body' }, course.element, list.element);
  const main = el('main', { class: 'sentiment' }, empty.element, summary.element, notices.element, body);
  document.body.append(main, tooltip.element);

  let theme = readTheme(document.body);
  let drawnChoices = controller.state.choices;
  observeTheme(() => {
    theme = readTheme(document.body);
    requestDraw();
  });

  function draw(): void {
    const { state } = controller;
    empty.show(...emptyWords(state));
    notices.show(noticesOf(state));
    setShown(body, Boolean(state.document));
    for (const view of [summary, course, list]) view.draw(state, theme);
    if (state.choices !== drawnChoices) {
      drawnChoices = state.choices;
      save(state.choices);
    }
  }

  loop.request();
  controller.start();
}

start();
