import { bitsPerWeight, type QuantizationScheme } from '../../sim/model/quantization.js';
import { parameterBytes } from '../../sim/engine/work.js';
import type { AssignedTensor } from './assigned.js';
import type { GgufTensor } from './gguf-file.js';
import { formatOf } from './layer-formats.js';

/** Tensors that take other bytes in the graph than in the file, and why. */
export interface BytesDifference {
  readonly what: string;
  readonly why: string;
  readonly tensors: number;
  readonly fileBytes: number;
  readonly graphBytes: number;
}

/** The bytes of all tensors, in the file and as graph and scheme have them: the differences add up to what lies between. */
export interface GgufBytes {
  readonly file: number;
  readonly graph: number;
  readonly differences: readonly BytesDifference[];
}

/** Biases take 32 bits in the graph. */
const biasBytes = 4;

/** Compares tensor by tensor. */
export function bytesInGraph(assigned: readonly AssignedTensor[], beside: readonly GgufTensor[], unknown: readonly GgufTensor[], scheme: QuantizationScheme): GgufBytes {
  const differences = new Map<string, BytesDifference>();
  let file = 0;
  let graph = 0;
  const add = (tensor: GgufTensor, graphBytes: number, what: string, why: string): void => {
    file += tensor.bytes;
    graph += graphBytes;
    if (graphBytes === tensor.bytes) return;
    const before = differences.get(what) ?? { what, why, tensors: 0, fileBytes: 0, graphBytes: 0 };
    differences.set(what, { what, why, tensors: before.tensors + 1, fileBytes: before.fileBytes + tensor.bytes, graphBytes: before.graphBytes + graphBytes });
  };
  for (const { kind, tensor } of assigned) {
    const { elements, type } = tensor;
    switch (kind) {
      case 'linear': add(tensor, (elements * bitsPerWeight(formatOf(type))) / 8, 'scales of whole matrices', 'a scale for a whole matrix is neglected'); break;
      case 'table': add(tensor, (elements * scheme.embedding.bits) / 8, 'tables', 'all tables of a scheme have the type of the token embedding, without a scale for the whole'); break;
      case 'bias': add(tensor, elements * biasBytes, 'biases', 'biases are counted with 32 bits'); break;
      case 'norm': add(tensor, elements * parameterBytes, 'norms', `gains and biases of norms are counted with ${8 * parameterBytes} bits`); break;
    }
  }
  for (const tensor of beside) add(tensor, 0, 'constants', 'constants of the rotation and scales of trained weights are not in the graph');
  for (const tensor of unknown) add(tensor, 0, 'unknown tensors', 'they have no place in the model');
  return { file, graph, differences: [...differences.values()] };
}
