import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'mocha';
import { repositoryRoot } from '../../kit/fixtures.js';
import { pageSession } from '../page-session.js';
import { pages } from './pages.js';
import { compared, keep, lettersOf, pictureOf, views, type View } from './picture.js';

/*
 * Golden pictures of a page of each kind, at three sizes. `ARCHSIM_GOLDEN=1` writes those that are no longer alike, and the heights of the pages; look at them before they are kept.
 * Where letters are drawn otherwise than on the machine of the golden pictures, only the sizes of pages are compared: lines break elsewhere.
 */

/** A pixel is another one from this difference of a colour on; so many may be, of a hundred; and a page so much higher or lower. */
const [otherColour, otherPixels, otherHeight] = [32, 1, 0.02];
/** With other letters a page may be so much higher or lower. */
const otherHeightOfLetters = 0.15;

interface Golden {
  /** What `lettersOf` gave. */
  readonly letters: string;
  readonly heights: Readonly<Record<string, number>>;
}

const isWritten = process.env['ARCHSIM_GOLDEN'] === '1';
const folder = join(repositoryRoot(), 'test', 'golden', 'screenshots');
const heightsPath = join(folder, 'pages.json');

describe('pictures of pages', function () {
  this.timeout(120_000);
  const { browser } = pageSession();
  const golden: Golden = existsSync(heightsPath) ? JSON.parse(readFileSync(heightsPath, 'utf8')) as Golden : { letters: '', heights: {} };
  const seen: Record<string, number> = {};
  let letters = '';
  let pageFolder = '';

  before(async () => {
    pageFolder = mkdtempSync(join(tmpdir(), 'archsim-pictures-'));
    letters = await lettersOf(browser());
  });
  after(() => {
    if (pageFolder !== '') rmSync(pageFolder, { recursive: true });
    if (!isWritten || letters === '') return;
    const all = { ...golden.heights, ...seen };
    writeFileSync(heightsPath, `${JSON.stringify({ letters, heights: Object.fromEntries(Object.keys(all).sort().map((name) => [name, all[name]])) }, null, 1)}\n`);
  });

  for (const [kind, html] of Object.entries(pages)) {
    it(`are as they were, on a telephone, a laptop and paper: ${kind}`, async () => {
      const file = join(pageFolder, `${kind}.html`);
      writeFileSync(file, html());
      const faults: string[] = [];
      for (const [size, view] of Object.entries<View>(views)) {
        if (size === 'dark' && kind !== 'result') continue;
        const name = `${kind}-${size}`;
        const path = join(folder, `${name}.png`);
        const { png, pageHeight } = await pictureOf(browser(), pathToFileURL(file).href, view);
        seen[name] = pageHeight;
        const before = existsSync(path) ? readFileSync(path) : undefined;
        const difference = before === undefined ? undefined : await compared(browser(), before, png, otherColour);
        const isAlike = difference !== undefined && 100 * difference.share <= otherPixels;
        if (isWritten) {
          mkdirSync(folder, { recursive: true });
          if (!isAlike || letters !== golden.letters) writeFileSync(path, png);
          continue;
        }
        const was = golden.heights[name];
        const isOwn = letters === golden.letters;
        if (was === undefined || difference === undefined) faults.push(`${name} has no golden picture`);
        else if (Math.abs(pageHeight / was - 1) > (isOwn ? otherHeight : otherHeightOfLetters)) faults.push(`${name} is ${pageHeight} pixels high, and was ${was}: ${keep(name, png, difference.drawn)}`);
        else if (isOwn && !isAlike) faults.push(`${(100 * difference.share).toFixed(1)} % of the pixels of ${name} are others: ${keep(name, png, difference.drawn)}`);
      }
      if (!isWritten && letters !== golden.letters) console.log('      letters are drawn otherwise here than in the golden pictures: only heights are compared');
      assert.deepEqual(faults, []);
    });
  }
});
