import { createRng, type Rng } from '../../src/sim/core/rng.js';
import { sampleDesign } from '../../src/sim/model/design-space.js';
import { costsOf, isLegal } from '../../src/gym/problem/evaluation.js';
import { problemFromInput } from '../../src/gym/problem/formula-problem.js';
import type { ProblemInput } from '../../src/gym/schema/problem.js';

type Formulas = Readonly<Record<string, string>>;
type Variable = ProblemInput['variables'][number];
type Goal = ProblemInput['objectives'][number];

/** What objectives are made of; of two, the second is one that the first does not fix. */
const goals: readonly (readonly [Goal, Goal])[] = [
  [{ name: 'log10_latency', direction: 'minimise', formula: 'log10(latency_us)' }, { name: 'power', direction: 'minimise', formula: 'power_w' }],
  [{ name: 'rate', direction: 'maximise', formula: '1e6 / latency_us' }, { name: 'energy', direction: 'minimise', formula: 'energy_mj' }],
  [{ name: 'efficiency', direction: 'maximise', formula: 'log10(1 / energy_mj)' }, { name: 'loss', direction: 'minimise', formula: 'loss + 0.01 * buf_kib / 64' }],
  [{ name: 'latency', direction: 'minimise', formula: 'latency_us' }, { name: 'blocks', direction: 'minimise', formula: 'dsp + 2 * bram36' }],
];
const singles: readonly Goal[] = [
  { name: 'energy', direction: 'minimise', formula: 'energy_mj' },
  { name: 'rate', direction: 'maximise', formula: '1e6 / latency_us / power_w' },
  { name: 'delay_product', direction: 'minimise', formula: 'energy_mj * latency_us' },
  { name: 'time_and_area', direction: 'minimise', formula: 'latency_us * (dsp + 2 * bram36)' },
];

const three: readonly Goal[] = [...goals[0]!, { name: 'blocks', direction: 'minimise', formula: 'log10(dsp + 2 * bram36)' }];

const between = (rng: Rng, low: number, high: number): number => Number((low + (high - low) * rng.next()).toPrecision(3));
/** So many of the values, by chance, in their order. */
function some<Value>(values: readonly Value[], count: number, rng: Rng): Value[] {
  const left = [...values];
  while (left.length > count) left.splice(rng.integer(0, left.length - 1), 1);
  return left;
}

/**
 * A made-up accelerator in the style of `accdse-a`, drawn by a seed: other layers, ranges of variables, efficiencies, losses, powers, clocks and limits, sometimes another dataflow, buffer or limit more. Each limit cuts off a share of the
 * designs, a tenth to a half; the reference point is what a fifth of the legal designs is worse than.
 */
