import { Type, type Static, type TNumber, type TNull, type TObject, type TProperties, type TUnion } from 'typebox';
import { fidelityNames } from '../../sim/model/architecture.js';
import { coreSplits, loopOrders } from '../../sim/model/mapping.js';
import type { SimulationResult } from '../../sim/model/result.js';
import { names, record, type Checked } from './shapes.js';

/** An object of which these fields are known; later versions may add others. */
function fields<P extends TProperties>(properties: P, description: string): TObject<P> {
  return Type.Object(properties, { description });
}

function number(description: string): TNumber {
  return Type.Number({ description });
}

function numberOrNull(description: string): TUnion<[TNumber, TNull]> {
  return Type.Union([Type.Number(), Type.Null()], { description: `${description}; null where it is not known` });
}

function orNull<T extends TObject>(schema: T, description: string): TUnion<[T, TNull]> {
  return Type.Union([schema, Type.Null()], { description });
}

const words = (description: string) => Type.String({ description });
const qualities = ['measured', 'published', 'synthesised', 'derived', 'fitted', 'assumed'] as const;

const stalls = fields({
  memory: number('Seconds'), buffer: number('Seconds'), compute: number('Seconds'), vector: number('Seconds'), issue: number('Seconds'),
}, 'Seconds that these units stand still, by what they wait for last');

const phase = fields({
  tokens: number('Tokens that the phase processes, times the batch'),
  cycles: numberOrNull('Clock cycles'),
  latencySeconds: number('Duration'),
  lowerBoundSeconds: number('What no fidelity beats: the largest over resources of work / peak'),
  tokensPerSecond: number('Rate of the whole batch'),
  flops: number('Operations: two for each dense multiply-accumulate'),
  dramBytes: number('Bytes moved from and to external memory'),
  energyJoules: numberOrNull('Energy'),
  computeUtilization: number('Share of the nominal peak of the format'),
  dramUtilization: number('Share of the peak bandwidth'),
  bindingResource: words('The resource that works longest'),
  boundBy: fields({ compute: number('Seconds'), memory: number('Seconds'), vector: number('Seconds'), overhead: number('Seconds') }, 'Where the time goes'),
  busySeconds: record(Type.Number(), { description: 'Seconds that each resource works' }),
  stallSeconds: orNull(fields({ array: stalls, load: stalls, vector: stalls, store: stalls }, 'Seconds that units stand still'), 'Null at fidelities that do not step through events'),
}, 'Totals of prefill or decode');

const resource = fields({
  used: numberOrNull('Used by the design'),
  least: Type.Optional(number('The fewest that it may really be, where `used` is uncertain: a design is refused for these only')),
  available: numberOrNull('Of the device without its shell'),
  quality: Type.Union([names(qualities), Type.Null()]),
  source: words('Where the figure is from, or why there is none'),
}, 'One kind of resource of an FPGA');

const operator = fields({
  name: words('Its name'), kind: words('Its kind'), phase: names(['prefill', 'decode']), count: number('Executions'),
  m: numberOrNull('Rows'), n: numberOrNull('Columns'), k: numberOrNull('Reduction'),
  flops: number('Operations'), weightBytes: number('Bytes of weights moved'), activationBytes: number('Bytes of activations moved'),
  kvCacheBytes: number('Bytes of the KV cache moved'), dramBytes: number('Bytes moved in all'),
  arithmeticIntensity: numberOrNull('Operations a byte'), bound: Type.Union([names(['compute', 'memory', 'vector', 'overhead']), Type.Null()], { description: 'What takes most of its time; null for a design that does not fit' }),
  cycles: numberOrNull('Clock cycles'), latencySeconds: numberOrNull('Duration; null for a design that does not fit'), energyJoules: numberOrNull('Energy'), computeUtilization: numberOrNull('Share of the nominal peak'),
}, 'One operator: totals over layers and steps of its phase');

