import { Type, type Static } from 'typebox';
import { fidelityNames } from '../../sim/model/architecture.js';
import { coreSplits, loopOrders } from '../../sim/model/mapping.js';
import { deviceSchema } from './device.js';
import { maskSchema } from './mask.js';
import { schemeSchema } from './scheme.js';
import { closed, names, open, record, schemaReference, text, type Checked } from './shapes.js';

const scenarioSchema = closed({
  batch: Type.Optional(Type.Integer({ description: 'Equal requests that run together', minimum: 1, maximum: 1e6, default: 1 })),
  promptTokens: Type.Integer({ description: 'Tokens of the prompt of one request', minimum: 1, maximum: 1e7, examples: [128] }),
  outputTokens: Type.Optional(Type.Integer({ description: 'Tokens that one request generates, prefill yielding the first; needed but for an encoder, which gives one output', minimum: 1, maximum: 1e7, examples: [128] })),
  decoderPromptTokens: Type.Optional(Type.Integer({ description: 'Tokens that the decoder behind an encoder is given to begin with, the prompt being that of the encoder: 1, the start token, when left out', minimum: 1, maximum: 1e7, examples: [4] })),
  logits: Type.Optional(names(['last', 'all'], { description: 'Prompt positions that get logits in prefill', default: 'last' })),
}, { title: 'Scenario', description: 'One inference job' });

const workloadSchema = closed({
  model: Type.Union([
    text({ description: 'A model of the catalogue, or a path: config.json, .gguf, .safetensors, its index, .onnx, or a graph', examples: ['llama-2-7b', './config.json', './model.gguf'] }),
    open({ description: 'A Hugging Face config.json, or a graph' }),
  ], { title: 'Model', description: 'A catalogue name, a path to a model file, or the config or graph itself', examples: ['llama-2-7b'] }),
  quantization: Type.Union([
    text({ description: 'A scheme of the catalogue, a path, or "as-stored": the formats of the model file', examples: ['w4a16-g128', 'as-stored'] }),
    schemeSchema,
  ], { title: 'Quantization', description: 'A catalogue name, a path, or the scheme itself', examples: ['flightllm-mixed'] }),
  scenario: scenarioSchema,
  attention: Type.Optional(Type.Unsafe<Static<typeof maskSchema>>({ ...maskSchema, description: 'The mask of every layer, in place of the model\'s own' })),
}, { title: 'Workload', description: 'What is computed' });

const qualities = ['measured', 'published', 'synthesised', 'derived', 'fitted', 'assumed'] as const;

const architectureSchema = closed({
  family: text({ description: 'The architecture family', maxLength: 200, examples: ['dsp-chain'] }),
  device: Type.Union([
    text({ description: 'A device of the catalogue, or a path', examples: ['u280'] }),
    deviceSchema,
  ], { title: 'Device', description: 'A catalogue name, a path, or the device itself', examples: ['u280'] }),
  parameters: Type.Optional(open({ title: 'Parameters', description: 'Parameters of the family; what is left out has its default' })),
  sources: Type.Optional(record(closed({
    quality: names(qualities, { description: 'How the value came about' }),
    source: text({ description: 'Where it is from', examples: ['Author, Venue Year, Table 3'] }),
  }), { title: 'Sources', description: 'Where values are from, by their JSON pointer inside architecture', examples: [{ '/parameters/clock': { quality: 'published', source: 'Author, Venue Year, Table 3' } }] })),
}, { title: 'Architecture', description: 'What computes it' });

const mappingSchema = closed({
  mode: Type.Optional(text({ description: 'The mode of the array, by its name', maxLength: 200, examples: ['matrix'] })),
  rows: Type.Optional(Type.Integer({ description: 'Rows (tokens) of a tile', minimum: 1, maximum: 1e9 })),
  columns: Type.Optional(Type.Integer({ description: 'Columns (output features) of a tile', minimum: 1, maximum: 1e9 })),
  reduction: Type.Optional(Type.Integer({ description: 'Longest run of the reduction in a buffer slot, in elements', minimum: 16, maximum: 1e9 })),
  slots: Type.Optional(Type.Integer({ description: 'Slots of the buffer, 2 being double buffering; as many as fit when left out beside another tile', minimum: 2, maximum: 1e9 })),
  order: Type.Optional(names(loopOrders, { description: 'Which loop over tiles is outside: rows (weights stream once for each row tile) or columns (the weights of a column tile are kept)' })),
  split: Type.Optional(names(coreSplits, { description: 'How it is split over the cores of the design: by output features as the family has it, by rows (each core loads the weights) or by the reduction (partial sums are added across cores)', default: 'columns' })),
  keepOutput: Type.Optional(Type.Boolean({ description: 'Whether its output stays on the chip for the product that reads it', default: false })),
}, { title: 'Mapping of an op', description: 'What is left out is as the rule has it' });

/** A model in a scenario on an architecture: what `archsim run` takes. */
export const experimentSchema = closed({
  $schema: schemaReference,
  kind: Type.Literal('experiment', { description: 'What this file is' }),
  name: text({ description: 'How results name the experiment', maxLength: 200, examples: ['flightllm-u280-llama2-7b'] }),
  description: Type.Optional(Type.String({ description: 'What it shows, in your words', maxLength: 10_000 })),
  workload: workloadSchema,
  architecture: architectureSchema,
  fidelity: Type.Optional(names(fidelityNames, { description: 'How exact the timing is: the larger of compute and memory of each op, the closed form of the tiled pipeline, or the pipeline itself, event by event; the closed form when left out, the roofline for devices known by their peaks', examples: ['analytic'] })),
  mapping: Type.Optional(Type.Union([
    names(['rule', 'search'], { description: 'The rule of the engine, or the mapping that takes least' }),
    record(mappingSchema, { description: 'By the name of the op, or * for all matrix products', examples: [{ '*': { order: 'columns-outer' } }] }),
  ], { title: 'Mapping', description: 'How matrix products run on the array: by the rule, by the mapping that takes least, or as given for each op', default: 'rule', examples: ['search'] })),
  published: Type.Optional(Type.Array(closed({
    metric: text({ description: 'Path in the result', examples: ['phases.decode.tokensPerSecond'] }),
    value: Type.Number({ description: 'The published figure, in the unit of the metric', examples: [55] }),
    source: text({ description: 'Where it is published', examples: ['Author, Venue Year, Table 3'] }),
  }), { title: 'Published figures', description: 'Figures that the result is compared with', maxItems: 1000 })),
}, { title: 'Experiment', description: 'A model in a scenario on an architecture' });

export type ExperimentInput = Checked<Static<typeof experimentSchema>>;
export type ScenarioInput = Checked<Static<typeof scenarioSchema>>;
