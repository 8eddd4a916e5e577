import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { reportPage } from '../../src/reports/page.js';
import type { SimulationResult } from '../../src/sim/model/result.js';
import { hostileNames, hostileResult, infeasibleResult, llamaResult, unknownResult } from './fixture.js';
import { assertBalanced, assertNoStrayValues, visibleMarkup } from './markup.js';

const command = 'archsim report flightllm.json --report out.html';
const pages: Readonly<Record<string, string>> = {
  llama: reportPage([llamaResult()], { command }),
  hostile: reportPage([hostileResult(), llamaResult()], { command: hostileNames.attribute }),
  unknown: reportPage([unknownResult()], { command }),
  infeasible: reportPage([infeasibleResult()], { command }),
  several: reportPage([llamaResult(), infeasibleResult(), unknownResult()], { command }),
  none: reportPage([], { command }),
};

describe('a report page', () => {
  for (const [name, page] of Object.entries(pages)) {
    it(`is balanced HTML without stray values (${name})`, () => {
      assertBalanced(page, 'html');
      assertNoStrayValues(visibleMarkup(page));
    });

    it(`refers to nothing outside itself (${name})`, () => {
      assert.doesNotMatch(page.replaceAll('"http://www.w3.org/2000/svg"', ''), /https?:|url\(|@import/);
      assert.doesNotMatch(page.replace(/="[^"]*"/g, '=""'), / (?:src|srcset|action|poster|data|background)=""/);
      for (const [, target] of page.matchAll(/ href="([^"]*)"/g)) assert.match(target!, /^(?:#result-\d+|data:,)$/);
      const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)![1]!;
      const script = /<script>([\s\S]*)<\/script>/.exec(page)![1]!;
      const digest = createHash('sha256').update(script).digest('base64');
      assert.equal(policy, `default-src 'none'; script-src 'sha256-${digest}'; style-src 'unsafe-inline'; img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'`);
    });
  }

  it('shows hostile names as text, in tags, attributes, figures and JSON alike', () => {
    const page = pages['hostile']!;
    assert.ok(!page.includes('<b>') && !page.includes('<img') && !page.includes('"><img'));
    assert.equal(page.match(/<\/script>/g)?.length, 2);
    assert.ok(page.includes('&lt;/script&gt;&lt;b&gt;x') && page.includes('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;'));
    assert.ok(!/[\u001b\u202e]/.test(visibleMarkup(page)));
  });

  it('carries its results as JSON', () => {
    const results: SimulationResult[] = [hostileResult(), llamaResult()];
    const json = /<script type="application\/json" id="archsim-results">([^<]*)<\/script>/.exec(pages['hostile']!)?.[1] ?? '';
    assert.deepEqual(JSON.parse(json), results);
  });

  it('starts with the answer, and has every part', () => {
    const page = pages['llama']!;
    assert.match(page, /<h1>flightllm-u280-llama2-7b<\/h1>\s*<div class="tools"><\/div>\s*<article[^>]*>\s*<p class="answer">llama-2-7b in flightllm-mixed/);
    const headings = [...page.matchAll(/<h2>([^<]*)<\/h2>/g)].map((match) => match[1]);
    assert.deepEqual(headings, ['Warnings', 'Roofline', 'Where the time goes', 'Kinds of operators', 'Operators', 'Phases', 'Memory and resources', 'Published and simulated', 'Assumptions', 'Not modelled', 'Provenance']);
    assert.ok(page.includes(`<code>${command}</code>`));
    assert.match(page, /<html lang="en">/);
  });

  it('has a row with a scoped head for every operator', () => {
    const table = /aria-label="Operators" data-sortable>[\s\S]*?<\/table>/.exec(pages['llama']!)![0];
    assert.equal(table.match(/<tr data-id="[^"]+"><th scope="row"/g)?.length, llamaResult().operators.length);
    assert.ok(!/<t[hd]\b(?! scope="(?:col|row)"| class)/.test(table));
  });

  it('leaves out a column that no operator has, and says so', () => {
    const page = pages['llama']!;
    assert.ok(page.includes('Not modelled: Energy.'));
    assert.ok(pages['unknown']!.includes('Not modelled: Cycles, Compute utilisation, Energy.'));
  });

  it('says what does not fit', () => {
    assert.match(pages['infeasible']!, /<h2>Does not fit<\/h2><ul><li>DSP: 6,345 needed, 1,248 available \(resource-exceeded\)<\/li>/);
    assert.ok(pages['infeasible']!.includes('The decode phase is not modelled.'));
  });

  it('compares several results first, each with a link to its section', () => {
    const page = pages['several']!;
    assert.match(page, /<h1>archsim: 3 results<\/h1>\s*<div class="tools"><\/div>\s*<section class="comparison">/);
    for (const index of [1, 2, 3]) assert.ok(page.includes(`href="#result-${index}"`) && page.includes(`id="result-${index}"`));
    assert.equal(page.match(/ id="/g)?.length, 4);
  });
});
