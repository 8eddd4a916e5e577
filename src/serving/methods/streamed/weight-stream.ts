import { graphBytes } from '../../../sim/model/graph-bytes.js';
import type { LayerGroup } from '../../../sim/model/op-graph.js';
import type { Pass } from '../../../sim/model/scenario.js';
import type { Deployment } from '../../deployment.js';
import { passCost } from '../../pass-cost.js';
import type { Link } from '../../platform/link.js';
import { withRepeats } from '../layers.js';
import type { Stage } from './pipeline.js';

/** Equal pieces of a model that weights are loaded for one by one: a layer, or the output layer. */
interface StreamedGroup {
  readonly alone: Deployment;
  readonly repeat: number;
  /** Of one of them, when nothing is resident. */
  readonly bytes: number;
}

/** A model whose layers come over a link, each with the same share of its weights resident. */
export interface WeightStream {
  readonly groups: readonly StreamedGroup[];
  /** Bytes of all that can be streamed: everything but embedding tables and what shares their matrix. */
  readonly streamableBytes: number;
  /** The largest piece. */
  readonly largestBytes: number;
}

export function weightStreamOf(deployment: Deployment): WeightStream {
  const { graph } = deployment;
  const groups = graph.groups.map((group, i): StreamedGroup => ({
    alone: withRepeats(deployment, (_other, j) => (i === j ? 1 : 0)), repeat: group.repeat, bytes: isTable(group) ? 0 : bytesOfOne(deployment, i),
  }));
  return {
    groups,
    streamableBytes: groups.reduce((sum, { repeat, bytes }) => sum + repeat * bytes, 0),
    largestBytes: groups.reduce((most, { bytes }) => Math.max(most, bytes), 0),
  };
}

function isTable({ ops }: LayerGroup): boolean {
  return ops.some(({ kind }) => kind === 'embedding');
}

/** Bytes that one layer more of a group takes: a matrix that is another's takes none. */
function bytesOfOne({ graph, scheme }: Deployment, index: number): number {
  const bytes = (repeat: number): number => {
    const { linear, small } = graphBytes({ ...graph, groups: graph.groups.map((group, i) => (i === index ? { ...group, repeat } : group)) }, scheme);
    return linear + small;
  };
  return bytes(2) - bytes(1);
}

/** The stages of a pass where a share of each piece comes over the link: seconds of a load = latency + share x bytes / bandwidth. */
export function stagesOf({ groups }: WeightStream, pass: Pass, loadedShare: number, { bytesPerSecond, latencySeconds }: Link): readonly Stage[] {
  return groups.flatMap(({ alone, repeat, bytes }) => {
    const loadSeconds = loadedShare * bytes > 0 ? latencySeconds + (loadedShare * bytes) / bytesPerSecond : 0;
    const stage: Stage = { loadSeconds, workSeconds: passCost(alone, pass).seconds };
    return Array.from({ length: repeat }, () => stage);
  });
}
