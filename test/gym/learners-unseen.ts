import type { ProblemInput } from '../../src/gym/schema/problem.js';

type Goal = ProblemInput['objectives'][number];
type Variable = ProblemInput['variables'][number];

const least = (name: string, formula: string): Goal => ({ name, direction: 'minimise', formula });
const real = (name: string, low: number, high: number): Variable => ({ name, type: 'real', low, high });
const powers = (name: string, low: number, high: number): Variable => ({ name, type: 'ordinal', values: Array.from({ length: Math.log2(high / low) + 1 }, (_, i) => low * 2 ** i) });

/** Tiles of a product of 4096 x 11008 and 512 columns: what stays, how much room tiles take, how often operands are read. */
const tiles: Pick<ProblemInput, 'kind' | 'variables' | 'let'> = {
  kind: 'problem', variables: [powers('tm', 16, 1024), powers('tn', 8, 512), powers('tk', 16, 2048), { name: 'stays', type: 'categorical', values: ['weights', 'inputs', 'sums'] }, { name: 'buffers', type: 'categorical', values: [1, 2] }, powers('lanes', 16, 512)],
  let: {
    weights: '4096 * 11008 / 2', inputs: '11008 * 512', sums: '4096 * 512 * 4',
    traffic: 'weights * (stays == "weights" ? 1 : ceil(512 / tn)) + inputs * (stays == "inputs" ? 1 : ceil(4096 / tm)) + sums * (stays == "sums" ? 1 : 2 * ceil(11008 / tk))',
    room_kib: 'buffers * (tm * tk / 2 + tk * tn) / 1024 + tm * tn * 4 / 1024',
    compute_us: 'ceil(4096 / tm) * ceil(512 / tn) * ceil(11008 / tk) * (tm * tn * tk / (lanes * 16) + 60 + lanes) / 250',
    memory_us: 'traffic / 20000', time_us: 'buffers == 2 ? max(compute_us, memory_us) : compute_us + memory_us', lut: '900 * lanes + 12 * room_kib',
  },
};

/** Problem files that only judge: nothing about the agents was chosen by them. */
export const filesOfJudgement: readonly ProblemInput[] = [
  { ...tiles, name: 'tiles, the least time', objectives: [least('time', 'time_us')], constraints: [{ name: 'room', formula: 'room_kib', atMost: 1024 }, { name: 'lut', formula: 'lut', atMost: 200_000 }] },
  { ...tiles, name: 'tiles, time and logic', objectives: [least('time', 'time_us'), least('lut', 'lut')], constraints: [{ name: 'room', formula: 'room_kib', atMost: 2048 }], referencePoint: [60_000, 250_000] },
  {
    kind: 'problem', name: 'a welded beam', variables: [real('h', 0.125, 5), real('l', 0.1, 10), real('t', 0.1, 10), real('b', 0.125, 5)],
    let: {
      direct: '6000 / (sqrt(2) * h * l)', twist: '6000 * (14 + 0.5 * l) * sqrt(0.25 * (l ^ 2 + (h + t) ^ 2)) / (2 * 0.707 * h * l * (l ^ 2 / 12 + 0.25 * (h + t) ^ 2))',
      shear: 'sqrt(direct ^ 2 + twist ^ 2 + l * direct * twist / sqrt(0.25 * (l ^ 2 + (h + t) ^ 2)))', bending: '504000 / (t ^ 2 * b)', buckling: '64746.022 * (1 - 0.0282346 * t) * t * b ^ 3',
    },
    objectives: [least('cost', '1.10471 * h ^ 2 * l + 0.04811 * t * b * (14 + l)'), least('deflection', '2.1952 / (t ^ 3 * b)')], referencePoint: [40, 0.015],
    constraints: [{ name: 'shear', formula: 'shear', atMost: 13_600 }, { name: 'bending', formula: 'bending', atMost: 30_000 }, { name: 'sides', formula: 'h - b', atMost: 0 }, { name: 'buckling', formula: 'buckling', atLeast: 6000 }],
  },
  {
    kind: 'problem', name: 'Binh and Korn', variables: [real('a', 0, 5), real('b', 0, 3)], objectives: [least('f1', '4 * a ^ 2 + 4 * b ^ 2'), least('f2', '(a - 5) ^ 2 + (b - 5) ^ 2')], referencePoint: [140, 50],
    constraints: [{ name: 'inside', formula: '(a - 5) ^ 2 + b ^ 2', atMost: 25 }, { name: 'outside', formula: '(a - 8) ^ 2 + (b + 3) ^ 2', atLeast: 7.7 }],
  },
  {
    kind: 'problem', name: 'a cache and its queue',
    variables: [powers('kib', 8, 1024), powers('ways', 1, 16), powers('line', 16, 256), { name: 'policy', type: 'categorical', values: ['LRU', 'FIFO', 'random', 'RRIP'] }, { name: 'queue', type: 'integer', low: 1, high: 32 }, { name: 'ports', type: 'integer', low: 1, high: 4 }],
    let: {
      misses: '0.4 * (32 / kib) ^ 0.5 * (1 + 0.35 / ways) * {LRU: 1, FIFO: 1.12, random: 1.08, RRIP: 0.94}[policy] * (64 / line) ^ 0.3 * (1 + (line / 128) ^ 2 * 8 / kib)', hit_ns: '0.4 + 0.12 * log2(kib) + 0.15 * log2(ways) * ({LRU: 1.2, FIFO: 0.9, random: 0.9, RRIP: 1.1}[policy]) + 0.1 * ports',
      miss_ns: '60 + line / 12', load: 'min(0.98, misses * 30 / (queue + 4))', time_ns: 'hit_ns / (1 - 0.25 / ports) + misses * miss_ns / (1 - load)', mm2: 'kib * 0.004 * (1 + 0.3 * (ports - 1)) * (1 + 0.02 * ways) + queue * 0.01',
    },
    objectives: [least('time_and_area', 'time_ns * (0.5 + mm2)')], constraints: [{ name: 'geometry', formula: 'ways * line / 1024 / kib', atMost: 0.0625 }, { name: 'hit', formula: 'hit_ns', atMost: 2 }],
  },
];
