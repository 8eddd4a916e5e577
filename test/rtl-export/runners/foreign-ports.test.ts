import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { packBeat, type RtlDesign, type RtlRun, type RtlStream } from '../../../src/rtl-export/kit/design.js';
import { adapterModule, portAdapter } from '../../../src/rtl-export/kit/port-adapter.js';
import { readPortMap } from '../../../src/rtl-export/kit/port-map.js';
import { checkModule, type Finding } from '../../../src/rtl-export/runners/check-design.js';
import { missDocument, missLines } from '../../../src/rtl-export/runners/miss-report.js';
import { notModelled } from '../../../src/sim/core/estimate.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { repositoryRoot } from '../../kit/fixtures.js';

const fixture = (file: string): string => readFileSync(join(repositoryRoot(), 'test', 'rtl-export', 'foreign-ports', file), 'utf8');
const vectorDot = fixture('vector_dot.v');
const portMap = fixture('archsim-ports.json');

type Vector = readonly (readonly [activation: number, weight: number])[];
const act: RtlStream = { name: 'act', direction: 'in', fields: [{ name: 'activation', bits: 8, count: 1, meaning: 'INT8' }] };
const wgt: RtlStream = { name: 'wgt', direction: 'in', fields: [{ name: 'weight', bits: 2, count: 1, meaning: '-1, 0, 1' }, { name: 'ends_vector', bits: 1, count: 1, meaning: 'last element' }] };
const out: RtlStream = { name: 'out', direction: 'out', fields: [{ name: 'sum', bits: 20, count: 1, meaning: 'two\'s complement' }] };

function vectorRun(label: string, vectors: readonly Vector[]): RtlRun {
  return {
    label, cycles: vectors.flat().length + 3,
    beats: {
      act: vectors.flatMap((vector) => vector.map(([a]) => packBeat(act, [a]))),
      wgt: vectors.flatMap((vector) => vector.map(([, w], i) => packBeat(wgt, [w, i + 1 === vector.length ? 1 : 0]))),
      out: vectors.map((vector) => packBeat(out, [vector.reduce((sum, [a, w]) => sum + a * w, 0)])),
    },
  };
}

const rng = createRng(3);
const random = (count: number, length: number): readonly Vector[] => Array.from({ length: count }, () => Array.from({ length }, () => [rng.integer(-128, 127), rng.integer(-1, 1)] as const));
const counting = (count: number, length: number): readonly Vector[] => Array.from({ length: count }, (_, v) => Array.from({ length }, (_element, i) => [v * length + i + 1, 1] as const));
const unknown = notModelled('a test');

const design: RtlDesign = {
  core: 'own_dot', summary: 'dot products', sources: {}, parameters: [], streams: [act, wgt, out], reduction: 'none',
  runs: [vectorRun('one vector', random(1, 9)), vectorRun('several vectors', random(7, 5)), vectorRun('1 to 12', counting(3, 4))],
  smaller: function* () {
    for (const [count, length] of [[1, 1], [1, 2], [2, 1], [2, 2], [3, 4]] as const) yield vectorRun(`${count} vectors of ${length}`, counting(count, length));
  },
  resources: { dsp: unknown, bram36: unknown, uram: unknown, lut: unknown, ff: unknown },
};

async function check(source: string, map = portMap): Promise<readonly Finding[]> {
  const adapter = portAdapter(design, readPortMap(map, design));
  return await checkModule({ sources: { 'vector_dot.v': source, [`${adapterModule}.v`]: adapter }, top: adapterModule }, design, { shrink: true, anyCycles: true, unmarked: new Set(['out']) });
}

describe('a module with ports of its own', function () {
  this.timeout(60_000);

  it('passes where it is right, though nothing of it can wait and stalls are played', async () => {
    const findings = await check(vectorDot);
    assert.deepEqual(findings.map(({ outcome }) => outcome), ['passed', 'passed'], JSON.stringify(findings));
    assert.match(findings[1]!.detail, /beats equal, .* cycles a run \(not judged\)/);
  });

  it('is found to lose an element where vectors follow without a gap, and two vectors of one element show it', async () => {
    const losing = vectorDot.replace('parameter LOSES = 0 ', 'parameter LOSES = 1 ');
    assert.notEqual(losing, vectorDot);
    const { outcome, detail, smallest } = (await check(losing))[1]!;
    assert.equal(outcome, 'failed');
    assert.match(detail, /runs one after the other: m_axis_out, run 1 /);
    assert.ok(!detail.includes('gaps on the inputs'), 'with an idle cycle after every element the sums are right');
    assert.deepEqual(smallest!.runs.map(({ label }) => label), ['2 vectors of 1']);
    assert.match(missLines(smallest!, design).join('\n'), /^smallest failing input found: 1 run\(s\), 4 input beats, runs one after the other\n {2}run 0: 2 vectors of 1\n {4}s_axis_act beat 0: activation 1\n/);
  });

  it('is named with the wrong field and its cycle', async () => {
    const { smallest } = (await check(vectorDot.replace(': w == 2\'b11 ? -wide', ': w == 2\'b11 ? wide')))[1]!;
    const { cycle, signal, field } = missDocument(smallest!, design);
    assert.ok(cycle > 0);
    assert.deepEqual([signal, field?.name, field?.low, field?.high], ['m_axis_out_tdata', 'sum', 0, 19]);
    assert.notEqual(field?.value, field?.expected);
  });

  it('is found to stand still within a bounded number of cycles', async () => {
    const { outcome, detail, smallest } = (await check(vectorDot.replace('valid_out <= ends;', 'valid_out <= 1\'b0;')))[1]!;
    assert.equal(outcome, 'failed');
    assert.match(detail, /no beat moved for \d+ cycles; beats left: .*m_axis_out \d+/);
    assert.deepEqual(smallest!.runs.map(({ label }) => label), ['1 vectors of 1']);
    assert.match(smallest!.fault.text, /^no beat moved for/);
  });

  it('may have a result without a valid, so many cycles after what ends it, and wider or narrower ports', async () => {
    const map = portMap.replace('"handshake": "valid-only", "valid": "valid_out", "latency": 2', '"handshake": "fixed", "after": "wgt.ends_vector", "latency": 2');
    assert.notEqual(map, portMap);
    assert.deepEqual((await check(vectorDot, map)).map(({ outcome }) => outcome), ['passed', 'passed']);
    const late = await check(vectorDot, map.replace('"latency": 2', '"latency": 3'));
    assert.equal(late[1]!.outcome, 'failed');
  });

  it('says what its adapter gets wrong, with Yosys\' words where only the module knows', async () => {
    const wrong = await check(vectorDot, portMap.replace('"x"', '"xs"'));
    assert.equal(wrong.length, 1);
    assert.match(wrong[0]!.detail, /xs/);
  });
});
