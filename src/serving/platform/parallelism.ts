import { InputError, problem, type Problem } from '../../sim/core/diagnostics.js';
import { hasEncoder, type LayerGroup, type Op, type OpGraph } from '../../sim/model/op-graph.js';

/** How a model is spread over tensor x pipeline x expert equal devices. */
export interface Parallelism {
  /** Devices that share every layer: heads, feed-forward width and vocabulary are split (Shoeybi et al., "Megatron-LM", 2019, section 3). */
  readonly tensor: number;
  /** Stages of consecutive layers (Huang et al., "GPipe", 2019, section 2.3). */
  readonly pipeline: number;
  /** Devices that have some of the experts each, and some of the sequences of everything else (Lepikhin et al., "GShard", 2020, section 3). */
  readonly expert: number;
  /** Whether norms and residual sums are split over the devices of `tensor` as well (Korthikanti et al., "Reducing Activation Recomputation", 2022, section 4.2.2). */
  readonly sequence: boolean;
  /** Parts of a batch that follow one another through the stages; as many as stages where it is left out, and never more than sequences. */
  readonly microBatches?: number;
}

export const oneDevice: Parallelism = { tensor: 1, pipeline: 1, expert: 1, sequence: false };

export function devicesOf({ tensor, pipeline, expert }: Parallelism): number {
  return tensor * pipeline * expert;
}

/** Every way to share out so many devices as tensor x pipeline x expert; more of `tensor` first. */
export function parallelismsOf(devices: number, sequence = false): readonly Parallelism[] {
  const ways: Parallelism[] = [];
  for (let expert = 1; expert <= devices; expert++) {
    if (devices % expert !== 0) continue;
    for (let pipeline = 1; pipeline <= devices / expert; pipeline++) {
      if ((devices / expert) % pipeline === 0) ways.push({ tensor: devices / expert / pipeline, pipeline, expert, sequence });
    }
  }
  return ways;
}

/** True for matrices of which each token takes some; not for blocks of a block-diagonal matrix, of which it takes all. */
export function isRouted(op: Op): boolean {
  return 'experts' in op && op.experts !== undefined && op.experts.active < op.experts.count;
}

/** True for the layers of a model: neither tables and what else comes first, nor norm and logits at the end. */
export function isLayer({ ops, tokens }: LayerGroup): boolean {
  return tokens === 'all' && ops.some(({ kind }) => kind === 'linear') && !ops.some(({ kind }) => kind === 'embedding');
}

/** Width of the residual stream: what the last product of a layer makes. */
export function hiddenSize({ name, groups }: OpGraph): number {
  const last = groups.find(isLayer)?.ops.findLast(({ kind }) => kind === 'linear');
  if (last?.kind !== 'linear') throw new RangeError(`${name} has no layer with a product`);
  return last.outFeatures;
}

/** Layers that the stages of a pipeline share. */
export function layerCount({ groups }: OpGraph): number {
  return groups.reduce((sum, group) => sum + (isLayer(group) ? group.repeat : 0), 0);
}

/** Why a model cannot be spread that way; nothing where it can. */
export function parallelismProblems(graph: OpGraph, { tensor, pipeline, expert }: Parallelism, pointer?: string): readonly Problem[] {
  const at = (field: string): { readonly pointer?: string } => (pointer === undefined ? {} : { pointer: `${pointer}/${field}` });
  const problems: Problem[] = [];
  const layers = layerCount(graph);
  const ops = graph.groups.flatMap((group) => group.ops);
  const experts = Math.max(0, ...ops.filter(isRouted).map((op) => ('experts' in op ? op.experts?.count ?? 0 : 0)));
  const heads = Math.max(1, ...ops.map((op) => (op.kind === 'scores' ? op.heads : 1)));
  if (tensor > 1 && heads > 1 && tensor > heads) {
    problems.push(problem('platform/too-many-devices', `${graph.name} has ${heads} heads, and ${tensor} devices are to share a layer: some of them would have none`, { ...at('tensor'), remedy: `at most ${heads} devices for "tensor"` }));
  }
  if (pipeline > 1 && hasEncoder(graph)) {
    problems.push(problem('platform/stages', `${graph.name} has an encoder: pipelines of such models are not modelled`, { ...at('pipeline'), remedy: 'share its layers with "tensor"' }));
  } else if (pipeline > layers) {
    problems.push(problem('platform/too-many-stages', `${graph.name} has ${layers} layers for ${pipeline} stages of a pipeline`, { ...at('pipeline'), remedy: layers > 1 ? `at most ${layers} stages` : 'leave out "pipeline"' }));
  }
  if (expert > 1 && expert > experts) {
    problems.push(problem('platform/experts', `${graph.name} has ${experts === 0 ? 'no' : experts} experts in a layer to spread over ${expert} devices`,
      { ...at('expert'), remedy: experts === 0 ? 'share its layers with "tensor"' : `at most ${experts} devices for "expert"` }));
  }
  return problems;
}

/** Throws `InputError` where a model cannot be spread that way. */
export function checkParallelism(graph: OpGraph, parallelism: Parallelism, pointer?: string): void {
  const problems = parallelismProblems(graph, parallelism, pointer);
  if (problems.length > 0) throw new InputError(problems);
}
