import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { landscapeKind, type LandscapeAnswer } from '../../../src/serving/platform/landscape/landscape.js';
import { peaksOf } from '../../../src/serving/platform/landscape/peaks.js';
import type { LandscapeSpec } from '../../../src/serving/platform/landscape/schema.js';
import { waysToSpread } from '../../../src/serving/platform/landscape/ways.js';
import { oneDevice } from '../../../src/serving/platform/parallelism.js';
import { platformMemory } from '../../../src/serving/platform/platform-memory.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import type { Deployment } from '../../../src/serving/deployment.js';
import { passCost } from '../../../src/serving/pass-cost.js';
import type { Setting } from '../../../src/serving/scenario-kind.js';
import { problemOf } from '../../kit/problems.js';
import { decode, graphOf, onMany, onOne, prefill } from './deployments.js';

function setting(deployment: Deployment, dollarsPerHour: number | null = null): Setting {
  return { deployment, dollarsPerHour, deploy: () => { throw new Error('a landscape deploys nothing else'); } };
}

function landscape(model: string, spec: Omit<LandscapeSpec, 'kind'>, dollarsPerHour: number | null = null): LandscapeAnswer {
  return landscapeKind.run({ kind: 'landscape', ...spec }, setting(onOne(model), dollarsPerHour)) as LandscapeAnswer;
}

const figureOf = ({ figures }: LandscapeAnswer, name: string): number | null => figures.find((figure) => figure.name === name)!.value;
const column = ({ grid }: LandscapeAnswer, name: string): readonly (number | null)[] => grid.rows.map((row) => row[grid.columns.findIndex((each) => each.name === name)]!);

describe('serving/platform/landscape', () => {
  it('is the plain run of one batch on one device, to the last digit', () => {
    const { machine, graph, scheme, fidelity } = onOne('llama-2-7b');
    const answer = landscape('llama-2-7b', { devices: 1, batches: { from: 4, to: 4 }, promptTokens: 200, outputTokens: 30 });
    const plain = simulate({ name: 'plain', graph, scheme, machine, fidelity, scenario: { batch: 4, promptTokens: 200, outputTokens: 30, logits: 'last' }, digests: {}, version: '', warnings: [] });
    const { firstTokenSeconds, secondsPerOutputToken, tokensPerSecond, latencySeconds } = plain.totals;
    assert.deepEqual({ ...answer.totals, requestsPerSecond: null, energyJoules: null, dollars: null }, { firstTokenSeconds, secondsPerOutputToken, tokensPerSecond, latencySeconds, requestsPerSecond: null, energyJoules: null, dollars: null });
    assert.equal(answer.memory.weightBytes, plain.memory.weightBytes);
  });

  it('has a row for each batch on each way to share out the devices, each what that deployment takes', () => {
    const answer = landscape('mixtral-8x7b', { devices: 8, batches: { from: 2, to: 10, step: 4 }, promptTokens: 100, outputTokens: 11 });
    assert.equal(answer.grid.rows.length, 10 * 3);
    for (const [tensor, pipeline, expert, batch, fits, , tokensPerSecond, first, each] of answer.grid.rows) {
      assert.equal(tensor! * pipeline! * expert!, 8);
      const on = onMany('mixtral-8x7b', { tensor: tensor!, pipeline: pipeline!, expert: expert! });
      assert.equal(fits, platformMemory(on, { batch: batch!, promptTokens: 100, outputTokens: 11, logits: 'last' }).fits ? 1 : 0);
      if (fits === 0) continue;
      const [start, steps] = [passCost(on, prefill(batch!, 100)).seconds, passCost(on, decode(batch!, 100, 11)).seconds];
      assert.deepEqual([tokensPerSecond, first, each], [(batch! * 11) / (start + steps), start, steps / 10]);
    }
    assert.equal(answer.totals.tokensPerSecond, Math.max(...column(answer, 'tokensPerSecond').map((value) => value ?? 0)));
  });

  it('has peaks where micro-batches are equal, with the reason', () => {
    const answer = landscape('llama-2-7b', { devices: 4, batches: { to: 24 }, promptTokens: 1000, outputTokens: 2 });
    const told = answer.notes.filter((note) => note.startsWith('peak at batch'));
    assert.ok(told.some((note) => note.includes('pipeline 4') && note.includes('fill the 4 stages evenly')), told.join('\n'));
    const rows = answer.grid.rows.filter((row) => row[1] === 4 && row[5] === 1).map((row) => row[3]);
    assert.ok(rows.length > 0 && rows.every((batch) => batch! % 4 === 0), rows.join(' '));
    assert.equal(figureOf(answer, 'peaks'), column(answer, 'peak').filter((peak) => peak === 1).length);
    assert.ok(figureOf(answer, 'deepestFall')! > 0 && figureOf(answer, 'deepestFall')! < 1);
  });

  it('says that nothing fits, with both figures and no times', () => {
    const answer = landscape('llama-2-70b', { devices: 1, batches: { to: 3 }, promptTokens: 100, outputTokens: 10 });
    assert.match(answer.reasons[0]!, /^on 1 device nothing fits: at batch 1 a device would hold 138\S* GB of 85\S* GB$/);
    assert.deepEqual(Object.values(answer.totals), [null, null, null, null, null, null, null]);
    assert.deepEqual(column(answer, 'tokensPerSecond'), [null, null, null]);
  });

  it('costs a request its share of all devices', () => {
    const answer = landscape('llama-2-7b', { devices: 2, batches: { from: 8, to: 8 }, promptTokens: 100, outputTokens: 10 }, 3.6);
    assert.ok(Math.abs(answer.totals.dollars! - (2 * 3.6 * answer.totals.latencySeconds!) / 3600 / 8) < 1e-15);
  });

  it('has finite numbers, or nulls, for any specification', () => {
    const spec = fc.record({
      devices: fc.constantFrom(1, 2, 3, 4, 6, 8), batches: fc.record({ from: fc.integer({ min: 1, max: 4 }), to: fc.integer({ min: 4, max: 12 }), step: fc.integer({ min: 1, max: 5 }) }),
      promptTokens: fc.integer({ min: 1, max: 3000 }), outputTokens: fc.integer({ min: 1, max: 40 }), sequence: fc.boolean(),
    });
    fc.assert(fc.property(spec, fc.constantFrom('llama-2-70b', 'mixtral-8x7b', 'gpt2'), (given, model) => {
      const answer = landscape(model, given);
      for (const row of answer.grid.rows) for (const value of row) assert.ok(value === null || Number.isFinite(value));
      const totals: readonly (number | null)[] = Object.values(answer.totals as unknown as Readonly<Record<string, number | null>>);
      for (const value of [...totals, ...answer.figures.map((figure) => figure.value)]) assert.ok(value === null || Number.isFinite(value));
      assert.equal(answer.totals.latencySeconds === null, answer.reasons.length > 0);
      if (answer.totals.secondsPerOutputToken === null) assert.ok(answer.reasons.length > 0 || answer.notes.some((note) => note.includes('no time between two')));
    }), { numRuns: 40 });
  });

  it('refuses what cannot be looked at, with the place', () => {
    const given = { devices: 8, batches: { to: 4 }, promptTokens: 10, outputTokens: 2 } as const;
    const code = (body: () => unknown): readonly [string, string | undefined] => { const found = problemOf(body); return [found.code, found.pointer]; };
    assert.deepEqual(code(() => landscapeKind.run({ kind: 'landscape', ...given }, setting(onMany('llama-2-7b', { tensor: 2 })))), ['landscape/platform', '/platform']);
    assert.deepEqual(code(() => landscape('llama-2-7b', { ...given, batches: { from: 5, to: 4 } })), ['landscape/no-batches', '/workload/scenario/batches/from']);
    assert.deepEqual(code(() => landscape('llama-2-7b', { ...given, batches: { to: 65_536 } })), ['landscape/too-many-points', '/workload/scenario/batches']);
    assert.deepEqual(code(() => landscape('gpt2', { ...given, devices: 4093 })), ['landscape/no-way', '/workload/scenario/devices']);
    assert.deepEqual(code(() => landscape('llama-2-7b', { ...given, link: { bandwidth: '0 GB/s' } }))[1], '/workload/scenario/link/bandwidth');
  });
});

