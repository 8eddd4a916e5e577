import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { errorHistogramFigure } from '../../../src/reports/figures/error-histogram.js';
import { kindsFigure } from '../../../src/reports/figures/kinds.js';
import { memoryFootprintFigure } from '../../../src/reports/figures/memory-footprint.js';
import type { ParityRow } from '../../../src/reports/figures/parity-data.js';
import { parityFigure } from '../../../src/reports/figures/parity.js';
import { publishedFigure } from '../../../src/reports/figures/published.js';
import { resourcesFigure } from '../../../src/reports/figures/resources.js';
import type { FigureOptions } from '../../../src/reports/figures/svg.js';
import { timelineFigure, timelineWindows } from '../../../src/reports/figures/timeline.js';
import { timelineOfDocument } from '../../../src/experiment/timeline.js';
import { example } from '../../kit/fixtures.js';
import { hostileResult, infeasibleResult, llamaResult, unknownResult } from '../fixture.js';
import { pageSession } from '../page-session.js';

/** The parts of the page's world that the test touches: the project itself is compiled without the types of a browser. */
interface BrowserElement {
  readonly textContent: string;
  readonly dataset: Readonly<Record<string, string>>;
  getBoundingClientRect(): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  querySelectorAll(selector: string): Iterable<BrowserElement>;
}

type Draw = (options: FigureOptions) => string;

function scattered(system: string, count: number, spread: number): { readonly system: string; readonly rows: readonly ParityRow[] } {
  return { system, rows: Array.from({ length: count }, (_, i): ParityRow => ({ id: `${i}`, metric: 'value', reference: 10 ** (i % 9), simulated: 10 ** (i % 9) * (1 + spread * Math.sin(i)), tolerance: spread / 2, verdict: Math.abs(Math.sin(i)) < 0.5 ? 'agrees' : 'differs' })) };
}

/** Figures of results, of a real timeline in several windows, and of errors of several sizes. */
function figures(): Readonly<Record<string, Draw>> {
  const slices = timelineOfDocument(example('flightllm.json'), {});
  const results = { llama: llamaResult(), infeasible: infeasibleResult(), unknown: unknownResult(), hostile: hostileResult() };
  const systems = ['board', 'simulator-of-the-authors', 'tool', 'another-peer-tool'].map((name, i) => scattered(name, 5 ** (i + 1), 10 ** -i));
  return {
    ...Object.fromEntries(timelineWindows(slices).map(({ name, from, to }) => [`timeline, ${name}`, (options: FigureOptions) => timelineFigure(slices, { ...options, from, to })])),
    'timeline, a few instructions': (options) => timelineFigure(slices, { ...options, from: 0.001, to: 0.00101 }),
    ...Object.fromEntries(Object.entries(results).flatMap(([name, result]): [string, Draw][] => [
      [`resources, ${name}`, (options) => resourcesFigure(result, options)], [`memory, ${name}`, (options) => memoryFootprintFigure(result, options)],
      [`kinds, ${name}`, (options) => kindsFigure(result, options)], [`published, ${name}`, (options) => publishedFigure(result, options)],
    ])),
    'parity': (options) => parityFigure(systems, options),
    ...Object.fromEntries(systems.map((system): [string, Draw] => [`errors, ${system.system}`, (options) => errorHistogramFigure(system, options)])),
  };
}

describe('texts of figures in a browser', function () {
  this.timeout(60_000);
  const { browser } = pageSession();

  it('are never cut and never cover one another, at any width', async () => {
    const page = await browser().newPage();
    const drawn = figures();
    for (const width of [280, 360, 720, 880, 1200]) {
      await page.setContent(`<!doctype html><style>body{margin:0}svg{display:block}</style>${Object.entries(drawn).map(([name, draw]) => `<div data-name="${name}">${draw({ width })}</div>`).join('')}`);
      const faults = await page.evaluate(() => {
        const { document } = globalThis as unknown as { readonly document: BrowserElement };
        return [...document.querySelectorAll('div')].flatMap((place) => {
          const frame = [...place.querySelectorAll('svg')][0]!.getBoundingClientRect();
          const texts = [...place.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
          const name = place.dataset['name'] ?? '';
          const cut = texts.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
          const covered = texts.flatMap((a, i) => texts.slice(i + 1).filter((b) => (
            a.box.left + 1 < b.box.right && b.box.left + 1 < a.box.right && a.box.top + 3 < b.box.bottom && b.box.top + 3 < a.box.bottom)).map((b) => `${name}: "${a.text}" covers "${b.text}"`));
          return [...cut.map(({ text }) => `${name}: "${text}" is cut`), ...covered];
        });
      });
      assert.deepEqual(faults, [], `at ${width}`);
    }
    await page.close();
  });
});
