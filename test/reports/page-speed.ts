import type { Browser, Page } from 'playwright-core';
import { resultExtras } from '../../src/cli/result-extras.js';
import { runDocument } from '../../src/experiment/run.js';
import type { RunOptions } from '../../src/experiment/run.js';
import { reportPage } from '../../src/reports/page.js';
import { explorationPage } from '../../src/reports/page/exploration-page.js';
import { example } from '../kit/fixtures.js';
import { exploration, tried } from './figures/exploration-fixture.js';
import { searchOf } from './page/exploration-answer.js';

/** Something that a reader does, and how long the page took each time until it had drawn what comes of it, in milliseconds. */
export interface Timed {
  readonly name: string;
  readonly milliseconds: readonly number[];
}

/** A large page: how long it took to be built, and what its reader does. */
export interface LargePage {
  readonly name: string;
  readonly html: string;
  readonly buildMilliseconds: number;
  /** Runs in the page, as text: `timed(name, count, act)` and `world` are there. */
  readonly acts: string;
}

/** Llama-2-70B, 80 layers, on an array with memory enough for it: with its timeline, trees and settings, from the experiment to the page. */
export async function experimentPage(): Promise<LargePage> {
  const options: RunOptions = { set: [['workload.model', 'llama-2-70b'], ['fidelity', 'analytic'], ['architecture.device.memories.dram.capacity', '128 GiB']] };
  const start = performance.now();
  const document = example('systolic.json');
  const result = runDocument(document, options);
  const html = reportPage([result], { command: 'archsim report systolic.json', extras: [await resultExtras(document, result, options)] });
  return { name: 'report of 80 layers', html, buildMilliseconds: performance.now() - start, acts: experimentActs };
}

/** A search of 20,000 designs of eight parameters and two objectives. */
export function searchPage(): LargePage {
  const rows = Array.from({ length: 20_000 }, (_, i) => tried(i, [1 + ((i * 7919) % 10_007) / 1000, ((i * 104_729) % 9973) / 100], Object.fromEntries(Array.from({ length: 8 }, (_unused, k) => [`x${k}`, ((i * (k + 7)) % 9973) / 9973])), i % 6 === 0 ? 0.5 : 0));
  const search = searchOf(exploration(rows));
  const start = performance.now();
  const html = explorationPage([search], { command: 'archsim report a-search' });
  return { name: 'report of 20,000 designs', html, buildMilliseconds: performance.now() - start, acts: searchActs };
}

/** Each act is done often; where a page answers later, `until` says when it has. */
const clock = `
const world = document;
const frame = () => new Promise((done) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port2.onmessage = () => done(performance.now()); port1.postMessage(0); }));
const timed = async (name, count, act, until = async () => {}) => {
  const milliseconds = [];
  for (let i = 0; i < count; i++) {
    await frame();
    await new Promise((done) => setTimeout(done, 20));
    const start = performance.now();
    const changed = until(i);
    act(i);
    await changed;
    milliseconds.push(await frame() - start);
  }
  return { name, milliseconds };
};
const changeOf = (place) => new Promise((done) => { const seen = new MutationObserver(() => { seen.disconnect(); done(); }); seen.observe(place, { childList: true }); });
const enter = (field, value) => { field.value = value; field.dispatchEvent(new Event('input', { bubbles: true })); };
const key = (place, name) => place.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
const pointAt = (mark) => { const { left, top, width, height } = mark.getBoundingClientRect(); mark.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: left + width / 2, clientY: top + height / 2 })); };
const marksOf = (place) => [...place.querySelectorAll('[data-tip]')];
const heads = (label) => [...world.querySelectorAll('table[aria-label="' + label + '"] thead button')];
`;

const experimentActs = `
const field = world.querySelector('input[type=search]');
const words = ['d', 'de', 'dec', 'decode', ''];
const roofline = world.querySelector('figure[data-figure=roofline] .wide');
const marks = marksOf(roofline);
const timeline = world.querySelector('figure[data-figure=timeline]');
const slider = [...world.querySelectorAll('#what-if input[type=range]')].find((one) => one.getAttribute('aria-label').startsWith('Prompt tokens'));
const zoom = [...timeline.querySelectorAll('.tools:first-child button')];
return [
  await timed('sort', 10, (i) => heads('Operators')[i % 5 + 3].click()),
  await timed('filter', 10, (i) => enter(field, words[i % words.length])),
  await timed('hover', 10, (i) => pointAt(marks[i % marks.length])),
  await timed('zoom of the timeline', 10, (i) => zoom[i < 5 ? 0 : 1].click()),
  await timed('setting to figures', 10, (i) => enter(slider, String(Number(slider.value) + (i % 2 === 0 ? 8 : -4))), () => changeOf(roofline)),
];`;

const searchActs = `
const front = world.querySelector('figure[data-figure=front] .wide');
const marks = marksOf(front);
const ends = [...world.querySelectorAll('figure[data-figure=parallel-coordinates] .wide [role=slider]')];
return [
  await timed('sort', 10, (i) => heads('Designs of the front')[i % 5 + 1].click()),
  await timed('hover', 10, (i) => pointAt(marks[i % marks.length])),
  ...(ends.length === 0 ? [] : [await timed('selection by an axis', 20, (i) => key(ends[i % ends.length], i % 2 === 0 ? 'PageUp' : 'PageDown'))]),
];`;

/** Opens a page, and times its first paint and what its reader does; the page is closed before and after. */
export async function timesOf(browser: Browser, address: string, { acts }: LargePage): Promise<{ readonly firstPaintMilliseconds: number; readonly timed: readonly Timed[] }> {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  try {
    await page.goto(address);
    const firstPaintMilliseconds = await firstPaintOf(page);
    const timed = await page.evaluate(`(async () => { ${clock}${acts} })()`);
    return { firstPaintMilliseconds, timed: timed as readonly Timed[] };
  } finally {
    await page.close();
  }
}

/** Milliseconds from the start of a load to the first content that is seen. */
export async function firstPaintOf(page: Page): Promise<number> {
  return await page.evaluate(`new Promise((done) => {
    const seen = () => performance.getEntriesByName('first-contentful-paint')[0];
    const look = () => (seen() === undefined ? setTimeout(look, 20) : done(seen().startTime));
    look();
  })`);
}

/** The value in the middle of several. */
export function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
