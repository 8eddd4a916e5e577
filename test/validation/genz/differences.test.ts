import assert from 'node:assert/strict';
import { buildGpu } from '../../../src/arch/gpu/machine.js';
import { costPhase } from '../../../src/sim/engine/phase.js';
import { tasksOf } from '../../../src/sim/engine/task.js';
import { opParameters, parameterCount } from '../../../src/sim/model/op-graph.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { original, type Bookkeeping } from '../../../src/validation/genz/bookkeeping.js';
import { differenceTable } from '../../../src/validation/genz/differences.js';
import { bytesPerSecond, capacityBytes, machines, type Machine } from '../../../src/validation/genz/machines.js';
import { modelOf } from '../../../src/validation/genz/models.js';
import { passesOf, schemeOf, type Stage } from '../../../src/validation/genz/request.js';
import { stageOf, throughputOf, total, type StageResult } from '../../../src/validation/genz/stage.js';
import type { ReferenceRow } from '../../../src/validation/system.js';
import { requestFor } from './request.js';

const llama = 'llama2_7b';
const gemma = 'google/gemma-2-2b';
const mixtral = 'mixtral_8x7b';
const llama70 = 'llama2_70b';
/** Eight devices, but for what is given with them. */
const eight = { system: 'H100_GPU' } as const;
type Pair = readonly [tool: StageResult, ours: StageResult];

/** The stage as the tool counts it, and with some switches set to our way. */
function both(model: string, stage: Stage, given: ReferenceRow, ...switches: readonly (keyof Bookkeeping)[]): Pair {
  const request = requestFor(model, stage, given);
  return [stageOf(request, stage), stageOf(request, stage, { ...original, ...Object.fromEntries(switches.map((key) => [key, 'ours'])) })];
}

const ms = (seconds: number, digits = 2): string => `${(seconds * 1e3).toFixed(digits)} ms`;
const gb = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
const times = (pair: Pair, digits = 2): readonly string[] => pair.map(({ seconds }) => ms(seconds, digits));
const percent = (a: number, b: number, digits: number): string => `+${((a / b - 1) * 100).toFixed(digits)} %`;

function machineNamed(name: string): Machine {
  const machine = machines.find((m) => m.name === name);
  assert.ok(machine !== undefined, name);
  return machine;
}

/** One figure of a machine beside that of the catalogue. */
function beside(name: string, tool: (machine: Machine) => number, ours: 'peak' | 'bandwidth', unit: string, digits: number): readonly string[] {
  const machine = machineNamed(name);
  const device = deviceNamed(machine.catalogueName)!;
  const other = ours === 'peak' ? device.peaks.find(({ format }) => format === 'fp16')!.opsPerSecond / 1e12 : device.memories[0]!.bytesPerSecond! / 1e9;
  return [`${tool(machine)} ${unit}`, `${other} ${unit}`, percent(tool(machine), other, digits)];
}

/** Seconds of the engine's roofline for everything in prefill that is no product, look-up or append. */
function elementwiseSeconds(model: string): number {
  const request = requestFor(model, 'prefill');
  const scheme = schemeOf(request);
  const device = deviceNamed('a100-sxm-80gb')!;
  let seconds = 0;
  costPhase(buildGpu({ fusedAttention: true }, device), tasksOf(decoderGraph(request.spec), scheme), scheme, passesOf(request, 'prefill', original).all, 'roofline', (_task, op, cost, repeat) => {
    if (['norm', 'rope', 'softmax', 'activation', 'multiply', 'add'].includes(op.kind)) seconds += cost.latency * repeat;
  });
  return seconds;
}

const promptOperations = ({ costs }: StageResult): string => `${(total(costs, ({ op, macs }) => (op.name.endsWith('Pre') ? 2 * macs : 0)) / 1e9).toFixed(1)} GOP`;

