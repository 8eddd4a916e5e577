import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { resourcesFigure, resourcesTable, type ResourcesData } from '../../../src/reports/figures/resources.js';
import { hostileResult, infeasibleResult, llamaResult, unknownResult } from '../fixture.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

type Resources = NonNullable<ResourcesData['resources']>;

/** A design whose LUTs may or may not fit, whose DSPs exceed what there is, and whose registers nobody counted. */
function mixed(): ResourcesData {
  return {
    resources: {
      lut: { used: 1_250_326, least: 975_978, available: 1_196_051, quality: 'synthesised', source: 'a synthesis' },
      ff: { used: null, available: 2_471_274, quality: null, source: '' },
      dsp: { used: 27_000, available: 9020, quality: 'derived', source: 'counted' },
      bram36: { used: 1533, available: 1820.5, quality: 'derived', source: 'counted' },
      uram: { used: 384, available: null, quality: 'derived', source: 'counted' },
    },
    area: null,
  };
}

function chip(parts: NonNullable<ResourcesData['area']>['parts'], totalMm2: number | null): ResourcesData {
  return { resources: null, area: { totalMm2, parts } };
}

const parts: NonNullable<ResourcesData['area']>['parts'] = [
  { name: 'processing elements', count: 1024, mm2: 2.33, quality: 'published', source: 'a table' }, { name: 'weight buffer', count: 1, mm2: 1.602, quality: 'derived', source: 'a model' },
  { name: 'rest of the chip', count: 1, mm2: null, quality: null, source: 'nobody says' },
];

function withNumber(number: number): ResourcesData {
  const odd = { used: number, least: -number, available: number, quality: 'derived', source: '' } as const;
  const half = { used: 5, least: number, available: number, quality: null, source: '' } as const;
  return { resources: { lut: odd, ff: half, dsp: { ...odd, available: 7 }, bram36: odd, uram: half }, area: { totalMm2: number, parts: [{ name: 'a', count: number, mm2: number, quality: null, source: '' }, ...parts] } };
}

const hostile: ResourcesData = {
  resources: Object.fromEntries(Object.entries(mixed().resources!).map(([key, value]) => [key, { ...value, source: hostileText }])) as unknown as Resources,
  area: { totalMm2: 1, parts: parts.map((part) => ({ ...part, name: hostileText, source: hostileText })) },
};

describe('a figure of resources', () => {
  itIsRobust('resources', resourcesFigure, resourcesTable, {
    'llama': llamaResult(), 'hostile result': hostileResult(), 'unknown': unknownResult(), 'infeasible': infeasibleResult(), 'mixed': mixed(), 'a chip': chip(parts, null), 'neither': { resources: null, area: null },
    'no parts': chip([], 0), 'long names': chip(parts.map((part) => ({ ...part, name: longName })), 3.9), hostile,
    'twenty thousand parts': chip(Array.from({ length: 20_000 }, (_, i) => ({ name: `part ${i}`, count: i, mm2: i % 100 === 0 ? null : i / 1000, quality: 'assumed', source: '' })), null),
    ...Object.fromEntries(oddNumbers.map((number) => [`${number} everywhere`, withNumber(number)])),
  });

  it('is its golden file', () => { assertGoldenFigure('resources', resourcesFigure(mixed(), { embedStyle: false })); });

  it('says of each resource what is used, available and how good the number is', () => {
    const svg = resourcesFigure(mixed(), { width: 880 });
    assert.ok(svg.includes('<title>LUT: 1,250,326 of 1,196,051, 104.5 % (synthesised; at least 975,978; may not fit)</title>'));
    assert.ok(svg.includes('<title>DSP: 27,000 of 9,020, 299.3 % (derived; more than there is)</title>'));
    assert.ok(svg.includes('<title>BRAM (36 Kb): 1,533 of 1,821, 84.2 % (derived; above the planning limit)</title>'));
    assert.ok(svg.includes('<title>FF: not modelled; 2,471,274 available</title>'));
    assert.ok(svg.includes('<title>URAM: 384 of unknown, unknown (derived)</title>'));
    assert.ok(svg.includes('<title>planning limit of LUT: 70.0 %</title>'));
  });

  it('makes the bar of a share that share of what is available, and the uncertain part pale', () => {
    const svg = resourcesFigure({ ...mixed(), resources: { ...mixed().resources!, dsp: { used: 4510, available: 9020, quality: 'derived', source: '' }, lut: { used: 600, least: 300, available: 1000, quality: null, source: '' } } });
    const row = (name: string): number[] => [...svg.slice(svg.indexOf(`<title>${name}:`)).split('</g>')[0]!.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((match) => Number(match[1]));
    const [whole = 0, used = 0] = row('DSP');
    assert.ok(Math.abs(used / whole - 0.5) < 0.001);
    const [all = 0, sure = 0, pale = 0] = row('LUT');
    assert.ok(Math.abs(sure / all - 0.3) < 0.001 && Math.abs(pale / all - 0.3) < 0.001);
  });

  it('lists the parts of a chip, the largest first and the unknown last', () => {
    const svg = resourcesFigure(chip(parts, null), { width: 880 });
    assert.ok(svg.includes('area: 3.932 mm² and 1 part not known'));
    const order = [...svg.matchAll(/<title>([^:]+): /g)].map((match) => match[1]);
    assert.deepEqual(order, ['1,024 × processing elements', 'weight buffer', 'rest of the chip']);
    assert.equal(resourcesTable(chip(parts, null)).rows[2]![2], null);
  });
});
