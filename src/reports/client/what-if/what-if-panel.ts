import type { SimulationResult } from '../../../sim/model/result.js';
import { reasonText } from '../../answer.js';
import { panelWords } from '../../page/what-if-section.js';
import { differences } from '../../what-if/differences.js';
import type { Settings } from '../../what-if/knob.js';
import type { WhatIfData } from '../../what-if/page-data.js';
import { changedSettings, settingProblems } from '../../what-if/settings.js';
import type { Answer } from '../../what-if/what-if.js';
import { button } from '../button.js';
import { readState, writeState } from '../page-state.js';
import { fileName, saveFile } from '../save-file.js';
import { differencesTable } from './differences-table.js';
import { knobField } from './knob-field.js';
import { simulatorOf } from './simulator.js';
import { sweepView } from './sweep-view.js';

/** Where the settings are kept in the address. */
const stateKey = 'what-if';

/** The settings are written into the address at once and then no more often than this: browsers let a page do so a few hundred times in a row. */
const pauseMilliseconds = 150;

/**
 * Fills `#what-if` with a form of the settings of the page's result, and simulates in a worker what a reader sets. The base and the knobs are in `#archsim-what-if`, the
 * program of the worker in `#archsim-engine`, the result in `#archsim-results`; nothing is done where one of them is not there. `redraw` gets each new result that fits, and
 * the original where it is set back; `tell` is given what holds a figure of the panel, for its marks.
 */
export function startWhatIf(page: Document, redraw: (result: SimulationResult) => void = () => undefined, tell: (frame: HTMLElement) => void = () => undefined): void {
  const place = page.getElementById('what-if');
  const data = valueIn(page, 'archsim-what-if') as WhatIfData | undefined;
  const program = valueIn(page, 'archsim-engine') as string | undefined;
  const [original] = (valueIn(page, 'archsim-results') ?? []) as readonly SimulationResult[];
  if (place === null || data === undefined || program === undefined || original === undefined) return;
  const { knobs } = data;
  const simulator = simulatorOf(program, data);
  const lines = sweepView(page, knobs, simulator, tell);
  let last: Answer | undefined;
  let drawn = original;
  let [timer, stateTimer, written] = [0, 0, -Infinity];

  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(simulate);
  };
  const fields = knobs.map((knob) => knobField(page, knob, changed));
  const status = page.createElement('span');
  status.className = 'muted';
  status.setAttribute('role', 'status');
  const answer = page.createElement('div');
  answer.className = 'answer-area';
  const reset = button(panelWords.reset, 'Reset all settings to those of the experiment', () => {
    for (const { knob, show } of fields) show(knob.value);
    changed();
  });
  const save = button(panelWords.save, 'Save experiment with these settings, for archsim run', () => {
    if (last?.kind !== 'result') return;
    saveFile(fileName(last.experiment.name, 'experiment.json'), new Blob([`${JSON.stringify(last.experiment, null, 2)}\n`], { type: 'application/json' }));
  });

  const settingsOf = (): Settings | undefined => {
    const settings: Record<string, Settings[string]> = {};
    for (const { knob, value } of fields) {
      const found = value();
      if (found === undefined) return undefined;
      settings[knob.path] = found;
    }
    return changedSettings(knobs, settings);
  };
  const draw = (result: SimulationResult): void => {
    if (result !== drawn) redraw(result);
    drawn = result;
  };
  const showAnswer = (given: Answer | undefined, count: number): void => {
    last = given;
    save.disabled = given?.kind !== 'result';
    reset.disabled = count === 0;
    answer.replaceChildren();
    if (given === undefined) {
      status.textContent = panelWords.nothing;
      answer.append(original.feasible ? differencesTable(page, differences(original, original)) : noticeOf(page, 'Does not fit', original.reasons.map(reasonText)));
      draw(original);
    } else if (given.kind === 'problems') {
      status.textContent = 'These settings cannot be simulated.';
      answer.append(noticeOf(page, 'Not simulated', given.problems));
    } else if (!given.result.feasible) {
      status.textContent = 'The design does not fit.';
      answer.append(noticeOf(page, 'Does not fit', given.result.reasons.map(reasonText)));
    } else {
      status.textContent = `${count} ${count === 1 ? 'setting' : 'settings'} changed.`;
      answer.append(differencesTable(page, differences(original, given.result)));
      draw(given.result);
    }
  };
  const simulate = (): void => {
    const settings = settingsOf();
    if (settings === undefined) {
      status.textContent = 'A setting has no value.';
      return;
    }
    const count = Object.keys(settings).length;
    clearTimeout(stateTimer);
    const write = (): void => {
      written = performance.now();
      writeState(stateKey, count === 0 ? '' : JSON.stringify(settings));
    };
    if (count === 0 || performance.now() - written > pauseMilliseconds) write();
    else stateTimer = setTimeout(write, pauseMilliseconds);
    lines.follow(settings);
    if (count === 0) {
      simulator.forget();
      showAnswer(undefined, 0);
    } else {
      simulator.run(settings, (given) => { showAnswer(given, count); });
    }
  };

  place.classList.add('panel', 'what-if');
  place.hidden = false;
  const form = page.createElement('form');
  form.addEventListener('submit', (event) => { event.preventDefault(); });
  const intro = page.createElement('p');
  intro.className = 'muted';
  intro.textContent = panelWords.intro;
  const tools = page.createElement('div');
  tools.className = 'tools';
  tools.append(reset, save, status);
  const more = page.createElement('details');
  const summary = page.createElement('summary');
  summary.textContent = panelWords.more(fields.filter(({ knob }) => !knob.isMain).length);
  more.append(summary, gridOf(page, fields.filter(({ knob }) => !knob.isMain).map(({ element }) => element)));
  const outcome = page.createElement('div');
  outcome.className = 'outcome';
  outcome.append(tools, answer);
  form.append(outcome, gridOf(page, fields.filter(({ knob }) => knob.isMain).map(({ element }) => element)), lines.element, more);
  place.inert = false;
  place.replaceChildren(intro, form);

  const kept = settingsIn(readState(stateKey));
  for (const { knob, show } of fields) {
    const value = kept[knob.path];
    if (value === undefined || settingProblems([knob], { [knob.path]: value }).length > 0) continue;
    show(value);
    if (!knob.isMain) more.open = true;
  }
  showAnswer(undefined, 0);
  if (Object.keys(settingsOf() ?? {}).length > 0) simulate();
}

function gridOf(page: Document, elements: readonly HTMLElement[]): HTMLElement {
  const grid = page.createElement('div');
  grid.className = 'knobs';
  grid.append(...elements);
  return grid;
}

function noticeOf(page: Document, heading: string, sentences: readonly string[]): HTMLElement {
  const notice = page.createElement('div');
  notice.className = 'notice bad';
  const title = page.createElement('strong');
  title.textContent = heading;
  const list = page.createElement('ul');
  list.append(...sentences.map((sentence) => {
    const item = page.createElement('li');
    item.textContent = sentence;
    return item;
  }));
  notice.append(title, list);
  return notice;
}

function valueIn(page: Document, id: string): unknown {
  const text = page.getElementById(id)?.textContent ?? '';
  return text === '' ? undefined : JSON.parse(text);
}

/** Settings of an address that somebody may have changed: what is none is left out. */
function settingsIn(text: string | null): Settings {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Settings) : {};
  } catch {
    return {};
  }
}
