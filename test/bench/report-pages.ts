import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumOptions } from '../reports/chromium.js';
import { experimentPage, medianOf, searchPage, timesOf, type LargePage } from '../reports/page-speed.js';
import type { Goal, Measurement } from './harness.js';

/** Large pages: how many a second are built and painted, and how often a second their readers get an answer. Without Chromium the first alone. */
export async function reportPages(smoke: boolean): Promise<readonly Goal[]> {
  const goals: Goal[] = [];
  for (const make of [experimentPage, searchPage]) {
    const built: LargePage[] = [];
    for (let i = 0; i < (smoke ? 2 : 8); i++) built.push(await make());
    const large = built.at(-1)!;
    // The first one warms up.
    goals.push({ measurement: measured(`${large.name}, built`, 'pages', built.slice(1).map(({ buildMilliseconds }) => buildMilliseconds)), floor: 0.5 });
    goals.push(...await inBrowser(large, smoke ? 1 : 5));
  }
  return goals;
}

async function inBrowser(large: LargePage, loads: number): Promise<readonly Goal[]> {
  if (!existsSync(chromiumOptions.executablePath)) {
    process.stderr.write(`${large.name}: not opened, as there is no Chromium at ${chromiumOptions.executablePath}\n`);
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), 'archsim-bench-'));
  const browser = await chromium.launch(chromiumOptions);
  try {
    const file = join(folder, 'page.html');
    writeFileSync(file, large.html);
    const runs: Awaited<ReturnType<typeof timesOf>>[] = [];
    for (let i = 0; i < loads; i++) runs.push(await timesOf(browser, pathToFileURL(file).href, large));
    return [
      { measurement: measured(`${large.name}, first paint`, 'pages', runs.map(({ firstPaintMilliseconds }) => firstPaintMilliseconds)), floor: 1 },
      ...runs[0]!.timed.map(({ name }, i): Goal => ({ measurement: measured(`${large.name}, ${name}`, 'answers', runs.flatMap(({ timed }) => timed[i]!.milliseconds)), floor: 10 })),
    ];
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

function measured(name: string, unit: string, milliseconds: readonly number[]): Measurement {
  return { name, unit, perSecond: 1000 / medianOf(milliseconds), slowest: 1000 / Math.max(...milliseconds), fastest: 1000 / Math.min(...milliseconds), repeats: milliseconds.length };
}
