import { accelerators, arrayOf, type Accelerator, type AcceleratorName, type ArrayShape } from '../../arch/bit-serial/published/accelerators.js';
import { contenders, precisionOf, type Contender } from '../../arch/bit-serial/published/contenders.js';
import type { ForwardPass } from '../../arch/bit-serial/published/decoder-shape.js';
import { comparisonPreset, type ComparisonOptions } from '../../arch/bit-serial/published/options.js';
import type { Precision } from '../../arch/bit-serial/published/product-cost.js';
import type { ProductName } from '../../arch/bit-serial/published/products.js';
import { InputError } from '../../sim/core/diagnostics.js';
import type { ModelSpec } from '../../workloads/model-spec.js';
import type { ReferenceRow } from '../system.js';
import { modelOf } from './models.js';

/** What a row asks of the released simulator. */
export interface PassRequest {
  readonly options: ComparisonOptions;
  readonly model: ModelSpec;
  readonly accelerator: Accelerator;
  readonly array: ArrayShape;
  readonly precision: Precision;
  readonly pass: ForwardPass;
}

/** One layer of such a pass. */
export interface LayerRequest extends PassRequest {
  readonly product: ProductName;
}

/** The largest figures that are taken for a real question: counts stay exact. */
const most = { context: 2 ** 20, batch: 2 ** 12, bits: 32, rows: 2 ** 16 } as const;

/** A row of `rows`: a pass of a model on an accelerator. A text says why there is no answer. */
export function passRequest(row: ReferenceRow): PassRequest | string {
  const { series, accelerator: name, phase } = row;
  if (series !== 'published' && series !== 'head') return `series must be published or head, got ${shown(series)}`;
  if (phase !== 'prefill' && phase !== 'decode') return `phase must be prefill or decode, got ${shown(phase)}`;
  const options = comparisonPreset(`bitmod-2025-${series}`);
  const model = typeof row['model'] === 'string' ? modelOf(row['model']) : undefined;
  if (model === undefined) return `unknown model ${shown(row['model'])}: not a name of the model catalogue`;
  const context = count(row, 'context', 256, most.context);
  const batch = count(row, 'batch', 1, most.batch);
  if (typeof context === 'string') return context;
  if (typeof batch === 'string') return batch;
  if (series === 'published' && batch !== 1) return 'the published version has no batch: its attention knows one sequence';
  if (Object.hasOwn(row, 'a_bits') && row['a_bits'] !== 16) return `activations have 16 bits in both versions, not ${shown(row['a_bits'])}`;
  const known = acceleratorNamed(name);
  if (known === undefined) return `unknown accelerator ${shown(name)}: the simulator has ${[...contenders, 'bitmod'].join(', ')}`;
  const accelerator = lanesOf(row, known);
  if (typeof accelerator === 'string') return accelerator;
  const array = arrayIn(row, arrayOf(accelerator, phase, options));
  if (typeof array === 'string') return array;
  const precision = precisionIn(row, name as Contender | 'bitmod', model.name, phase, options);
  return typeof precision === 'string' ? precision : { options, model, accelerator, array, precision, pass: { phase, context, batch } };
}

/** A row of `layers`: the layer that it names, by its path in the checkpoint. */
export function layerRequest(row: ReferenceRow): LayerRequest | string {
  const path = row['first_layer'];
  const product = typeof path === 'string' ? layerNames[path.slice(path.lastIndexOf('.') + 1)] : undefined;
  if (product === undefined) return `unknown layer ${shown(path)}: known are those that end in ${Object.keys(layerNames).join(', ')}`;
  const request = passRequest(row);
  return typeof request === 'string' ? request : { ...request, product };
}

/** Names of layers in the checkpoints of the six models. */
const layerNames: Readonly<Record<string, ProductName>> = {
  q_proj: 'q_proj', k_proj: 'k_proj', v_proj: 'v_proj', o_proj: 'o_proj', out_proj: 'o_proj', dense: 'o_proj',
  gate_proj: 'gate_proj', up_proj: 'up_proj', down_proj: 'down_proj', fc1: 'up_proj', fc2: 'down_proj', lm_head: 'lm_head', attn_qk: 'attn_qk', attn_v: 'attn_v',
};

function acceleratorNamed(name: unknown): Accelerator | undefined {
  if (typeof name !== 'string') return undefined;
  if ((contenders as readonly string[]).includes(name) && name.startsWith('bitmod')) return accelerators.bitmod;
  return Object.hasOwn(accelerators, name) ? accelerators[name as AcceleratorName] : undefined;
}

function lanesOf(row: ReferenceRow, accelerator: Accelerator): Accelerator | string {
  const lanes = count(row, 'dp', accelerator.lanes, most.rows);
  return typeof lanes === 'string' ? lanes : { ...accelerator, lanes };
}

function arrayIn(row: ReferenceRow, usual: ArrayShape): ArrayShape | string {
  const rows = count(row, 'pe_rows', usual.rows, most.rows);
  if (typeof rows === 'string') return rows;
  const columns = count(row, 'pe_cols', usual.columns, most.rows);
  return typeof columns === 'string' ? columns : { rows, columns };
}

/** Bits as the row gives them; a layer row gives none, and takes those of the figures. */
function precisionIn(row: ReferenceRow, name: Contender | 'bitmod', model: string, phase: ForwardPass['phase'], options: ComparisonOptions): Precision | string {
  const contender = name === 'bitmod' ? 'bitmod-lossless' : name;
  if (name === 'bitmod' && !Object.hasOwn(row, 'w_bits')) return 'w_bits is missing';
  try {
    const usual: Precision = Object.hasOwn(row, 'w_bits') && Object.hasOwn(row, 'kv_bits') ? { weightBits: 16, cacheBits: 16 } : precisionOf(contender, model, phase, options);
    const weightBits = bits(row, 'w_bits', usual.weightBits);
    if (typeof weightBits === 'string') return weightBits;
    const cacheBits = bits(row, 'kv_bits', usual.cacheBits);
    return typeof cacheBits === 'string' ? cacheBits : { weightBits, cacheBits };
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ message }) => message).join('; ');
    throw error;
  }
}

function bits(row: ReferenceRow, field: string, usual: number): number | string {
  if (!Object.hasOwn(row, field)) return usual;
  const value = row[field];
  return typeof value === 'number' && value >= 1 && value <= most.bits ? value : `${field} must be a number from 1 to ${most.bits}, got ${shown(value)}`;
}

function count(row: ReferenceRow, field: string, usual: number, limit: number): number | string {
  if (!Object.hasOwn(row, field)) return usual;
  const value = row[field];
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= limit ? value : `${field} must be an integer from 1 to ${limit}, got ${shown(value)}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
