import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { after, before } from 'mocha';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumOptions } from './chromium.js';

export interface OpenOptions extends BrowserContextOptions {
  /** Behind the address, with its #. */
  readonly hash?: string;
  /** How often the file may be opened; once unless told. */
  readonly visits?: number;
  /** A script that runs before the page's own. */
  readonly before?: string;
}

export interface PageSession {
  readonly browser: () => Browser;
  /** Writes a page to a file and opens it; fails on any message of the console, any error of the page, and any request but for the file itself. */
  readonly open: (html: string, options: OpenOptions, look: (page: Page) => Promise<void>) => Promise<void>;
}

/** Chromium for the tests of the `describe` that calls it; where there is none they are skipped by name. */
export function pageSession(): PageSession {
  let browser: Browser | undefined;
  let folder = '';

  before(async function () {
    if (!existsSync(chromiumOptions.executablePath)) {
      console.log(`      skipped: no Chromium at ${chromiumOptions.executablePath}`);
      this.skip();
    }
    browser = await chromium.launch(chromiumOptions);
    folder = mkdtempSync(join(tmpdir(), 'archsim-page-'));
  });

  after(async () => {
    await browser?.close();
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  return {
    browser: () => browser!,
    open: async (html, { hash = '', visits = 1, before: early, ...options }, look) => {
      const file = join(folder, 'page.html');
      writeFileSync(file, html);
      const context = await browser!.newContext(options);
      const page = await context.newPage();
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => { if (!/^(?:data|blob):/.test(request.url())) requests.push(request.url().replace(/#.*$/, '')); });
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('dialog', (dialog) => { complaints.push('dialog'); void dialog.dismiss(); });
      if (early !== undefined) await page.addInitScript(early);
      const address = pathToFileURL(file).href;
      await page.goto(`${address}${hash}`);
      await look(page);
      assert.deepEqual(complaints, []);
      assert.deepEqual([...new Set(requests)], [address]);
      assert.ok(requests.length <= visits);
      await context.close();
    },
  };
}

/** What axe objects to on a page, each with the first elements; the page must have been opened with `bypassCSP`. */
export async function objectionsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { readonly axe: { run(): Promise<{ readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] }[] }> } };
    return (await inPage.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join(' | ')}`);
  });
}
