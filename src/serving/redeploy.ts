import { tasksOf } from '../sim/engine/task.js';
import type { OpGraph } from '../sim/model/op-graph.js';
import type { QuantizationScheme } from '../sim/model/quantization.js';
import type { Deployment } from './deployment.js';

/** The same deployment with another graph or other formats. */
export function redeployed(deployment: Deployment, change: { readonly graph?: OpGraph; readonly scheme?: QuantizationScheme }): Deployment {
  const { graph = deployment.graph, scheme = deployment.scheme } = change;
  return { ...deployment, graph, scheme, tasks: tasksOf(graph, scheme) };
}
