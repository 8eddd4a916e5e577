import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Locator, Page } from 'playwright-core';
import { run } from '../../../src/experiment/run.js';
import { htmlDocument } from '../../../src/reports/page/document.js';
import { experimentOf } from '../../../src/reports/what-if/experiment-of.js';
import { engineOf, whatIfData } from '../../../src/reports/what-if/page-data.js';
import { formatSi } from '../../../src/sim/core/units.js';
import { example } from '../../kit/fixtures.js';
import { objectionsOf, pageSession, type OpenOptions } from '../page-session.js';

/** The parts of the page's world that the tests touch: the project itself is compiled without the types of a browser. */
interface PageWorld {
  readonly document: { readonly documentElement: { readonly clientWidth: number; readonly scrollWidth: number } };
}

describe('what-if in a page', function () {
  this.timeout(60_000);
  const session = pageSession();

  /** A page with the panel under its real policy. */
  async function open(file: string, options: OpenOptions, look: (page: Page) => Promise<void>): Promise<void> {
    const data = await whatIfData(example(file));
    await session.open(htmlDocument({
      title: 'What if', body: '<section><h2>What if</h2><div id="what-if" hidden></div></section>',
      data: { 'archsim-results': [run(data.base.experiment)], 'archsim-what-if': data }, programs: { 'archsim-engine': (await engineOf(data.base.experiment.architecture.family))! },
    }), options, look);
  }

  const status = (page: Page): Locator => page.locator('#what-if [role=status]');

  it('simulates what is set, shows it beside what it was, and goes back', async () => {
    await open('flightllm.json', {}, async (page) => {
      assert.equal(await status(page).textContent(), 'Nothing is changed.');
      await page.getByLabel('Batch', { exact: true }).fill('4');
      await page.getByLabel('HBM bandwidth', { exact: true }).fill('920 GB/s');
      await page.getByText('2 settings changed.').waitFor();
      const { base, knobs } = await whatIfData(example('flightllm.json'));
      const expected = run(experimentOf(base, knobs, { 'workload.scenario.batch': 4, 'architecture.device.memories.hbm.bandwidth': 920e9 }));
      const row = (await page.locator('#what-if tbody tr').first().textContent())!;
      assert.ok(row.startsWith('First token') && row.includes(formatSi(expected.totals.firstTokenSeconds!, 's')) && row.includes(formatSi(run(base.experiment).totals.firstTokenSeconds!, 's')), row);
      assert.match(decodeURIComponent(page.url()), /what-if=.*"workload\.scenario\.batch":4/);
      await page.getByRole('button', { name: 'Reset Batch to 1' }).click();
      await page.getByText('1 setting changed.').waitFor();
      await page.getByRole('button', { name: 'Reset all settings' }).click();
      await page.getByText('Nothing is changed.').waitFor();
      assert.doesNotMatch(page.url(), /what-if=/);
    });
  });

  it('answers wrong words, contradictions and designs that do not fit with sentences', async () => {
    await open('flightllm.json', {}, async (page) => {
      const batch = page.getByLabel('Batch', { exact: true });
      await batch.fill('two');
      await page.getByText('Batch must be a number.').waitFor();
      assert.equal(await batch.getAttribute('aria-invalid'), 'true');
      await batch.fill('100000');
      await page.getByText('The design does not fit.').waitFor();
      assert.match((await page.locator('#what-if .notice').textContent())!, /hbm capacity: .* needed, .* available/i);
      await batch.fill('1');
      await page.getByText('Nothing is changed.').waitFor();
      await page.getByLabel('Quantisation', { exact: true }).selectOption('fp16');
      await page.getByText('The design does not fit.').waitFor();
    });
  });

  it('sets with the keys alone, and no key press on a slider is without effect', async () => {
    await open('flightllm.json', {}, async (page) => {
      await page.getByLabel('Batch, as a slider').focus();
      for (let i = 2; i <= 4; i++) {
        await page.keyboard.press('ArrowRight');
        assert.equal(await page.getByLabel('Batch', { exact: true }).inputValue(), String(i));
      }
      await page.keyboard.press('ArrowLeft');
      assert.equal(await page.getByLabel('Batch', { exact: true }).inputValue(), '3');
      await page.getByText('1 setting changed.').waitFor();
    });
  });

  it('shows again what an address says, and leaves out what no setting may be', async () => {
    const hash = `#what-if=${encodeURIComponent(JSON.stringify({ 'workload.scenario.batch': 8, 'architecture.parameters.clock': 'fast', nothing: 1 }))}`;
    await open('flightllm.json', { hash }, async (page) => {
      await page.getByText('1 setting changed.').waitFor();
      assert.equal(await page.getByLabel('Batch', { exact: true }).inputValue(), '8');
      assert.equal(await page.getByLabel('Clock', { exact: true }).inputValue(), '225 MHz');
    });
    await open('flightllm.json', { hash: '#what-if=%7Bbroken' }, async (page) => {
      assert.equal(await status(page).textContent(), 'Nothing is changed.');
    });
  });

  it('draws a total over one setting, with the settings as they are and as they were', async () => {
    await open('flightllm.json', {}, async (page) => {
      await page.getByText('Over one setting').click();
      const drawing = page.locator('#what-if .sweep svg');
      await drawing.waitFor();
      await page.getByLabel('over', { exact: true }).selectOption('HBM bandwidth');
      await page.locator('#what-if .sweep svg[aria-label*="HBM bandwidth, GB/s"]').waitFor();
      assert.doesNotMatch((await drawing.textContent())!, /as it was/);
      await page.getByLabel('Batch', { exact: true }).fill('16');
      await page.locator('#what-if .sweep svg', { hasText: 'as it was' }).waitFor();
      const shot = process.env['ARCHSIM_SHOTS'];
      if (shot !== undefined) await page.locator('#what-if .sweep').screenshot({ path: join(shot, 'what-if-sweep.png') });
    });
  });

  it('tells of the marks of that drawing by pointer and by arrow keys, also when it is drawn again', async () => {
    await open('flightllm.json', {}, async (page) => {
      await page.getByText('Over one setting').click();
      const frame = page.locator('#what-if .sweep');
      const label = async (): Promise<string> => await frame.getAttribute('aria-label') ?? '';
      await frame.locator('svg [data-tip]').first().waitFor({ state: 'attached' });
      for (const drawn of [/batch/i, /HBM bandwidth/]) {
        assert.match(await label(), drawn);
        assert.match(await label(), /: arrow keys go through its marks$/);
        assert.equal(await frame.locator('svg title').count(), 0);
        await frame.focus();
        await page.keyboard.press('ArrowRight');
        const first = await page.locator('.tip').textContent();
        await page.keyboard.press('ArrowRight');
        assert.notEqual(await page.locator('.tip').textContent(), first);
        assert.ok(await page.locator('.tip').isVisible());
        assert.equal(await frame.locator('.at').count(), 1);
        await page.keyboard.press('Escape');
        assert.equal(await page.locator('.tip').isVisible(), false);
        await page.getByLabel('over', { exact: true }).selectOption('HBM bandwidth');
        await page.locator('#what-if .sweep svg[aria-label*="HBM bandwidth, GB/s"]').waitFor();
      }
      await frame.locator('svg [data-tip]').last().hover({ force: true });
      assert.ok(await page.locator('.tip').isVisible());
    });
  });

  it('gives back an experiment that archsim run takes', async () => {
    await open('gpu.json', { acceptDownloads: true }, async (page) => {
      await page.getByLabel('Prompt tokens', { exact: true }).fill('2048');
      await page.getByText('1 setting changed.').waitFor();
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save experiment' }).click()]);
      assert.equal(download.suggestedFilename(), 'gpu-a100-llama2-7b-what-if.experiment.json');
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      const saved = run(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      assert.ok((await page.locator('#what-if tbody tr').first().textContent())!.includes(formatSi(saved.totals.firstTokenSeconds!, 's')));
    });
  });

  for (const options of [{ viewport: { width: 360, height: 740 } }, { viewport: { width: 1200, height: 800 }, colorScheme: 'dark' }] as const) {
    it(`fits ${options.viewport.width} px and has no fault that axe finds`, async () => {
      await open('systolic.json', options, async (page) => {
        await page.getByText('more settings').click();
        await page.getByText('Over one setting').click();
        await page.locator('#what-if .sweep svg').waitFor();
        await page.getByLabel('Batch', { exact: true }).fill('x');
        await page.getByLabel('Columns', { exact: true }).fill('64');
        await page.getByText('Batch must be a number.').waitFor();
        await page.getByLabel('Batch', { exact: true }).fill('2');
        await page.getByText('2 settings changed.').waitFor();
        const { scrollWidth, clientWidth } = await page.evaluate(() => {
          const { documentElement } = (globalThis as unknown as PageWorld).document;
          return { scrollWidth: documentElement.scrollWidth, clientWidth: documentElement.clientWidth };
        });
        assert.ok(scrollWidth <= clientWidth, `${scrollWidth} > ${clientWidth}`);
        const shot = process.env['ARCHSIM_SHOTS'];
        if (shot !== undefined) await page.screenshot({ path: join(shot, `what-if-${options.viewport.width}.png`), fullPage: true });
        assert.deepEqual(await objectionsOf(page), []);
      });
    });
  }
});