export async function acceleratorOf(seed: number, objectives: 1 | 2 | 3): Promise<ProblemInput> {
  const rng = createRng(7919 * seed + 13);
  const flows = some(['WS', 'OS', 'IS', 'RS'], rng.integer(2, 4), rng);
  const table = (low: number, high: number): string => `{${flows.map((flow) => `${flow}: ${between(rng, low, high)}`).join(', ')}}[dataflow]`;
  const size = (): number => rng.pick([768, 1000, 2048, 3072, 4096, 5120, 8192, 11008, 14336]);
  const ends = [16, 24, 32, 48, 64, 96, 128, 160, 192, 256];
  const bits = some([2, 3, 4, 5, 6, 8], rng.integer(3, 5), rng);
  const isTransposed = rng.next() < 0.5;
  const variables: Variable[] = [
    { name: 'dataflow', type: 'categorical', values: flows },
    { name: 'rows', type: 'ordinal', values: [8, ...some(ends, rng.integer(3, 5), rng)] },
    { name: 'cols', type: 'ordinal', values: [8, ...some(ends, rng.integer(3, 5), rng)] },
    { name: 'wbits', type: rng.next() < 0.7 ? 'ordinal' : 'categorical', values: bits },
    { name: 'freq_mhz', type: 'ordinal', values: some([100, 125, 150, 175, 200, 225, 250, 275, 300, 325, 350], rng.integer(4, 7), rng) },
    ...(rng.next() < 0.5 ? [{ name: 'channels', type: 'ordinal' as const, values: [1, 2, 4, 8, 16, 32] }] : [{ name: 'channels', type: 'integer' as const, low: 1, high: 8 }]),
    { name: 'buf_kib', type: 'ordinal', values: some([32, 64, 128, 256, 512, 1024, 2048, 4096], rng.integer(5, 7), rng) },
    { name: 'double_buffer', type: 'categorical', values: [0, 1] },
    ...(isTransposed ? [{ name: 'layout', type: 'categorical' as const, values: ['rows', 'columns', 'blocks'] }] : []),
  ];
  const [height, width, vectors] = [size(), size(), rng.pick([1, 2, 4, 8, 16, 32])];
  const [channelRate, fullClock] = [between(rng, 5, 30), rng.pick([150, 200, 225, 300])];
  const parts: Formulas = {
    eff: table(0.5, 0.95),
    need_kib: table(32, 1500),
    dsp_per_mac: `wbits == 2 ? 0.25 : wbits <= 4 ? ${between(rng, 0.3, 0.6)} : 1`,
    loss: `${between(rng, 0.5, 6)} * 2 ^ (-1.5 * (wbits - 1)) + (dataflow == "${rng.pick(flows)}" ? ${between(rng, 0, 0.2)} : 0)`,
    order: isTransposed ? `layout == "rows" ? 1 : layout == "columns" ? (dataflow == "${rng.pick(flows)}" ? ${between(rng, 0.6, 0.9)} : ${between(rng, 1.1, 1.6)}) : ${between(rng, 0.9, 1.3)}` : '1',
    cycles: `ceil(${height} / rows) * ceil(${width} / cols) * ${vectors} / eff`,
    t_comp_us: 'cycles / freq_mhz',
    refetch: 'max(1, ceil(need_kib * (1 + double_buffer) / buf_kib))',
    bytes: `${height * width} * wbits / 8 * order * (1 + ${between(rng, 0.1, 0.6)} * (refetch - 1))`,
    t_mem_us: `bytes / (channels * ${channelRate} * min(1, freq_mhz / ${fullClock}) * 1000)`,
    latency_us: `${between(rng, 1, 10)} + (double_buffer ? max(t_comp_us, t_mem_us) : t_comp_us + t_mem_us)`,
    dsp: 'rows * cols * dsp_per_mac',
    bram36: 'ceil(buf_kib * (1 + double_buffer) / 4.5) + rows + cols',
    power_w: `${between(rng, 2, 20)} + ${between(rng, 0.001, 0.01)} * dsp * freq_mhz / 250 + ${between(rng, 0.1, 1)} * channels * min(1, freq_mhz / ${fullClock}) + ${between(rng, 0.0005, 0.005)} * buf_kib * (1 + double_buffer)`,
    energy_mj: 'latency_us * power_w / 1000',
    fmax: `${between(rng, 330, 420)} - ${between(rng, 8, 20)} * log2(rows * cols / 64) - ${between(rng, 4, 14)} * log2(channels) - (dataflow == "${rng.pick(flows)}" ? ${between(rng, 10, 50)} : 0)`,
  };
  const limited = [['dsp', 'dsp'], ['bram36', 'bram36'], ['loss', 'loss'], ['clock', 'freq_mhz / fmax'], ['power', 'power_w'], ['rate', '1e6 / latency_us']] as const;
  const chosen = some(limited, rng.integer(2, 5), rng).map(([name, formula]) => ({ name, formula, cut: between(rng, 0.1, 0.5) }));
  const objective = objectives === 1 ? [rng.pick(singles)] : objectives === 2 ? [...rng.pick(goals)] : three;
  const open: ProblemInput = {
    kind: 'problem', name: `accelerator-${seed}-${objectives}`, variables, let: parts, objectives: [...objective] };
  const values = await sampled({ ...open, objectives: chosen.map(({ name, formula }) => ({ name, formula, direction: name === 'rate' ? 'maximise' : 'minimise' })), constraints: [] });
  const input: ProblemInput = {
    ...open,
    constraints: chosen.map(({ name, formula, cut }, i) => {
      const limit = quantile(values.map((costs) => costs[i]!), 1 - cut);
      return name === 'rate' ? { name, formula, atLeast: -limit } : { name, formula, atMost: limit };
    }),
  };
  if (objectives === 1) return input;
  const legal = await sampled(input);
  return { ...input, referencePoint: objective.map(({ direction }, k) => (direction === 'minimise' ? 1 : -1) * quantile(legal.map((costs) => costs[k]!), 0.8)) };
}

/** Costs of legal ones among 4,000 random designs. */
async function sampled(input: ProblemInput): Promise<(readonly number[])[]> {
  const problem = await problemFromInput(input);
  const rng = createRng(1);
  return Array.from({ length: 4000 }, () => problem.evaluate(sampleDesign(problem.space, rng))).filter(isLegal).map((evaluation) => costsOf(problem, evaluation)!);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}
