import { decoderGraph } from '../../workloads/decoder-graph.js';
import type { ModelSpec } from '../../workloads/model-spec.js';
import type { Bookkeeping } from './bookkeeping.js';
import { feedForwardOps } from './feed-forward.js';
import { passesOf, type Passes, type Request, type Stage } from './request.js';
import { inMemory, linear, opNamed, toolOp, type Places, type Setting, type ToolOp } from './tool-op.js';

/** Our graph of the model, put together and cut down to the ops of the tool, in its order. */
export function toolGraph(request: Request, stage: Stage, ways: Bookkeeping): readonly ToolOp[] {
  const { groups } = decoderGraph(modelOfTool(request, ways));
  const passes = passesOf(request, stage, ways);
  return groups.flatMap((group): readonly ToolOp[] => {
    const setting: Setting = { group, pass: passes.all, places: placesOf(stage, ways), repeat: group.repeat };
    const everywhere: Setting = { ...setting, places: inMemory };
    if (group.name === 'embedding') return embeddingOps(everywhere, stage, ways);
    if (group.name === 'head') return [toolOp(everywhere, 'classifier', 'embedding', opNamed(group, 'lm_head'))];
    return [...projections(setting, ways), ...attentionOps(setting, passes, request, ways), toolOp(setting, 'Out Proj', 'projections', opNamed(group, 'o_proj')),
      ...feedForwardOps(setting, request, stage, ways)];
  });
}

/**
 * The model as the tool sees it: no biases, no mask, lm_head on the hidden size (OPT-350m has a narrower embedding), the block of one expert in
 * place of a mixture, and the slips of its table. Ours keeps masks and experts of the configuration.
 */
function modelOfTool({ spec, slip }: Request, ways: Bookkeeping): ModelSpec {
  const { experts, ...dense } = ways.figures === 'tool' ? { ...spec, ...slip } : spec;
  const model: ModelSpec = {
    ...dense, embeddingWidth: dense.hiddenSize, qkvBias: false, outputBias: false, mlpBias: false, lmHeadBias: false,
    masks: ways.mask === 'tool' ? [{ kind: 'full' }] : dense.masks,
  };
  return experts === undefined || ways.experts === 'tool' ? model : { ...model, experts: { ...experts, bias: false, routerBias: false, selectionBias: false } };
}

/** The tool multiplies a one-hot row for each prompt token with the table, and has no embeddings in decode; a row is looked up. */
function embeddingOps(setting: Setting, stage: Stage, ways: Bookkeeping): readonly ToolOp[] {
  const table = opNamed(setting.group, 'embed_tokens');
  if (ways.embedding === 'ours') return [toolOp(setting, 'embeddings', 'embedding', table)];
  return stage === 'decode' || table.kind !== 'embedding' ? [] : [toolOp(setting, 'embeddings', 'embedding', linear('embeddings', table.rows, table.width))];
}

/** Queries, keys and values are one product, which reads its input once; ours are three, and an append to the cache. */
function projections(setting: Setting, { joined }: Bookkeeping): readonly ToolOp[] {
  const ops = ['q_proj', 'k_proj', 'v_proj', 'kv_append'].map((name) => opNamed(setting.group, name));
  return joined === 'tool' ? [toolOp(setting, 'QKV', 'projections', ...ops)] : ops.map((op) => toolOp(setting, op.name, 'projections', op));
}

/**
 * Scores and values; in decode once over the prompt and once over the tokens after it. The tool has one set of queries for all beams of a
 * prompt; each beam has its own over the shared keys.
 */
function attentionOps(setting: Setting, { prompt, suffix }: Passes, { beams }: Request, ways: Bookkeeping): readonly ToolOp[] {
  const names = [['Logit', opNamed(setting.group, 'qk_matmul')], ['Attend', opNamed(setting.group, 'sv_matmul')]] as const;
  if (suffix === null) return names.map(([name, op]) => ({ ...toolOp({ ...setting, pass: prompt }, name, 'attention', op) }));
  const queries = ways.beams === 'tool' ? 1 : beams;
  return names.flatMap(([name, op]) => [
    { ...toolOp({ ...setting, pass: prompt }, `${name} Pre`, 'attention', op), queries },
    toolOp({ ...setting, pass: suffix }, `${name} Suf`, 'attention', op),
  ]);
}

/** In prefill activations cross the border of the chip. In the tool's decode they do not, nor do new keys and values. */
function placesOf(stage: Stage, ways: Bookkeeping): Places {
  if (stage === 'prefill') return inMemory;
  const activations = ways.residency === 'tool' ? 'chip' : 'memory';
  return { input: activations, output: activations, cacheWrites: ways.cacheWrites === 'tool' ? 'chip' : 'memory' };
}
