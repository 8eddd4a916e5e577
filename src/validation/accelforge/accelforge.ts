import { isRecord } from '../../sim/core/is-record.js';
import { searchCascade } from '../../sim/engine/mapper/fusion.js';
import type { Hierarchy } from '../../sim/engine/mapper/hierarchy.js';
import type { Objective } from '../../sim/engine/mapper/objective.js';
import type { Outcome, ReferenceRow, ValidationSystem } from '../system.js';
import { peerRules, simpleMachine, snowcat, tpuV4i } from './machines.js';
import { workloadOf } from './workloads.js';

/** AccelForge (Accelergy-Project/accelforge; arXiv 2602.15172 and 2602.15166): optimal mappings of whole layers, with and without fusion. */
export const accelforge: ValidationSystem = {
  name: 'accelforge',
  summary: 'AccelForge, successor of Timeloop: energy and latency of the best mapping of layers and chains of products on memory hierarchies, fused and unfused',
  fidelities: ['analytic'],
  tables: [{
    file: 'mapper-optimal.json', section: 'rows', answers: ['energy', 'latency'],
    alsoAnswers: ['dramReadBits', 'dramWriteBits', 'energyPerComponent', 'latencyPerEinsum', 'dramBitsPerEinsum'], where: {}, tolerance: () => 1e-6,
    notWorse: (row) => (row['metric'] === 'energy*delay' ? ['energy', 'latency'] : [String(row['metric'])]),
  }],
  simulate: (_section, row) => simulateRow(row),
  differences: [
    {
      what: 'its best mappings cut every loop into pieces that divide; ours may leave a smaller last piece to the outermost loop of a rank (`loopPieces`)',
      size: '0.69 % less energy at the same latency for a GPT-3 175B layer of 2048 tokens, unfused, on tpu_v4i; with dividing pieces energy and latency of its tpu_v4i rows are met within 1e-7',
    },
    {
      what: 'copies that split a reduction add their sums up in a shared memory without reading it (`freeFirstSum: copy`); the plain rule reads what is there',
      size: '5e-6 of the energy of a GPT-3 175B layer in decode, unfused, on tpu_v4i',
    },
    {
      what: 'the product of two activations (a gated unit) runs on the matrix array, where one MAC of a core is of use; the scalar unit takes operators of one input only',
      size: 'half of the latency of a Llama-3-8B layer of 256 tokens on tpu_v4i, fused: 0.87 of 1.70 ms',
    },
    { what: 'the Mamba layer adds its skip to itself, never uses the state output, and is one step whatever the number of tokens', size: '63,378,432 bits unfused at 1, 256 or any number of tokens' },
  ],
};

const objectives: Readonly<Record<string, Objective>> = { energy: 'energy', latency: 'latency', 'energy*delay': 'energy-delay' };
const fusions: Readonly<Record<string, 'none' | 'one-loop'>> = { fused: 'one-loop', unfused: 'none' };

function simulateRow(row: ReferenceRow): Outcome {
  const parameters = isRecord(row['parameters']) ? row['parameters'] : {};
  const objective = objectives[String(row['metric'])];
  const fusion = fusions[String(row['mode'])];
  if (objective === undefined || fusion === undefined) return { kind: 'not-modelled', reason: `metric ${JSON.stringify(row['metric'])} or mode ${JSON.stringify(row['mode'])} is not known` };
  const machine = machineOf(String(row['architecture']), parameters);
  if (typeof machine === 'string') return { kind: 'not-modelled', reason: machine };
  const cascade = workloadOf(String(row['workload']), parameters);
  if (typeof cascade === 'string') return { kind: 'not-modelled', reason: cascade };
  const { optimum, gap } = searchCascade(machine, cascade, { objective, rules: peerRules, fusion });
  if (optimum === null) return { kind: 'not-modelled', reason: 'no mapping fits the buffers' };
  const { energy, seconds: latency } = optimum;
  return { kind: 'simulated', answers: { energy, latency }, note: gap === 0 ? 'proven optimum' : `within ${(100 * gap).toPrecision(2)} % of the lower bound` };
}

function machineOf(name: string, parameters: Readonly<Record<string, unknown>>): Hierarchy | string {
  const number = (key: string, otherwise: number): number => {
    const value = parameters[key];
    return typeof value === 'number' && value > 0 ? value : otherwise;
  };
  switch (name) {
    case 'simple':
      return simpleMachine({ mainMemoryEnergy: number('MainMemoryEnergy', 1), globalBufferBits: number('GlobalBufferSize', Infinity), globalBufferBitsPerSecond: number('GlobalBufferThroughput', Infinity) });
    case 'snowcat': return snowcat;
    case 'tpu_v4i': return tpuV4i;
    case 'eyeriss':
    case 'simba': return `${name}: energies, leakage and port times of its buffers come from a component library and are published to two or three digits only, which cannot meet 1e-6`;
    default: return `architecture ${JSON.stringify(name)} is not described`;
  }
}