describe('serving/platform/landscape/ways', () => {
  it('shares out all devices, and experts only where there are enough', () => {
    assert.equal(waysToSpread(graphOf('llama-2-7b'), 8, false).length, 4);
    assert.equal(waysToSpread(graphOf('mixtral-8x7b'), 8, false).length, 10);
    assert.deepEqual(waysToSpread(graphOf('llama-2-7b'), 1, false), [oneDevice]);
    assert.deepEqual(waysToSpread(graphOf('gpt2'), 16, false).map(({ tensor, pipeline }) => [tensor, pipeline]), [[8, 2], [4, 4], [2, 8]]);
  });
});

describe('serving/platform/landscape/peaks', () => {
  const rounding = { parallelism: oneDevice, tileRows: [] };
  const at = (...values: readonly (number | null)[]): readonly number[] => peaksOf(values.map((tokensPerSecond, i) => ({ batch: i + 1, tokensPerSecond })), rounding).map(({ batch }) => batch);

  it('is above both neighbours, or the last that fits', () => {
    assert.deepEqual(at(1, 2, 3), []);
    assert.deepEqual(at(1, 3, 2, 4), [2]);
    assert.deepEqual(at(3, 2, 4, null), [1, 3]);
    assert.deepEqual(at(2, 2, 2), []);
    assert.deepEqual(at(), []);
  });

  it('names the count that rounds up', () => {
    const reason = (change: object, tileRows: readonly number[] = []): string => peaksOf([{ batch: 8, tokensPerSecond: 2 }, { batch: 9, tokensPerSecond: 1 }], { parallelism: { ...oneDevice, ...change }, tileRows })[0]!.reason;
    assert.match(reason({ pipeline: 4 }), /^micro-batches of 2 fill the 4 stages evenly, the next batch has one of 3$/);
    assert.match(reason({ expert: 8 }), /^the 8 devices of experts have 1 sequences each at most, with the next batch one has 2$/);
    assert.match(reason({}, [8]), /^8 rows fill tiles of 8, the next batch begins another$/);
    assert.match(reason({}), /longer by more than it answers/);
  });
});
