import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { reportPage } from '../../src/reports/page.js';
import type { SimulationResult } from '../../src/sim/model/result.js';
import { hostileResult, infeasibleResult, llamaResult, unknownResult } from './fixture.js';
import { assertBalanced } from './markup.js';
import { objectionsOf, pageSession, type OpenOptions } from './page-session.js';

/** The parts of the page's world that the tests touch: the project itself is compiled without the types of a browser. */
interface BrowserElement {
  readonly textContent: string;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  getBoundingClientRect(): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number; readonly width: number };
  closest(selector: string): BrowserElement;
}
interface BrowserGlobal {
  readonly document: { querySelectorAll(selector: string): Iterable<BrowserElement>; readonly documentElement: BrowserElement };
}

describe('a report page in a browser', function () {
  this.timeout(60_000);
  const { open: openPage } = pageSession();
  const open = (results: readonly SimulationResult[], options: OpenOptions, look: (page: Page) => Promise<void>): Promise<void> => (
    openPage(reportPage(results, { command: 'archsim report' }), options, look));

  const firstCells = (page: Page, column: number): Promise<string[]> => (
    page.locator(`table[aria-label=Operators] tbody tr > :nth-child(${column})`).allTextContents());

  it('makes one request, reports no error and runs nothing of a hostile name', async () => {
    for (const result of [llamaResult(), hostileResult(), infeasibleResult(), unknownResult()]) {
      await open([result], {}, async (page) => {
        assert.equal(await page.locator('b, img').count(), 0);
        assert.equal(await page.locator('h1').textContent(), result.experiment.name.replace(/[\u0007\u001b\u202e]/g, '\ufffd'));
      });
    }
  });

  it('sorts the operators by keyboard, largest first and then smallest', async () => {
    await open([llamaResult()], {}, async (page) => {
      const button = page.locator('table[aria-label=Operators] thead button', { hasText: 'Runs' });
      await button.focus();
      await page.keyboard.press('Enter');
      assert.equal((await firstCells(page, 7))[0], '130,048');
      assert.equal(await page.locator('th[aria-sort]').getAttribute('aria-sort'), 'descending');
      await page.keyboard.press('Space');
      assert.equal((await firstCells(page, 7))[0], '1');
      assert.equal(await page.locator('th[aria-sort]').getAttribute('aria-sort'), 'ascending');
      assert.equal(await page.locator('button:focus').textContent(), 'Runs');
    });
  });

  it('keeps operators without a value last, whatever the order', async () => {
    await open([llamaResult()], {}, async (page) => {
      const button = page.locator('table[aria-label=Operators] thead button', { hasText: 'OP/byte' });
      for (let press = 0; press < 2; press++) {
        await button.click();
        assert.equal((await firstCells(page, 10)).at(-1), '–');
      }
    });
  });

  it('can be read without scripts', async () => {
    await open([llamaResult()], { javaScriptEnabled: false }, async (page) => {
      assert.equal(await page.locator('table[aria-label=Operators] tbody tr').count(), 40);
      assert.equal(await page.locator('button').count(), 0);
    });
  });

  it('shows the rows that have all words of a filter, and keeps order and filter in its address', async () => {
    await open([llamaResult()], { visits: 2 }, async (page) => {
      await page.getByRole('searchbox', { name: 'Filter operators' }).fill('DECODE gate_proj');
      assert.deepEqual(await page.locator('table[aria-label=Operators] tbody tr:visible th').allTextContents(), ['layer.gate_proj']);
      assert.equal(await page.locator('.tools [role=status]').first().textContent(), '1 of 40');
      await page.locator('table[aria-label=Operators] thead button', { hasText: 'Runs' }).click();
      assert.match(page.url(), /#filter1=DECODE\+gate_proj&sort1=6d$/);
      const other = await page.context().newPage();
      await other.goto(page.url());
      assert.equal(await other.locator('table[aria-label=Operators] tbody tr:visible').count(), 1);
      assert.equal(await other.locator('th[aria-sort]').textContent(), 'Runs');
      await other.close();
    });
  });

  it('tells of a mark by pointer and by arrow keys, and shows its row', async () => {
    await open([llamaResult()], { viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.locator('figure[data-figure=roofline] .wide .fig-point').last().hover();
      assert.match(await page.locator('.tip').textContent() ?? '', /OP\/byte/);
      const frame = page.locator('.frame.wide').first();
      await frame.focus();
      await page.keyboard.press('ArrowRight');
      const told = await page.locator('.tip').textContent() ?? '';
      const name = /^[^ ]+/.exec(told)![0];
      assert.deepEqual(await page.locator('tr.linked th').allTextContents(), [name]);
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('.tip').isVisible(), false);
      assert.equal(await page.locator('.fig title').count(), await page.locator('.narrow .fig title').count());
    });
  });

  it('saves a table as CSV, a figure as SVG and as PNG', async () => {
    await open([llamaResult()], { viewport: { width: 1280, height: 900 } }, async (page) => {
      const saved = async (button: string): Promise<{ readonly name: string; readonly content: Buffer }> => {
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).first().click()]);
        return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
      };
      const csv = await saved('Save Operators as CSV');
      assert.equal(csv.name, 'flightllm-u280-llama2-7b-Operators.csv');
      const lines = csv.content.toString().trimEnd().split('\r\n');
      assert.equal(lines.length, 41);
      assert.match(lines[0]!, /^Operator,Phase,Kind,Time,/);
      const longest = llamaResult().operators.filter((op) => op.phase === 'prefill').sort((a, b) => b.latencySeconds! - a.latencySeconds!)[0]!;
      assert.ok(lines[1]!.startsWith(`${longest.name},prefill,${longest.kind},${longest.latencySeconds!},`), lines[1]);
      const svg = (await saved('Save Roofline of 30 operators as SVG')).content.toString();
      assertBalanced(svg, 'xml');
      assert.match(svg, /<style[^>]*>[^<]*\.fig/);
      assert.equal(svg.match(/<title>/g)!.length, 30);
      const png = await saved('Save Roofline of 30 operators as PNG');
      assert.deepEqual([...png.content.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
      assert.equal(png.content.readUInt32BE(16), 1760);
    });
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has nothing that axe objects to (${colorScheme})`, async () => {
      await open([llamaResult(), infeasibleResult()], { colorScheme, bypassCSP: true, viewport: { width: 1280, height: 900 } }, async (page) => {
        assert.deepEqual(await objectionsOf(page), []);
      });
    });
  }

  for (const width of [400, 1280]) {
    it(`fits a screen of ${width} pixels, and no text of a figure is cut or covers another`, async () => {
      await open([llamaResult(), hostileResult(), infeasibleResult()], { viewport: { width, height: 900 } }, async (page) => {
        const faults = await page.evaluate(() => {
          const { document } = globalThis as unknown as BrowserGlobal;
          const found: string[] = [];
          if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push('the page scrolls sideways');
          const texts = [...document.querySelectorAll('svg text')].filter((text) => text.getBoundingClientRect().width > 0);
          if (texts.length === 0) found.push('no figure is shown');
          for (const text of texts) {
            const [box, frame] = [text.getBoundingClientRect(), text.closest('svg').getBoundingClientRect()];
            if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) found.push(`cut: ${text.textContent}`);
          }
          const labels = [...document.querySelectorAll('svg .fig-label')].filter((text) => text.getBoundingClientRect().width > 0);
          for (const [index, label] of labels.entries()) {
            const a = label.getBoundingClientRect();
            for (const other of labels.slice(index + 1)) {
              const b = other.getBoundingClientRect();
              if (a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom) found.push(`${label.textContent} covers ${other.textContent}`);
            }
          }
          return found;
        });
        assert.deepEqual(faults, []);
      });
    });
  }
});
