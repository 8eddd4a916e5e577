import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { undrawnOperators } from '../../../src/reports/figures/roofline-data.js';
import { rooflineFigure } from '../../../src/reports/figures/roofline.js';
import { hostileResult, infeasibleResult, llamaResult, unknownResult } from '../fixture.js';
import { assertBalanced, assertNoStrayValues, visibleMarkup } from '../markup.js';

const results = { llama: llamaResult(), hostile: hostileResult(), unknown: unknownResult(), infeasible: infeasibleResult() };

describe('a roofline figure', () => {
  for (const [name, result] of Object.entries(results)) {
    it(`is well-formed SVG without stray values at every width (${name})`, () => {
      for (const width of [100, 280, 360, 720, 1200]) {
        const svg = rooflineFigure(result, { width });
        assertBalanced(svg, 'xml');
        assertNoStrayValues(visibleMarkup(svg));
      }
    });
  }

  it('has a point with a title for every operator that does operations on bytes of DRAM', () => {
    const result = llamaResult();
    const svg = rooflineFigure(result);
    const points = [...svg.matchAll(/class="fig-point fig-(prefill|decode)"[^>]*><title>([^<]*)<\/title>/g)];
    assert.equal(points.length, result.operators.length - undrawnOperators(result).length);
    assert.equal(points.filter((point) => point[1] === 'prefill').length, 20);
    assert.match(points.find((point) => point[2]!.startsWith('layer.gate_proj (decode)'))![2]!, /: 825\.\d GOP\/s at 4\.571 OP\/byte, 444\.\d ms, 19\.8 % of decode, bound by memory; 366\.\d GOP \/ 444\.\d ms, 366\.\d GOP \/ 80\.\d+ GB$/);
  });

  it('tells the phases apart by shape, not by colour alone', () => {
    const svg = rooflineFigure(llamaResult());
    const shapes = (phase: string): Set<boolean> => new Set([...svg.matchAll(new RegExp(`class="fig-point fig-${phase}" data-id="[^"]*" d="([^"]*)"`, 'g'))].map((match) => match[1]!.includes('A')));
    assert.deepEqual(shapes('prefill'), new Set([true]));
    assert.deepEqual(shapes('decode'), new Set([false]));
  });

  it('names its axes with units, and its roof in the description', () => {
    const svg = rooflineFigure(llamaResult());
    for (const text of ['(OP/byte)', '(OP/s)', '460.0 GB/s HBM2', '7.300 TOP/s compute']) assert.ok(svg.includes(text), text);
    assert.match(svg, /^<svg [^>]*role="img" aria-label="Roofline of 30 operators"/);
    assert.match(svg, /<desc>The roof is 7\.300 TOP\/s of compute and 460\.0 GB\/s of HBM2, which meet at 15\.87 OP\/byte\./);
  });

  it('draws the roof alone where there are no operators', () => {
    const svg = rooflineFigure(infeasibleResult());
    assert.ok(svg.includes('fig-roof'));
    assert.ok(!svg.includes('class="fig-point'));
  });

  it('moves the name of the ceiling to where it covers no point', () => {
    const placeOfName = (svg: string): number => Number(/translate\(([\d.]+) [\d.]+\) rotate\(0\)"><text[^>]*>7\.300 TOP\/s/.exec(svg)?.[1]);
    const result = llamaResult();
    const free = placeOfName(rooflineFigure({ ...result, operators: result.operators.filter((op) => op.phase === 'decode') }));
    const onTheRoof = result.operators.map((op) => (op.phase === 'prefill' && op.kind === 'matmul' ? { ...op, flops: op.latencySeconds! * result.roofline.peakOpsPerSecond } : op));
    const crowded = placeOfName(rooflineFigure({ ...result, operators: onTheRoof }));
    assert.ok(free > 550, `${free}`);
    assert.ok(crowded < free - 20, `${crowded}`);
  });

  it('carries its style unless the page does', () => {
    assert.ok(rooflineFigure(llamaResult()).includes('<style>'));
    assert.ok(!rooflineFigure(llamaResult(), { embedStyle: false }).includes('<style>'));
  });

  it('is the same for the same data', () => {
    assert.equal(rooflineFigure(llamaResult()), rooflineFigure(llamaResult()));
  });
});
