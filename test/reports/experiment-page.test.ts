import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import type { SimulationResult } from '../../src/sim/model/result.js';
import { resultExtras } from '../../src/cli/result-extras.js';
import { runDocument } from '../../src/experiment/run.js';
import { reportPage } from '../../src/reports/page.js';
import { example } from '../kit/fixtures.js';
import { objectionsOf, pageSession } from './page-session.js';

/** The parts of the page's world that the tests touch: the project itself is compiled without the types of a browser. */
interface PageWorld {
  readonly document: { getElementById(id: string): { readonly textContent: string } };
}

/** The page of a bundled example, with all that the command line adds to its result. */
async function pageOf(file: string): Promise<string> {
  const document = example(file);
  const result = runDocument(document);
  return reportPage([result], { command: `archsim report ${file}`, extras: [await resultExtras(document, result, {})] });
}

describe('the page of an experiment', function () {
  this.timeout(60_000);
  const { open } = pageSession();

  it('simulates what a reader sets, and draws its figures again', async () => {
    await open(await pageOf('systolic.json'), { viewport: { width: 1280, height: 900 } }, async (page) => {
      const roofline = page.locator('figure[data-figure=roofline]');
      const before = await roofline.locator('.wide').innerHTML();
      const caption = await roofline.locator('figcaption').textContent();
      await page.getByLabel('Batch', { exact: true }).first().fill('8');
      await page.getByLabel('Batch', { exact: true }).first().press('Enter');
      await page.waitForFunction(() => /1 setting changed/.test((globalThis as unknown as PageWorld).document.getElementById('what-if').textContent));
      assert.notEqual(await roofline.locator('.wide').innerHTML(), before);
      await roofline.locator('details.digits summary').click();
      const shown = await roofline.locator('details.digits tbody tr').first().locator('td').allTextContents();
      assert.ok(shown.length > 3);
      await page.getByRole('button', { name: /^Reset all/ }).click();
      await page.waitForFunction(() => /Nothing is changed/.test((globalThis as unknown as PageWorld).document.getElementById('what-if').textContent));
      assert.equal(await roofline.locator('.wide').innerHTML(), before);
      assert.equal(await roofline.locator('figcaption').textContent(), caption);
    });
  });

  it('goes into its timeline by buttons and by name, and keeps the place in its address', async () => {
    await open(await pageOf('systolic.json'), { viewport: { width: 1280, height: 900 }, visits: 2 }, async (page) => {
      const timeline = page.locator('figure[data-figure=timeline]');
      const whole = await timeline.locator('.wide').innerHTML();
      await timeline.getByRole('button', { name: 'Closer' }).click();
      const half = await timeline.locator('.wide').innerHTML();
      assert.notEqual(half, whole);
      assert.equal(await timeline.locator('[role=status]').textContent(), '50 % of the time');
      assert.match(page.url(), /#timeline=/);
      const other = await page.context().newPage();
      await other.goto(page.url());
      assert.equal(await other.locator('figure[data-figure=timeline] .wide').innerHTML(), half);
      await other.close();
      await timeline.getByRole('button', { name: 'Wider' }).click();
      assert.equal(await timeline.locator('[role=status]').textContent(), '');
      await timeline.getByLabel('Part of the timeline').selectOption('decode');
      assert.notEqual(await timeline.locator('.wide').innerHTML(), whole);
    });
  });

  it('has the tree behind a number, and hands out result and experiment', async () => {
    await open(await pageOf('systolic.json'), { viewport: { width: 1280, height: 900 } }, async (page) => {
      const tree = page.locator('details.explained').first();
      await tree.locator('> summary').click();
      assert.match(await tree.textContent() ?? '', /totals\.firstTokenSeconds.*=/s);
      const saved = async (name: string): Promise<unknown> => {
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
        return JSON.parse(readFileSync(await download.path(), 'utf8'));
      };
      const result = runDocument(example('systolic.json'));
      assert.deepEqual(await saved('Save the result as JSON'), JSON.parse(JSON.stringify(result)));
      const experiment = await saved('Save the experiment as JSON') as { readonly architecture: { readonly family: string } };
      assert.equal(experiment.architecture.family, 'systolic');
      assert.equal((result satisfies SimulationResult).feasible, true);
    });
  });

  for (const file of ['flightllm.json', 'gpu.json']) {
    it(`has nothing that axe objects to, and does not scroll sideways on a telephone: ${file}`, async () => {
      await open(await pageOf(file), { bypassCSP: true, viewport: { width: 390, height: 844 } }, async (page) => {
        assert.deepEqual(await objectionsOf(page), []);
        const width = await page.evaluate(() => (globalThis as unknown as { readonly document: { readonly documentElement: { readonly scrollWidth: number } } }).document.documentElement.scrollWidth);
        assert.ok(width <= 390, String(width));
      });
    });
  }
});