/** What `archsim run --json` prints. */
export const resultSchema = fields({
  schemaVersion: Type.Literal(1),
  experiment: fields({ name: words('Its name'), digest: words('SHA-256 of the experiment') }, 'The experiment'),
  architecture: fields({ family: words('Its family'), name: words('Its name'), device: words('The device') }, 'The architecture'),
  workload: fields({
    model: words('The model'), quantization: words('The scheme'), parameters: number('Learned parameters'), bitsPerWeight: number('With scales and indices'),
    batch: number('Requests that run together'), promptTokens: number('Of one request'), outputTokens: number('Of one request'),
  }, 'The workload'),
  fidelity: names(fidelityNames, { description: 'How exact the timing is' }),
  feasible: Type.Boolean({ description: 'Whether the design fits' }),
  reasons: Type.Array(fields({ code: words('Public code'), resource: words('What is exceeded'), used: number('Needed'), available: number('Available') }, 'A limit that is exceeded'), { description: 'Why it does not fit' }),
  warnings: Type.Array(Type.String(), { description: 'What is doubtful' }),
  phases: fields({ prefill: orNull(phase, 'The prompt'), decode: orNull(phase, 'The tokens after the first') }, 'The two phases'),
  totals: fields({
    firstTokenSeconds: numberOrNull('Time to the first token'), secondsPerOutputToken: numberOrNull('Time of a token after the first'),
    tokensPerSecond: numberOrNull('Output tokens of the batch over the whole time'), latencySeconds: numberOrNull('The whole time'), energyJoules: numberOrNull('Energy'),
    averagePowerWatts: numberOrNull('Power'), tokensPerJoule: numberOrNull('Efficiency'), tokensPerSecondPerDollar: numberOrNull('Rate for the price'),
  }, 'Of the whole request'),
  memory: fields({
    weightBytes: number('All learned parameters'), linearWeightBytes: number('Of matrix work'), embeddingBytes: number('Of embedding tables'), kvCacheBytes: number('At the end of the request'),
    activationPeakBytes: number('Largest live activations'), heldBytes: number('What main memory has to hold'), capacityBytes: numberOrNull('Capacity of main memory'),
    fits: Type.Union([Type.Boolean(), Type.Null()], { description: 'Whether it fits; null where the capacity is not known' }),
  }, 'Memory'),
  resources: orNull(fields({ lut: resource, ff: resource, dsp: resource, bram36: resource, uram: resource }, 'Resources of an FPGA'), 'Null for other chips'),
  area: orNull(fields({
    totalMm2: numberOrNull('All parts, mm2; null where one is not known'),
    parts: Type.Array(fields({ name: words('What it is for'), count: number('How many'), mm2: numberOrNull('All of them'), quality: Type.Union([names(qualities), Type.Null()]), source: words('Where the figure is from, or why there is none') }, 'A part of the chip')),
  }, 'Area of a chip'), 'Null for FPGAs and where it is not modelled'),
  roofline: fields({ peakOpsPerSecond: number('Peak rate'), peakBytesPerSecond: number('Peak bandwidth'), memory: words('Of which memory') }, 'The roof'),
  operators: Type.Array(operator, { description: 'Every operator of both phases' }),
  mapping: Type.Optional(fields({
    chosenBy: names(['search', 'experiment'], { description: 'A search, or the experiment itself' }),
    operators: Type.Array(fields({
      name: words('Its name'), group: words('Its group of equal layers'), phase: names(['prefill', 'decode']), mode: words('Mode of the array'),
      rows: number('Rows of a tile'), columns: number('Columns of a tile'), reduction: number('Longest piece of the reduction'), slots: number('Slots of the buffer'),
      order: names(loopOrders, { description: 'Which loop over tiles is outside' }), split: names(coreSplits, { description: 'Over the cores of the design' }), keepOutput: Type.Boolean({ description: 'Whether its output stays on the chip by the mapping' }),
      latencySeconds: number('Closed form, with what follows on its output, all layers and steps'), leastSeconds: number('The same of the fastest mapping of the space'), ruleSeconds: number('The same as the rule has it'),
      lowerBoundSeconds: number('What no mapping on the machine beats'), gap: number('latencySeconds / lowerBoundSeconds - 1'),
      candidates: number('Mappings whose time was worked out'), optimal: Type.Boolean({ description: 'Whether no mapping of the searched space takes less than leastSeconds' }),
    }, 'A matrix product in a phase'), { description: 'Every matrix product of both phases' }),
  }, 'Mappings that are not left to the rule')),
  assumptions: Type.Array(fields({
    name: words('Its name'), value: Type.Union([Type.Number(), Type.String()]), unit: words('Its unit'), quality: names(qualities), source: words('Where it is from'), affects: words('What depends on it'),
  }, 'A number the answer rests on'), { description: 'What the answer rests on' }),
  notModelled: Type.Array(fields({ path: words('Path in the result'), reason: words('Why') }, 'Something that is not modelled'), { description: 'What is null, and why' }),
  published: Type.Array(fields({
    metric: words('Path in the result'), published: number('The published figure'), simulated: numberOrNull('Ours'), relativeError: numberOrNull('(ours - published) / published'), source: words('Where it is published'),
  }, 'A published figure'), { description: 'Published figures next to ours' }),
  comparisons: Type.Array(fields({
    name: words('Its name'), columns: Type.Array(Type.String(), { description: 'Heads of the values; the first is what was published' }),
    rows: Type.Array(fields({ what: words('What is compared'), values: Type.Array(Type.Union([Type.Number(), Type.Null()]), { description: 'One for each column' }) }, 'A figure'), { description: 'Its figures' }), source: words('Where it is published'),
  }, 'A published comparison of several designs'), { description: 'Published comparisons that the experiment asks for' }),
  provenance: fields({ archsimVersion: words('Version that made it'), seed: number('Seed'), digests: record(Type.String(), { description: 'SHA-256 of the inputs' }) }, 'How it came about'),
}, 'What archsim run --json prints');

/** What the schema lets pass has the type of a result. */
export type ResultInput = Checked<Static<typeof resultSchema>> extends SimulationResult ? SimulationResult : never;
