import { bundledProblem } from '../../src/gym/problem/bundled/index.js';
import type { ProblemInput } from '../../src/gym/schema/problem.js';

type Variable = ProblemInput['variables'][number];
type Goal = ProblemInput['objectives'][number];

/** What differs from `accdse-a`: variables by their names, formulas, limits, goals. */
interface Change {
  readonly name: string;
  readonly goals: readonly Goal[];
  readonly variables?: readonly Variable[];
  readonly let?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, number>>;
  readonly referencePoint?: readonly number[];
}

function changed({ name, goals, variables = [], let: formulas = {}, limits = {}, referencePoint }: Change): ProblemInput {
  const input = bundledProblem('accdse-a-energy')!;
  return {
    ...input, name, variables: input.variables.map((variable) => variables.find((other) => other.name === variable.name) ?? variable), let: { ...input.let, ...formulas }, objectives: [...goals],
    constraints: input.constraints!.map((constraint) => ({ ...constraint, atMost: limits[constraint.name] ?? constraint.atMost! })), ...(referencePoint === undefined ? {} : { referencePoint: [...referencePoint] }),
  };
}

const least = (name: string, formula: string): Goal => ({ name, direction: 'minimise', formula });
const trade = [least('log10_latency', 'log10(latency_us)'), least('power', 'power_w')];
const energy = [least('energy', 'energy_mj')];
const product = [least('delay_product', 'energy_mj * latency_us')];

const small = { dsp: 2520, bram36: 600, loss: 0.4, clock: 1 };
const batch = {
  cycles: 'ceil(8192 / rows) * ceil(8192 / cols) * 64 / eff', bytes: '8192 * 8192 * wbits / 8 * (1 + 0.15 * (refetch - 1))', eff: '{WS: 0.6, OS: 0.92, IS: 0.75}[dataflow]',
  power_w: '12 + 0.006 * dsp * freq_mhz / 250 + 0.5 * channels + 0.004 * buf_kib * (1 + double_buffer)',
};

/** Problem files that were looked at when agents were changed: `accdse-a` on a smaller device, with another layer, with other kinds of variables or goals, a known function, and what to keep on a chip. */
export const filesOfChoice: readonly ProblemInput[] = [
  changed({ name: 'a smaller device', goals: trade, limits: small, referencePoint: [3.5, 60] }),
  changed({ name: 'a smaller device, little loss, a product', goals: product, limits: { ...small, loss: 0.05, clock: 0.9 } }),
  changed({ name: 'a large batch', goals: trade, let: batch, referencePoint: [5, 100] }),
  changed({ name: 'a large batch, rate for power', goals: [{ name: 'efficiency', direction: 'maximise', formula: '1e6 / latency_us / power_w' }], let: batch }),
  changed({ name: 'numbers in place of lists', goals: energy, variables: [
    { name: 'buf_kib', type: 'integer', low: 64, high: 4096, scale: 'log' }, { name: 'freq_mhz', type: 'integer', low: 150, high: 300 }, { name: 'channels', type: 'categorical', values: [1, 2, 4, 8, 16, 32] },
  ] }),
  {
    kind: 'problem', name: 'the valley of Rosenbrock in whole numbers',
    variables: [{ name: 'p', type: 'integer', low: -5, high: 5 }, { name: 'q', type: 'integer', low: -5, high: 10 }, { name: 'r', type: 'ordinal', values: [-2, -1, 0, 1, 2, 4] }, { name: 'style', type: 'categorical', values: ['flat', 'steep', 'tilted'] }],
    objectives: [least('f', '1 + 100 * (q - p ^ 2) ^ 2 + (1 - p) ^ 2 + 10 * (r - q) ^ 2 + {flat: 3, steep: 0, tilted: 1}[style] * (1 + abs(p))')],
  },
  changed({
    name: 'a thin layer at the edge', goals: trade, limits: { dsp: 1024, bram36: 400, clock: 0.95 }, referencePoint: [4.5, 20],
    let: {
      cycles: 'ceil(1536 / rows) * ceil(8960 / cols) * 4 / eff', bytes: '1536 * 8960 * wbits / 8 * (1 + 0.3 * (refetch - 1))', need_kib: '{WS: 192, OS: 640, IS: 96}[dataflow]', eff: '{WS: 0.75, OS: 0.9, IS: 0.7}[dataflow]',
      power_w: '1.5 + 0.003 * dsp * freq_mhz / 250 + 0.2 * channels + 0.001 * buf_kib * (1 + double_buffer)',
    },
  }),
  changed({
    name: 'delay twice and power', goals: [least('delay_delay_power', 'latency_us ^ 2 * power_w')], limits: { dsp: 6000, bram36: 900, loss: 0.2 },
    let: { cycles: 'ceil(14336 / rows) * ceil(5120 / cols) * 2 / eff', bytes: '14336 * 5120 * wbits / 8 * (1 + 0.35 * (refetch - 1))', fmax: '340 - 10 * log2(rows * cols / 64) - 14 * log2(channels) - (dataflow == "IS" ? 25 : 0)' },
  }),
  changed({
    name: 'energy against area, with numbers', goals: [least('energy', 'energy_mj'), least('area', 'dsp + 4 * bram36')], referencePoint: [40, 12_000],
    variables: [{ name: 'buf_kib', type: 'real', low: 32, high: 4096, scale: 'log' }, { name: 'freq_mhz', type: 'real', low: 120, high: 320 }, { name: 'wbits', type: 'categorical', values: [2, 3, 4, 8] }],
    let: { eff: '{WS: 0.85, OS: 0.7, IS: 0.9}[dataflow]', dsp_per_mac: 'wbits == 2 ? 0.2 : wbits == 8 ? 1 : 0.6' },
  }),
  changed({
    name: 'latency, power and loss', goals: [...trade, least('loss', 'loss')], limits: { dsp: 7000, loss: 2 }, referencePoint: [3.5, 60, 2],
    let: { loss: '(wbits == 2 ? 1.6 : wbits == 3 ? 0.5 : wbits == 4 ? 0.15 : 0.02) * (dataflow == "OS" ? 0.9 : 1)', cycles: 'ceil(5120 / rows) * ceil(5120 / cols) * 16 / eff' },
  }),
  {
    kind: 'problem', name: 'what to keep on chip', variables: [{ name: 'kept', type: 'categorical', values: [0, 1], count: 14 }],
    let: {
      bytes: Array.from({ length: 14 }, (_, i) => `${[31, 12, 25, 40, 9, 18, 22, 35, 14, 27, 11, 38, 20, 16][i]!} * kept${i + 1}`).join(' + '),
      saved: `${Array.from({ length: 14 }, (_, i) => `${[60, 19, 55, 71, 20, 30, 49, 58, 33, 44, 15, 80, 37, 21][i]!} * kept${i + 1}`).join(' + ')} + 25 * kept2 * kept7 + 18 * kept4 * kept13`,
    },
    objectives: [{ name: 'saved', direction: 'maximise', formula: '50 + saved' }], constraints: [{ name: 'room', formula: 'bytes', atMost: 140 }],
  },
];
