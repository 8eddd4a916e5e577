import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { breakdownFigure } from '../../../src/reports/figures/breakdown.js';
import { hostileResult, infeasibleResult, llamaResult, unknownResult } from '../fixture.js';
import { assertBalanced, assertNoStrayValues, visibleMarkup } from '../markup.js';

const results = { llama: llamaResult(), hostile: hostileResult(), unknown: unknownResult(), infeasible: infeasibleResult() };

describe('a breakdown figure', () => {
  for (const [name, result] of Object.entries(results)) {
    it(`is well-formed SVG without stray values at every width (${name})`, () => {
      for (const width of [100, 280, 360, 720, 1200]) {
        const svg = breakdownFigure(result, { width });
        assertBalanced(svg, 'xml');
        assertNoStrayValues(visibleMarkup(svg));
      }
    });
  }

  it('cuts each phase into parts that fill its bar', () => {
    const svg = breakdownFigure(llamaResult());
    const widths = [...svg.matchAll(/<rect class="fig-(?:compute|memory|vector|overhead)" x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="24"\/>/g)].map((match) => Number(match[1]));
    assert.equal(widths.length, 8);
    const tracks = [...svg.matchAll(/<rect class="fig-track" x="[\d.]+" width="([\d.]+)"/g)].map((match) => Number(match[1]));
    assert.ok(Math.abs(widths.slice(0, 4).reduce((sum, width) => sum + width, 0) - tracks[0]!) < 0.1);
  });

  it('names the cause, time and share of every part', () => {
    const svg = breakdownFigure(llamaResult());
    assert.ok(svg.includes('<title>memory: 1.956 s, 87.0 %</title>'));
    assert.ok(svg.includes('<title>layer.gate_proj (prefill): 59.46 ms, 19.8 %, bound by compute</title>'));
  });

  it('shows as many operators a phase as asked for', () => {
    const bars = (operators: number): number => [...breakdownFigure(llamaResult(), { operators }).matchAll(/fig-track" x/g)].length;
    assert.equal(bars(3), 6);
    assert.equal(bars(100), 40);
  });

  it('says so when no phase is modelled', () => {
    assert.ok(breakdownFigure(infeasibleResult()).includes('No phase is modelled.'));
  });
});
