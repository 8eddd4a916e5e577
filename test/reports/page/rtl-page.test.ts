import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rtlFits, rtlPage, rtlSentence, type RtlExport } from '../../../src/reports/page/rtl-page.js';
import { schematicFigure } from '../../../src/reports/page/rtl-page-schematic.js';
import type { Manifest } from '../../../src/rtl-export/kit/manifest.js';
import { hostileText, longName } from '../figures/robust.js';
import { assertBalanced, assertNoStrayValues, visibleMarkup } from '../markup.js';

const counted = (value: number, unit: string, tolerance: number): Manifest['resources']['lut'] => ({ value, unit, quality: 'derived', source: 'counted', tolerance });

const manifest: Manifest = {
  schemaVersion: 1, kind: 'rtl-export', name: 'tile', archsimVersion: '1.2.3', summary: 'A tile of four lanes', core: 'lane_tile', top: 'tile_top', testbench: 'tb_tile', part: 'xcu280', device: 'AMD Alveo U280',
  clock: { port: 'aclk', hz: 200e6, periodNs: 5 }, reset: { port: 'aresetn', active: 'low', synchronous: true }, parameters: [{ name: 'LANES', value: 4, meaning: 'products at once' }],
  streams: [
    { name: 'act', direction: 'in', ports: 's_axis_act', tdataBits: 64, fields: [{ name: 'activation', bits: 16, count: 4, low: 0, high: 63, meaning: 'FP16' }] },
    { name: 'out', direction: 'out', ports: 'm_axis_out', tdataBits: 32, fields: [{ name: 'result', bits: 31, count: 1, low: 0, high: 30, meaning: 'a sum' }, { name: 'sign', bits: 1, count: 1, low: 31, high: 31, meaning: 'its sign' }] },
  ],
  reduction: 'Problems are small.', runs: [{ label: 'm 1, k 8', cycles: 12, beats: { act: 2, out: 1 } }, { label: 'm 2, k 8', cycles: 15, beats: { act: 4, out: 2 } }], vectors: 3,
  resources: { dsp: counted(4, 'DSP', 0), bram36: counted(0, 'RAMB36', 0), uram: counted(0, 'URAM288', 0), lut: counted(1000, 'LUT', 0.25), ff: { value: null, reason: 'no published count' } }, files: { 'rtl/lane_tile.v': 'a'.repeat(64) },
};
const available = { lut: 100_000, ff: 200_000, dsp: 8, bram36: 100, uram: null };
const waveform = { label: 'm 1, k 8', data: { signals: [{ name: 's_axis_act_tvalid', width: 1, values: [0n, 1n, 1n] }, { name: 's_axis_act_tdata', width: 64, values: [0n, 5n, 2n ** 63n] }] } };
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="https://github.com/nturley/netlistsvg" width="565" height="574"><style>svg { stroke:#000 }</style>
<g s:type="generic" transform="translate(267,201.5)" id="cell_core"><text x="15" y="-4" class="nodelabel cell_core" s:attribute="ref">lane_tile &amp; more</text><rect width="30" height="180" class="cell_core"/></g><line x1="1" x2="2" y1="3" y2="3" class="net_2 width_1"/></svg>`;
const check: NonNullable<RtlExport['check']> = {
  kind: 'rtl-check', archsimVersion: '1.2.3', digest: 'd'.repeat(64), isOfTheseFiles: true,
  tests: { passed: 2, failed: 0, skipped: 1, cycles: [12, 15], findings: [{ check: 'elaboration, Yosys 0.55', outcome: 'passed', detail: 'no latch', seconds: 0.5 }, { check: 'netlist simulation', outcome: 'passed', detail: '3 beats equal', seconds: 0.25 }, { check: 'Verilator lint', outcome: 'skipped', detail: 'it is not installed', seconds: 0 }] },
  synthesis: { tool: 'Yosys 0.55', family: 'xcup', counts: { lut: 1100, ff: 600, dsp: 4, bram36: 0, uram: 0 }, modelled: { lut: 1000, ff: null, dsp: 4, bram36: 0, uram: 0 } },
};
const whole: RtlExport = { manifest, changed: [], available, check, waveform, schematic: { svg: drawing } };
const hostileManifest: Manifest = {
  ...manifest, name: hostileText, summary: hostileText, device: hostileText, part: hostileText, core: longName, top: longName, testbench: hostileText, archsimVersion: hostileText, reduction: hostileText, parameters: [{ name: hostileText, value: 1, meaning: hostileText }],
  streams: manifest.streams.map((stream) => ({ ...stream, name: hostileText, ports: hostileText, fields: stream.fields.map((field) => ({ ...field, name: hostileText, meaning: hostileText })) })),
  runs: [{ label: hostileText, cycles: 1, beats: { [hostileText]: 1 } }], resources: { ...manifest.resources, lut: { value: null, reason: hostileText } },
};
const pages: Readonly<Record<string, string>> = {
  'whole': rtlPage(whole, { command: 'archsim report tile' }),
  'not synthesised, nothing recorded': rtlPage({ ...whole, check: null, waveform: { reason: 'Yosys is not installed' }, schematic: { reason: 'it needs a package' }, changed: Array.from({ length: 30 }, (_, i) => `rtl/${i}.v`) }, { command: 'archsim report tile' }),
  'of no device': rtlPage({ ...whole, manifest: { ...manifest, device: null, part: null, runs: [], parameters: [], streams: [] }, available: null }, { command: 'x' }),
  'with a smaller core': rtlPage({ ...whole, manifest: { ...manifest, simulated: { top: 'small_top', parameters: [], streams: manifest.streams, resources: { ...manifest.resources, lut: counted(50, 'LUT', 0.25) } } } }, { command: 'x' }),
  'hostile': rtlPage({ ...whole, manifest: hostileManifest, changed: [hostileText], available: null, check: { ...check, archsimVersion: hostileText, tests: { ...check.tests!, findings: [{ check: hostileText, outcome: 'failed', detail: hostileText, seconds: 1 }] }, synthesis: { ...check.synthesis!, tool: hostileText, family: hostileText } }, waveform: { label: hostileText, data: { signals: [{ name: hostileText, width: 1, values: [1n] }] } } }, { command: hostileText }),
};

describe('a page of exported Verilog', () => {
  for (const [name, page] of Object.entries(pages)) {
    it(`is balanced HTML without stray values or anything raw (${name})`, () => {
      assertBalanced(page, 'html');
      assertNoStrayValues(visibleMarkup(page));
      assert.ok(!visibleMarkup(page).includes('<script') && !/[\u001b\u202e]/.test(visibleMarkup(page)));
    });
  }

  it('says in its first sentences what the tile is, whether it fits, and its cycles', () => {
    assert.equal(rtlSentence(whole), 'A tile of four lanes. What is modelled fits into AMD Alveo U280: DSP at most, 50.0 %; FF are not modelled. A problem of the testbench takes 12 to 15 cycles (75.00 ns at most at 200.0 MHz).');
    assert.deepEqual([rtlFits(whole), rtlFits({ manifest, available: null }), rtlFits({ manifest, available: { ...available, dsp: 2 } })], [true, true, false]);
    assert.match(rtlSentence({ manifest, available: { ...available, dsp: 2 } }), /It does not fit into AMD Alveo U280: 4 of 2 DSP\./);
    assert.match(rtlSentence({ manifest: { ...manifest, resources: { ...manifest.resources, ff: counted(10, 'FF', 0.25) } }, available }), / It fits into AMD Alveo U280: DSP at most, 50\.0 %\./);
  });

  it('compares model and synthesis of the core that the testbench plays', () => {
    assert.ok(pages['whole']!.includes('modelled 1,000; synthesised 1,100, −9.1 %, agrees'));
    assert.ok(pages['with a smaller core']!.includes('modelled 50; synthesised 1,100, −95.5 %, outside of the stated error') && pages['with a smaller core']!.includes('Of small_top, the smaller core'));
    assert.ok(pages['not synthesised, nothing recorded']!.includes('Nobody has synthesised it yet'));
  });

  it('tells what the checks found, and shows nothing of checks of other files', () => {
    assert.ok(pages['whole']!.includes('<p>2 of 2 checks passed; 1 were skipped; the simulated netlist takes the cycles that the model says, in every run.</p>'));
    assert.ok(pages['whole']!.includes('Modelled beside what a synthesis took: Yosys 0.55 for xcup, out of context.'));
    assert.match(rtlPage({ ...whole, check: { ...check, tests: { ...check.tests!, passed: 1, failed: 1, cycles: null } } }, { command: 'x' }), /<p class="bad">1 of 2 checks passed; 1 were skipped\.<\/p>/);
    const stale = rtlPage({ ...whole, check: { ...check, isOfTheseFiles: false } }, { command: 'x' });
    assert.ok(stale.includes('of other files than those that are there now') && stale.includes('Nobody has synthesised it yet') && !stale.includes('1,100'));
    assert.ok(rtlPage({ ...whole, check: { ...check, tests: null } }, { command: 'x' }).includes('It was synthesised, but not simulated'));
    assert.ok(pages['not synthesised, nothing recorded']!.includes('Nobody has checked it yet'));
  });

  it('says of a waveform whose it is', () => {
    assert.ok(pages['whole']!.includes('at the first cycles of its first run (m 1, k 8), simulated from its Verilog.'));
    assert.ok(rtlPage({ ...whole, waveform: { ...waveform, file: 'sim/run.vcd' } }, { command: 'x' }).includes('The streams of the core in sim/run.vcd, from just before its first beat.'));
  });

  it('says why there is no waveform, and which files have changed', () => {
    const page = pages['not synthesised, nothing recorded']!;
    assert.ok(page.includes('The signals were not recorded: Yosys is not installed') && page.includes('<li>and 18 more</li>'));
  });

  it('draws the top level from allowed elements and attributes alone, in its own colours', () => {
    const svg = schematicFigure(drawing, 'Top level')!;
    assert.ok(svg.includes('<text x="15" y="-4" text-anchor="middle" dy="-6" class="fig-small" stroke="none">lane_tile &amp; more</text><rect width="30" height="180"/>'), svg);
    assert.doesNotMatch(svg, /<style|#000| id=|s:type/);
    assert.ok(pages['whole']!.includes('<h2>Top level</h2>') && pages['not synthesised, nothing recorded']!.includes('There is no drawing of the top level: it needs a package'));
    const bad = '<script>alert(1)</script><image href="http://evil.example/x.png"/><a href="javascript:alert(1)"><text>in a link</text></a><foreignObject><b>x</b></foreignObject><use href="#a"/><set attributeName="d"/>'
      + '<rect onload="alert(1)" style="fill:url(http://evil.example)" fill="url(#a)" filter="url(#a)" x="1" y="url(#a)" width="calc(1)" class="\u0000constructor __proto__"/><path d="M0 0;alert(1)"/><g transform="translate(1)url(x)"/><text>&lt;script&gt;alert(2)&lt;/script&gt;\u202e&#60;b&#62;</text>';
    const cleaned = schematicFigure(`<svg width="10" height="20">${bad}</svg>`, hostileText)!;
    assert.match(cleaned, /<g stroke="currentColor" fill="none" transform="translate\(\d+,0\)"><rect x="1"\/><path\/><g\/><text class="fig-small" stroke="none">&lt;script&gt;alert\(2\)&lt;\/script&gt;[^<]*<\/text><\/g><\/svg>$/);
    assertBalanced(cleaned, 'xml');
    for (const none of ['', 'words', '<svg width="1" height="1">', '<svg></svg>', '<svg width="0" height="5"></svg>', '<svg width="1e9" height="5"></svg>', '<p width="1" height="1"></p>', '<svg width="1" height="1"><g></svg></g>', '<svg width=1 height=1></svg>', '<!DOCTYPE svg [<!ENTITY x "y">]><svg width="1" height="1"></svg>', `<svg width="1" height="1">${'<g>'.repeat(1000)}${'</g>'.repeat(1000)}</svg>`, `<svg width="1" height="1">${'<g/>'.repeat(90_000)}</svg>`]) assert.equal(schematicFigure(none, 'x'), null, none.slice(0, 60));
  });

  it('carries the manifest as JSON', () => {
    const json = /<script type="application\/json" id="archsim-rtl">([^<]*)<\/script>/.exec(pages['hostile']!)![1]!;
    assert.equal((JSON.parse(json) as Manifest).name, hostileText);
  });
});
