import type { DataType } from '../../sim/model/datatype.js';
import type { LinearOp, OpGraph } from '../../sim/model/op-graph.js';
import { bitsPerWeight, type QuantizationScheme, type WeightFormat, type WeightOverride } from '../../sim/model/quantization.js';
import { linearsOf } from './check-modules.js';
import { denseFormat, typeNamed } from './quantization/stored-format.js';
import { formatOfModule, type QuantizationReading } from './quantization/reading.js';
import type { StoredModule } from './stored-modules.js';

/** Formats of plain numbers by their type in files. */
const plain: Readonly<Record<string, string>> = { F16: 'fp16', BF16: 'bf16', F32: 'fp32', F8_E4M3: 'fp8', F8_E5M2: 'fp8', I8: 'int8', I16: 'int16', I32: 'int32' };

/** A scheme, and what it cannot say of the model. */
export interface FoundScheme {
  readonly scheme: QuantizationScheme;
  readonly notes: readonly string[];
}

/** What is asked of the names of modules: those of linear ops of one layer. */
export interface SchemeSource {
  readonly graph: OpGraph;
  readonly reading: QuantizationReading | null;
  /** None where only a configuration is there. */
  readonly modules: readonly StoredModule[];
  /** The type of numbers that are not quantised. */
  readonly base: DataType;
  readonly source: string;
}

/**
 * The scheme of a checkpoint: the format of each linear op as its modules are stored, the most common one for all and the others by op.
 * Where layers of one op differ, that of most of its weights is taken and a note says so.
 */
export function schemeOf({ graph, reading, modules, base, source }: SchemeSource): FoundScheme {
  const notes: string[] = [];
  const linears = linearsOf(graph);
  const formats = new Map<string, WeightFormat>();
  for (const [op, shapes] of linears) {
    const own = modules.filter((module) => module.ops.includes(op));
    const counts = new Map<string, { format: WeightFormat; layers: number }>();
    for (const found of own.length > 0 ? own.map((module) => storedFormat(module, shapes[0]!, base)) : [configuredFormat(op, shapes[0]!, reading, base)]) {
      const key = JSON.stringify(found);
      const count = counts.get(key);
      counts.set(key, { format: found, layers: (count?.layers ?? 0) + 1 });
    }
    const sorted = [...counts.values()].sort((a, b) => b.layers - a.layers);
    if (sorted.length > 1) notes.push(`${op} is stored in ${sorted.length} formats; the scheme has that of ${sorted[0]!.layers} of ${own.length} modules, ${described(sorted[0]!.format)}`);
    formats.set(op, sorted[0]!.format);
  }
  const weights = mostCommon(formats, linears) ?? denseFormat(base, 0, 0, 0);
  const activations = reading?.activations ?? base;
  const embedding = modules.find((module) => module.ops.includes('embed_tokens'))?.roles.find(({ part }) => part === 'weight')?.tensor.dtype;
  return {
    notes,
    scheme: {
      name: reading?.method ?? base.name, weights, activations, kvCache: reading?.kvCache ?? base,
      accumulator: typeNamed(activations.kind === 'integer' && weights.type.kind !== 'float' ? 'int32' : 'fp32'),
      embedding: embedding === undefined ? base : typeOf(embedding, base), overrides: overridesOf(formats, weights), source,
    },
  };
}

/** The type of numbers that are not quantised: what the configuration says, or what the norms are stored in. */
export function baseType(config: unknown, modules: readonly StoredModule[]): DataType {
  const given = typeof config === 'object' && config !== null ? (config as Readonly<Record<string, unknown>>) : {};
  const named = given['torch_dtype'] ?? given['dtype'];
  const known = { float16: 'fp16', bfloat16: 'bf16', float32: 'fp32' } as const;
  const norm = modules.find((module) => module.ops.some((op) => op.endsWith('norm')) && !module.isPacked)?.roles[0]?.tensor.dtype;
  if (norm !== undefined && Object.hasOwn(plain, norm)) return typeNamed(plain[norm]!);
  return typeNamed(typeof named === 'string' && Object.hasOwn(known, named) ? known[named as keyof typeof known] : 'fp16');
}

function typeOf(dtype: string, otherwise: DataType): DataType {
  return Object.hasOwn(plain, dtype) ? typeNamed(plain[dtype]!) : otherwise;
}

function storedFormat(module: StoredModule, { inFeatures, outFeatures }: LinearOp, base: DataType): WeightFormat {
  if (module.format !== null) return module.format.weights(inFeatures, outFeatures);
  const dtype = module.roles.find(({ part }) => part === 'weight')?.tensor.dtype;
  return denseFormat(dtype === undefined ? base : typeOf(dtype, base), 0, 0, 0);
}

/** Paths by which configurations name the ops of a first layer. */
function configuredFormat(op: string, { inFeatures, outFeatures }: LinearOp, reading: QuantizationReading | null, base: DataType): WeightFormat {
  const block = /^(?:gate|up|down)_proj$/.test(op) ? 'mlp' : 'self_attn';
  const path = op === 'lm_head' || op.startsWith('project_') ? op : `model.layers.0.${block}.${op}`;
  const isLinear = op !== 'router';
  return (reading === null || !isLinear ? null : formatOfModule(reading, path))?.weights(inFeatures, outFeatures) ?? denseFormat(base, 0, 0, 0);
}

/** The format of most weights. */
function mostCommon(formats: ReadonlyMap<string, WeightFormat>, linears: ReadonlyMap<string, readonly LinearOp[]>): WeightFormat | undefined {
  const totals = new Map<string, { format: WeightFormat; weights: number }>();
  for (const [op, format] of formats) {
    if (op === 'lm_head') continue;
    const key = JSON.stringify(format);
    const { inFeatures, outFeatures } = linears.get(op)![0]!;
    totals.set(key, { format, weights: (totals.get(key)?.weights ?? 0) + inFeatures * outFeatures });
  }
  return [...totals.values()].sort((a, b) => b.weights - a.weights)[0]?.format ?? formats.get('lm_head');
}

function overridesOf(formats: ReadonlyMap<string, WeightFormat>, weights: WeightFormat): readonly WeightOverride[] {
  const all = JSON.stringify(weights);
  const others = new Map<string, { ops: string[]; weights: WeightFormat }>();
  for (const [op, format] of formats) {
    const key = JSON.stringify(format);
    if (key === all) continue;
    const known = others.get(key);
    if (known === undefined) others.set(key, { ops: [op], weights: format });
    else known.ops.push(op);
  }
  return [...others.values()];
}

function described(format: WeightFormat): string {
  return `${format.type.name} with ${Number(bitsPerWeight(format).toPrecision(4))} bits a weight`;
}
