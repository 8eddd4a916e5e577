import { buildGpu } from '../../../src/arch/gpu/machine.js';
import { tasksOf } from '../../../src/sim/engine/task.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import type { OpGraph } from '../../../src/sim/model/op-graph.js';
import { decodePass, prefillPass, type Pass } from '../../../src/sim/model/scenario.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';
import type { Deployment } from '../../../src/serving/deployment.js';
import type { Link } from '../../../src/serving/platform/link.js';
import { oneDevice, type Parallelism } from '../../../src/serving/platform/parallelism.js';
import { platformDeployment } from '../../../src/serving/platform/platform-deployment.js';
import { plainScheme } from '../../kit/plain-scheme.js';

export const nvlink: Link = { bytesPerSecond: 450e9, latencySeconds: 1e-6 };

export function graphOf(model: string): OpGraph {
  return decoderGraph(modelNamed(model)!);
}

/** A model of the catalogue in 16 bits on one H100. */
export function onOne(model: string, graph: OpGraph = graphOf(model)): Deployment {
  const scheme = plainScheme(dataType('fp16')!);
  return { name: model, graph, tasks: tasksOf(graph, scheme), scheme, machine: buildGpu({ fusedAttention: true }, deviceNamed('h100-sxm')!), fidelity: 'roofline', mapping: 'rule' };
}

export function onMany(model: string, spread: Partial<Parallelism>, link: Link = nvlink): Deployment {
  return platformDeployment(onOne(model), { ...oneDevice, ...spread }, link);
}

export function prefill(batch: number, promptTokens: number): Pass {
  return prefillPass({ batch, promptTokens, outputTokens: 1, logits: 'last' });
}

export function decode(batch: number, promptTokens: number, outputTokens: number): Pass {
  return decodePass({ batch, promptTokens, outputTokens, logits: 'last' })!;
}
