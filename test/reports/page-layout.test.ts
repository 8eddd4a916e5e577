import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { objectionsOf, pageSession } from './page-session.js';
import { experimentPage } from './page-speed.js';
import { pages } from './screenshots/pages.js';
import { views } from './screenshots/picture.js';

/** Runs in a page: what the compiler of the project would need the types of a browser for is text. */
function ask<T>(page: Page, script: string): Promise<T> {
  return page.evaluate(`(() => { ${script} })()`);
}

const watchShifts = 'window.shifted = []; new PerformanceObserver((list) => { for (const { value, sources } of list.getEntries()) window.shifted.push({ value, what: sources.map(({ node }) => node?.className ?? node?.nodeName) }); }).observe({ type: \'layout-shift\', buffered: true });';

describe('the layout of pages', function () {
  this.timeout(120_000);
  const { open } = pageSession();

  /** Fails where something moves after it was seen. */
  async function assertStands(name: string, html: string): Promise<void> {
    for (const { width, height } of [views.phone, views.laptop]) {
      await open(html, { viewport: { width, height }, before: watchShifts }, async (page) => {
        await page.waitForTimeout(250);
        const shifts = await ask<readonly { readonly value: number; readonly what: readonly string[] }[]>(page, 'return window.shifted;');
        assert.ok(shifts.reduce((sum, { value }) => sum + value, 0) < 0.01, `${name} at ${width}: ${JSON.stringify(shifts)}`);
      });
    }
  }

  it('does not move while a page loads, of any kind', async () => {
    for (const [kind, html] of Object.entries(pages)) await assertStands(kind, html());
    await assertStands('80 layers', (await experimentPage()).html);
  });

  it('does not scroll sideways, from a small telephone to a wide screen', async () => {
    for (const [kind, html] of Object.entries(pages)) {
      await open(html(), {}, async (page) => {
        for (const width of [360, 390, 768, 1024, 1366, 1920]) {
          await page.setViewportSize({ width, height: 800 });
          const scrolled = await ask<number>(page, 'return document.documentElement.scrollWidth;');
          assert.ok(scrolled <= width, `${kind} is ${scrolled} wide at ${width}`);
        }
      });
    }
  });

  it('sets what is said of a figure beside it on a laptop, and shows the narrow drawing on a telephone', async () => {
    await open(pages['result']!(), { viewport: views.laptop }, async (page) => {
      const beside = (): Promise<readonly boolean[]> => ask(page, `return [...document.querySelectorAll('figure:has(> .frame)')].map((figure) => {
        const frame = [...figure.querySelectorAll('.frame')].find((one) => one.getBoundingClientRect().width > 0).getBoundingClientRect();
        const words = figure.querySelector('figcaption').getBoundingClientRect();
        return words.left >= frame.right && words.top < frame.top + 60;
      });`);
      assert.deepEqual(new Set(await beside()), new Set([true]));
      assert.ok(await page.locator('figure .wide').first().isVisible() && !await page.locator('figure .narrow').first().isVisible());
      await page.setViewportSize({ width: 390, height: 844 });
      assert.deepEqual(new Set(await beside()), new Set([false]));
      assert.ok(await page.locator('figure .narrow').first().isVisible() && !await page.locator('figure .wide').first().isVisible());
    });
  });

  it('shows tables of sentences as cards on a telephone: each cell whole, behind the head of its column', async () => {
    await open(pages['result']!(), { viewport: views.phone, bypassCSP: true }, async (page) => {
      const faults = await ask<readonly string[]>(page, `return [...document.querySelectorAll('table.cards')].flatMap((table) => {
        const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
        const cells = [...table.tBodies[0].rows].flatMap((row) => [...row.cells]).filter((cell) => cell.textContent !== '');
        return cells.flatMap((cell) => {
          const { left, right } = cell.getBoundingClientRect();
          const before = getComputedStyle(cell, '::before').content.replace(/^"|"$/g, '');
          return [...(left < 0 || right > innerWidth ? ['cut: ' + cell.textContent] : []), ...(before === heads[cell.cellIndex] ? [] : [before + ' is before a cell of ' + heads[cell.cellIndex]])];
        });
      });`);
      assert.deepEqual(faults, []);
      assert.ok(await page.locator('table.cards').count() >= 3);
      assert.deepEqual(await objectionsOf(page), []);
    });
  });

  it('prints no control, nothing cut, and light from a dark screen', async () => {
    for (const [kind, html] of Object.entries(pages)) {
      await open(html(), { viewport: views.print, colorScheme: 'dark' }, async (page) => {
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        const faults = await ask<readonly string[]>(page, `
          const shown = (element) => element.getBoundingClientRect().width > 0;
          const controls = [...document.querySelectorAll('input, select, summary, .tools, .tools button')].filter(shown);
          const [upright, across] = [${views.print.width}, 1024];
          const wide = [...document.querySelectorAll('p, table, figure, pre, dl, h2')].filter((part) => part.getBoundingClientRect().right > (part.closest('.operators') === null ? upright : across) + 1);
          const split = [...document.querySelectorAll('figure, tr, .notice')].filter((part) => getComputedStyle(part).breakInside !== 'avoid');
          const empty = [...document.querySelectorAll('section')].filter((part) => shown(part) && [...part.children].filter(shown).length < 2);
          const dark = getComputedStyle(document.body).backgroundColor === 'rgb(255, 255, 255)' ? [] : ['dark'];
          return [...controls.map((part) => 'printed: ' + part.outerHTML.slice(0, 80)), ...wide.map((part) => 'cut: ' + part.textContent.slice(0, 60)), ...split.map((part) => 'may be split: ' + part.tagName), ...empty.map((part) => 'empty: ' + part.textContent.slice(0, 60)), ...dark];`);
        assert.deepEqual(faults, [], kind);
      });
    }
  });

  it('prints the operators of a result across the sheet, with the heads of a table on each sheet', async () => {
    await open(pages['result']!(), {}, async (page) => {
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => Number(width) > Number(height));
      assert.ok(sheets.length >= 4 && sheets.length <= 8, `${sheets.length} sheets`);
      assert.equal(sheets.filter((isAcross) => isAcross).length, 1);
      await page.emulateMedia({ media: 'print' });
      assert.equal(await ask(page, 'return getComputedStyle(document.querySelector(\'table[data-sortable] thead button\')).display;'), 'contents');
    });
  });

  it('prints what a reader has set, with what comes of it, and nothing of settings that are as they were', async () => {
    const { html } = await experimentPage();
    await open(html, { viewport: views.print }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.locator('.what-if-section:has(#what-if)').count(), 1);
      assert.equal(await page.locator('.what-if-section').isVisible(), false);
      await page.emulateMedia({ media: 'screen' });
      await page.getByLabel('Batch', { exact: true }).fill('2');
      await page.getByText('1 setting changed.').waitFor();
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('.what-if-section h2').isVisible());
      assert.deepEqual((await page.locator('#what-if .knob:visible').allTextContents()).map((text) => text.replace(/(?:Equal|Reset).*$/, '')), ['Batch']);
      assert.ok(await page.locator('#what-if .answer-area table').isVisible());
      assert.equal(await page.locator('#what-if button:visible').count(), 0);
    });
  });
});
