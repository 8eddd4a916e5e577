import type { WhatIfBase } from '../../experiment/what-if.js';
import { fidelitiesOf, type Architecture } from '../../sim/model/architecture.js';
import { memoryOf, type MemoryLevel } from '../../sim/model/device.js';
import type { SimulationInput } from '../../sim/engine/simulate.js';
import { schemeNames } from '../../workloads/schemes.js';
import type { Knob } from './knob.js';
import { numberKnob } from './number-knob.js';
import { parameterKnobs } from './parameter-knobs.js';

/** Settings of the architecture that are shown first, for all families: which paths, and how many of them. */
const mainParameters: readonly (readonly [path: RegExp, most: number])[] = [
  [/^clock$|\.clock$/, 1],
  [/^(?:cores|threads|sms|arraysPerSm)$|^cores\.(?:features|reads)$|^tiles\.(?:rows|columns)$/, 2],
  [/^memory\.(?:efficiency|channels)$|^(?:kernels\.)?dramEfficiency$/, 1],
  [/^vector\.(?:depth|columns)$/, 2],
  [/^(?:rows|columns|(?:array|pes|matrix|integerUnit)\..*|vectorLength|activationBits)$/, 3],
  [/^buffers\..*(?:kib|words|banks)$/i, 2],
  [/^vectorLanes|\.lanes$/, 1],
];

/** At most so many knobs beside those of the workload and the memory. */
const mostParameters = 80;

/** A scenario has at most so many tokens and requests, as the schema of experiments has it. */
const mostTokens = 1e7;
const mostRequests = 1e6;

/**
 * The settings that a reader of a result can change: requests, lengths, formats, the memory, then the parameters of the family, its important ones first. `parts` are the parts of
 * the experiment as it is, `schema` the JSON Schema of the parameters.
 */
export function knobsOf(base: WhatIfBase, { scenario, machine, scheme, fidelity }: Pick<SimulationInput, 'scenario' | 'machine' | 'scheme' | 'fidelity'>, schema: unknown): readonly Knob[] {
  const { workload, architecture } = base.experiment;
  const parameters = markMain(parameterKnobs(schema, architecture.parameters ?? {}));
  const context = base.maxContext ?? mostTokens;
  const tokens = { isInteger: true, dimension: null, minimum: 1, isOpen: false, maximum: mostTokens };
  return [
    numberKnob({ path: 'workload.scenario.batch', label: 'Batch', description: 'Equal requests that run together', isMain: true }, scenario.batch, { ...tokens, maximum: mostRequests }, { low: 1, high: Math.max(64, scenario.batch * 8) }),
    numberKnob({ path: 'workload.scenario.promptTokens', label: 'Prompt tokens', description: 'Tokens of the prompt of one request', isMain: true }, scenario.promptTokens, tokens, { low: 1, high: Math.min(context, 131_072) }),
    ...(workload.scenario.outputTokens === undefined ? [] : [numberKnob({ path: 'workload.scenario.outputTokens', label: 'Output tokens', description: 'Tokens that one request generates, prefill yielding the first', isMain: true }, scenario.outputTokens, tokens, { low: 1, high: Math.min(context, 16_384) })]),
    schemeKnob(workload.quantization, scheme.name),
    ...memoryKnobs(machine),
    ...peakKnobs(machine, scheme.activations.name),
    ...parameters.slice(0, mostParameters),
    ...fidelityKnobs(machine, fidelity),
  ];
}

/** The schemes of the catalogue, and the one of the experiment. */
function schemeKnob(given: WhatIfBase['experiment']['workload']['quantization'], name: string): Knob {
  const own = typeof given === 'string' ? given : `${name} (as given)`;
  return { kind: 'choice', path: 'workload.quantization', label: 'Quantisation', description: 'Formats of weights, activations and KV cache', isMain: true, value: own, names: [own, ...schemeNames().filter((known) => known !== own)] };
}

/** The memory that streams weights. */
function memoryKnobs({ device }: Architecture): readonly Knob[] {
  const memory = memoryOf(device, 'hbm') ?? memoryOf(device, 'ddr') ?? memoryOf(device, 'dram');
  if (memory === undefined) return [];
  const { name, bytesPerSecond, channels, capacityBytes }: MemoryLevel = memory;
  const path = `architecture.device.memories.${name}`;
  const title = name.toUpperCase();
  const quantity = { isInteger: false, minimum: 0, isOpen: true, maximum: 1e21 };
  return [
    ...(bytesPerSecond === null ? [] : [numberKnob({ path: `${path}.bandwidth`, label: `${title} bandwidth`, description: 'Theoretical peak of all channels together', isMain: true }, bytesPerSecond, { ...quantity, dimension: 'bandwidth' })]),
    ...(channels === null ? [] : [numberKnob({ path: `${path}.channels`, label: `${title} channels`, description: 'Independent channels that share the bandwidth', isMain: false }, channels, { isInteger: true, dimension: null, minimum: 1, isOpen: false, maximum: 4096 })]),
    ...(capacityBytes === null ? [] : [numberKnob({ path: `${path}.capacity`, label: `${title} capacity`, description: 'Bytes of all channels together', isMain: false }, capacityBytes, { ...quantity, dimension: 'size' })]),
  ];
}

/** The peak rates of a device that is known by them. */
function peakKnobs({ device }: Architecture, activations: string): readonly Knob[] {
  if (device.kind === 'fpga' || device.kind === 'asic') return [];
  return device.peaks.map(({ format, opsPerSecond }) => numberKnob(
    { path: `architecture.device.peaks.${format}`, label: `Peak rate in ${format.toUpperCase()}`, description: 'Peak dense rate, two operations a multiply-accumulate', isMain: format === activations },
    opsPerSecond, { isInteger: false, dimension: 'rate', minimum: 0, isOpen: true, maximum: 1e21 },
  ));
}

function fidelityKnobs(machine: Architecture, value: string): readonly Knob[] {
  const names = fidelitiesOf(machine);
  return names.length < 2 ? [] : [{ kind: 'choice', path: 'fidelity', label: 'Fidelity', description: 'How exactly time is computed', isMain: false, value, names }];
}

/** The knobs with those that are shown first at the front. */
function markMain(knobs: readonly Knob[]): readonly Knob[] {
  const main: Knob[] = [];
  for (const [path, most] of mainParameters) {
    const found = knobs.filter((knob) => path.test(knob.path.replace('architecture.parameters.', '')) && !main.some((taken) => taken.path === knob.path));
    main.push(...found.slice(0, most).map((knob) => ({ ...knob, isMain: true })));
  }
  return [...main, ...knobs.filter((knob) => !main.some((taken) => taken.path === knob.path))];
}
