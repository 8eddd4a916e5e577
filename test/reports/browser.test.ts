import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'mocha';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { reportPage } from '../../src/reports/page.js';
import { hostileResult, infeasibleResult, llamaResult, unknownResult } from './fixture.js';

const executablePath = '/usr/bin/chromium';
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

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
  let browser: Browser;
  let folder: string;
  let started = false;

  before(async function () {
    if (!existsSync(executablePath)) {
      console.log(`      skipped: no Chromium at ${executablePath}`);
      this.skip();
    }
    browser = await chromium.launch({ executablePath, args });
    folder = mkdtempSync(join(tmpdir(), 'archsim-report-'));
    started = true;
  });

  after(async () => {
    if (!started) return;
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page of the results, lets `look` look at it, and fails on any console message, page error or second request. */
  async function open(results: Parameters<typeof reportPage>[0], options: BrowserContextOptions, look: (page: Page) => Promise<void>): Promise<void> {
    const file = join(folder, 'report.html');
    writeFileSync(file, reportPage(results, { command: 'archsim report' }));
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => { if (!request.url().startsWith('data:')) requests.push(request.url()); });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => { complaints.push('dialog'); void dialog.dismiss(); });
    await page.goto(pathToFileURL(file).href);
    await look(page);
    assert.deepEqual(complaints, []);
    assert.equal(requests.length, 1);
    await context.close();
  }

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