/** The figures of each difference, computed anew. */
const figures: Readonly<Record<keyof typeof differenceTable, () => readonly string[]>> = {
  embedding: () => [...times(both(llama, 'prefill', {}, 'embedding')), ...times(both(gemma, 'prefill', {}, 'embedding'))],
  logits: () => [...times(both(llama, 'prefill', {}, 'logits')), ...times(both(gemma, 'prefill', {}, 'logits')), ...times(both(gemma, 'prefill', {}, 'logits', 'embedding'))],
  mask() {
    const [tool, ours] = both(llama, 'decode', {}, 'mask');
    assert.equal(tool.seconds, ours.seconds);
    return [...times(both(llama, 'prefill', {}, 'mask')), ...times(both(llama, 'prefill', { input_tokens: 4096 }, 'mask'))];
  },
  joined: () => times(both(llama, 'prefill', {}, 'joined')),
  residency: () => times(both(llama, 'decode', { batch: 16 }, 'residency'), 3),
  cacheWrites() {
    const { spec } = modelOf(llama)!;
    return [`${((16 * spec.layers * 2 * spec.kvHeads * spec.headDim * 2) / 1e6).toFixed(1)} MB`, ...times(both(llama, 'decode', { batch: 16 }, 'cacheWrites'), 3)];
  },
  onchip: () => times(both(llama, 'decode', { batch: 16 }, 'onchip'), 3),
  ownKey: () => times(both(llama, 'decode', { batch: 16 }, 'ownKey'), 3),
  beams() {
    const pair = both(llama, 'decode', { batch: 16, beam: 4 }, 'beams');
    return [...pair.map(promptOperations), ...times(pair, 3)];
  },
  experts() {
    const at = (stage: Stage, given: ReferenceRow): readonly string[] => times(both(mixtral, stage, { system: 'MI300X', ...given }, 'experts'));
    const [one, sameOne] = at('decode', {});
    const [long, sameLong] = at('prefill', {});
    assert.deepEqual([one, long], [sameOne, sameLong]);
    return [...at('decode', { batch: 16 }), `${(8 * (1 - 0.75 ** 16)).toFixed(2)} of 8`, one!, ...at('prefill', { input_tokens: 3 }), long!];
  },
  giga() {
    const machine = machineNamed('A100_80GB_GPU');
    const ours: Bookkeeping = { ...original, giga: 'ours' };
    const more = [bytesPerSecond, capacityBytes].map((of) => `${((of(machine, original) / of(machine, ours) - 1) * 100).toFixed(1)} %`);
    return [...more, ...times(both(llama, 'decode', {}, 'giga'))];
  },
  rates() {
    const onlyHalf = machines.filter(({ catalogueName }) => deviceNamed(catalogueName)!.peaks.length === 1).map(({ name }) => name);
    assert.deepEqual(onlyHalf, ['GH200_GPU', 'B100', 'TPUv6', 'TPUv5e', 'TPUv5p', 'TPUv4', 'MI300X', 'MI325X', 'Gaudi3']);
    assert.ok(deviceNamed('h100-sxm')!.peaks.every(({ format }) => format !== 'int4'));
    return [...times(both(llama, 'prefill', { bits: 'int4', system: 'H100_GPU' }, 'rates')), ...times(both(llama, 'prefill', { bits: 'int8', system: 'MI300X' }, 'rates'))];
  },
  figures: () => [...times(both('falcon7b', 'decode', { batch: 16 }, 'figures')), ...times(both('opt_13b', 'decode', {}, 'figures'))],
  tables: () => [...both(llama, 'decode', {}, 'tables'), ...both(gemma, 'prefill', {}, 'tables')].map(({ weightBytes }) => gb(weightBytes)),
  peaks: () => [...beside('GB200', ({ teraOps }) => teraOps, 'peak', 'TOPS', 0), `GH200 ${machineNamed('GH200_GPU').teraOps}`, `B100 ${machineNamed('B100').teraOps}`],
  bandwidths() {
    const differ = machines.filter(({ catalogueName, gigabytesPerSecond }) => deviceNamed(catalogueName)!.memories[0]!.bytesPerSecond !== gigabytesPerSecond * 1e9);
    assert.deepEqual(differ.map(({ name }) => name).sort(), ['A100_40GB_GPU', 'H100_GPU']);
    return differ.flatMap(({ name }) => [name, ...beside(name, (m) => m.gigabytesPerSecond, 'bandwidth', 'GB/s', 1)]);
  },
  'left-out'() {
    const { spec } = modelOf(llama)!;
    const graph = decoderGraph(spec);
    const gains = graph.groups.reduce((sum, { repeat, ops }) => sum + repeat * ops.filter(({ kind }) => kind === 'norm').reduce((more, op) => more + opParameters(op), 0), 0);
    const [tool] = both(llama, 'prefill', {});
    return [ms(elementwiseSeconds(llama)), ms(tool.seconds), `${(gains / 1e6).toFixed(1)} million`, `${(parameterCount(graph) / 1e6).toFixed(1)} million`];
  },
  start: () => times(both(llama70, 'decode', { ...eight, tp: 8 }, 'start')),
  gate: () => [...times(both(mixtral, 'decode', { ...eight, batch: 16, tp: 8 }, 'gate')), ...times(both(mixtral, 'prefill', { ...eight, batch: 16, tp: 8 }, 'gate'))],
  dispatch: () => times(both(mixtral, 'prefill', { ...eight, batch: 16, ep: 8 }, 'dispatch')),
  microBatches() {
    const rates = (stage: Stage): readonly string[] => {
      const request = requestFor(llama70, stage, { ...eight, batch: 16, tp: 4, pp: 2 });
      const result = stageOf(request, stage);
      return [original, { ...original, microBatches: 'ours' } as const].map((ways) => `${throughputOf(request, stage, result, ways).toFixed(stage === 'prefill' ? 1 : 0)}/s`);
    };
    return [...rates('prefill'), ...rates('decode')];
  },
  stages() {
    const fits = (batch: number): readonly boolean[] => both(llama70, 'decode', { ...eight, batch, input_tokens: 4096, tp: 2, pp: 4 }, 'stages').map((result) => result.fits);
    assert.deepEqual([400, 410, 1600].map(fits), [[true, true], [true, false], [true, false]]);
    return ['batch 1600', 'between 400 and 410'];
  },
};

describe('validation/genz/differences', () => {
  for (const [key, compute] of Object.entries(figures)) {
    const stated = differenceTable[key as keyof typeof differenceTable];
    it(`states the size of "${stated.what}"`, () => {
      for (const figure of compute()) assert.ok(stated.size.includes(figure), `${figure} is not in: ${stated.size}`);
    });
  }

  it('has a switch for each that is left at the tool\'s way', () => {
    assert.deepEqual([...new Set(Object.values(original))], ['tool']);
  });
});
