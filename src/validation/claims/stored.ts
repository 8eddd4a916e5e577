import { buildGpu } from '../../arch/gpu/machine.js';
import { memoryUse } from '../../sim/engine/memory-use.js';
import type { OpGraph } from '../../sim/model/op-graph.js';
import { deviceNamed } from '../../sim/physical/devices/index.js';
import type { PresetScheme } from '../../workloads/literature/preset.js';
import { schemeNamed } from '../../workloads/schemes.js';
import { withSidePaths } from '../../workloads/side-paths.js';

/** A preset that the catalogue is known to have. */
export function preset(name: string): PresetScheme {
  const found = schemeNamed(name);
  if (found === undefined) throw new Error(`no scheme ${name}`);
  return found;
}

/** Bytes of all weights of a model in a scheme: matrices with everything beside their values, embeddings, norms, biases. */
export function weightBytes(model: OpGraph, scheme: PresetScheme): number {
  const made = withSidePaths(model, scheme);
  return memoryUse(buildGpu({}, deviceNamed('a100-sxm-80gb')!), made.graph, made.scheme, { batch: 1, promptTokens: 1, outputTokens: 1, logits: 'last' }).weightBytes;
}
