import { elementCount } from '../tensors/tensor.js';
import { typeName } from '../tensors/safetensors.js';
import type { StoredTensor } from './checkpoint.js';
import type { ModulePlace } from './module-names.js';
import { formatOfModule, type QuantizationReading } from './quantization/reading.js';
import type { StoredFormat } from './quantization/stored-format.js';
import { hasSandwichNorms, roleOf, type TensorRole } from './tensor-role.js';

/** A module as it is stored: its tensors, and the format of its weights. */
export interface StoredModule extends ModulePlace {
  readonly path: string;
  readonly roles: readonly TensorRole[];
  /** How its weights are packed; null where they are plain numbers, or packed in a way that no configuration tells. */
  readonly format: StoredFormat | null;
  /** True where its weights are codes of a quantised format. */
  readonly isPacked: boolean;
  /** Weights by the size of its codes, padding included; null where that does not follow. Biases do not count. */
  readonly weights: number | null;
  /** Bytes of the weights with all that is stored beside them; biases and scales of activations do not count. */
  readonly weightBytes: number;
}

/** Types of weights that are numbers as they stand. */
const plainTypes: readonly string[] = ['F64', 'F32', 'F16', 'BF16'];

/** The modules of tensors, in the order of their first one. `reading` says how linear modules are packed. */
export function storedModules(tensors: readonly StoredTensor[], reading: QuantizationReading | null): readonly StoredModule[] {
  const sandwich = hasSandwichNorms(tensors);
  const groups = new Map<string, TensorRole[]>();
  for (const tensor of tensors) {
    const role = roleOf(tensor, sandwich);
    const group = groups.get(role.module);
    if (group === undefined) groups.set(role.module, [role]);
    else group.push(role);
  }
  return [...groups].map(([path, roles]) => moduleOf(path, roles, reading));
}

function moduleOf(path: string, roles: readonly TensorRole[], reading: QuantizationReading | null): StoredModule {
  const { layer, expert, ops } = roles[0]!;
  const weight = roles.find(({ part }) => part === 'weight')?.tensor;
  const isPacked = roles.some(({ kind }) => kind === 'codes') || (weight !== undefined && !plainTypes.includes(weight.dtype) && ops.length > 0);
  const format = isPacked && reading !== null ? formatOfModule(reading, path) : null;
  const weightBytes = roles.reduce((sum, { kind, tensor }) => (isOfWeights(kind) ? sum + tensor.bytes : sum), 0);
  return { path, layer, expert, ops, roles, format, isPacked, weights: weightsOf(roles, weight, isPacked, format), weightBytes };
}

/** True for tensors that are the weights, or are stored because they are quantised. */
function isOfWeights(kind: TensorRole['kind']): boolean {
  return kind !== 'bias' && kind !== 'activation-scale' && kind !== 'buffer' && kind !== 'unknown';
}

function weightsOf(roles: readonly TensorRole[], weight: StoredTensor | undefined, isPacked: boolean, format: StoredFormat | null): number | null {
  if (!isPacked) return weight === undefined ? null : elementCount(weight.shape);
  if (format?.codes == null) return null;
  const { part, weightsEach } = format.codes;
  const codes = roles.find((role) => role.part === part);
  return codes === undefined ? null : Math.round(elementCount(codes.tensor.shape) * weightsEach);
}

/** How a tensor is stored, for people: the format of its module, or its own type. */
export function storageLabel(module: StoredModule, role: TensorRole): string {
  const belongs = module.isPacked && isOfWeights(role.kind);
  if (!belongs) return typeName(role.tensor.dtype);
  return module.format === null ? `packed in ${typeName(role.tensor.dtype)}` : module.format.label;
}
