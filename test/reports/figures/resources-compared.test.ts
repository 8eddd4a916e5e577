import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { comparedText, differenceOf, resourcesComparedFigure, resourcesComparedTable, type ComparedResource } from '../../../src/reports/figures/resources-compared.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

const tile: readonly ComparedResource[] = [
  { name: 'LUT', modelled: 24_135, synthesised: 24_445, tolerance: 0.25 }, { name: 'FF', modelled: 6872, synthesised: 9872, tolerance: 0.25 }, { name: 'DSP', modelled: 0, synthesised: 0, tolerance: 0 },
  { name: 'BRAM (36 Kb)', modelled: 4, synthesised: 4.5, tolerance: 0 }, { name: 'URAM', modelled: null, synthesised: 2, tolerance: 0 },
];

itIsRobust<readonly ComparedResource[]>('resources compared', resourcesComparedFigure, resourcesComparedTable, {
  'a tile': tile, 'none': [], 'not synthesised': tile.map((one) => ({ ...one, synthesised: null })), 'nothing known': [{ name: 'LUT', modelled: null, synthesised: null, tolerance: 0 }],
  'odd numbers': oddNumbers.map((value, i) => ({ name: `r${i}`, modelled: value, synthesised: oddNumbers[(i + 3) % oddNumbers.length]!, tolerance: oddNumbers[(i + 5) % oddNumbers.length]! })),
  'hostile names': [{ name: hostileText, modelled: 1, synthesised: 2, tolerance: 0.5 }, { name: longName, modelled: 3, synthesised: null, tolerance: 0.25 }],
  '20,000 resources': Array.from({ length: 20_000 }, (_, i) => ({ name: `r${i}`, modelled: i, synthesised: i * 1.1, tolerance: 0.25 })),
});

describe('the figure of compared resources', () => {
  it('says how far model and synthesis are apart, and whether that is as stated', () => {
    assert.deepEqual(tile.map(comparedText), ['modelled 24,135; synthesised 24,445, −1.3 %, agrees', 'modelled 6,872; synthesised 9,872, −30.4 %, outside of the stated error', 'modelled 0; synthesised 0, equal', 'modelled 4; synthesised 4.500, −11.1 %, outside of the stated error', 'not modelled; synthesised 2']);
    assert.equal(comparedText({ name: 'LUT', modelled: 100, synthesised: null, tolerance: 0.25 }), 'modelled 100 (±25.0 %)');
    assert.equal(differenceOf({ name: 'DSP', modelled: 2, synthesised: 0, tolerance: 0 }), 2);
  });

  it('is the golden file', () => { assertGoldenFigure('resources-compared', resourcesComparedFigure(tile, { width: 720 })); });
});
