import type { LayerGroup } from '../../sim/model/op-graph.js';
import { decoderGraph } from '../../workloads/decoder-graph.js';
import type { ModelSpec } from '../../workloads/model-spec.js';
import type { Bookkeeping } from './bookkeeping.js';
import { layersOfStages, modelOfDevice } from './device-model.js';
import { feedForwardOps } from './feed-forward.js';
import { passesOf, type Passes, type Request, type Stage } from './request.js';
import { exchangeOp, inMemory, linear, opNamed, toolOp, type Places, type Section, type Setting, type ToolOp } from './tool-op.js';

/** Our graph of what one device has of the model, put together and cut down to the ops of the tool, in its order, with the exchanges between devices. */
export function toolGraph(request: Request, stage: Stage, ways: Bookkeeping): readonly ToolOp[] {
  const { spec, devices: { pipeline } } = request;
  const { groups } = decoderGraph(modelOfTool(request, ways));
  const passes = passesOf(request, stage, ways);
  const [each, last] = layersOfStages(spec.layers, pipeline);
  const layersIn = (section: Section, layers: number): readonly ToolOp[] => groups.flatMap((group) => {
    if (!isLayer(group)) return [];
    const setting: Setting = { group, pass: passes.all, places: placesOf(stage, ways), repeat: (group.repeat / spec.layers) * layers, section };
    return layerOps(setting, passes, request, stage, ways);
  });
  const around = (section: Section, name: string, ops: (setting: Setting) => readonly ToolOp[]): readonly ToolOp[] => groups.flatMap((group) =>
    (group.name === name ? ops({ group, pass: passes.all, places: inMemory, repeat: group.repeat, section }) : []));
  return [
    ...around('input', 'embedding', (setting) => embeddingOps(setting, request, stage, ways)),
    ...(pipeline === 1 ? [] : [...layersIn('stage', each * (pipeline - 1)), ...message(groups, passes, request)]),
    ...layersIn('last', last),
    ...around('output', 'head', (setting) => [toolOp(setting, 'classifier', 'embedding', opNamed(setting.group, 'lm_head')), ...logitsGather(setting, request)]),
  ];
}

function isLayer({ name }: LayerGroup): boolean {
  return name !== 'embedding' && name !== 'head';
}

function layerOps(setting: Setting, passes: Passes, request: Request, stage: Stage, ways: Bookkeeping): readonly ToolOp[] {
  const { tensor, expert } = request.devices;
  return [
    ...projections(setting, ways), ...attentionOps(setting, passes, request, ways), toolOp(setting, 'Out Proj', 'projections', opNamed(setting.group, 'o_proj')),
    ...exchangeOp(setting, 'MHA AR', 'projections', { kind: 'all-reduce', elements: rows(setting) * request.spec.hiddenSize, devices: tensor * expert }),
    ...feedForwardOps(setting, request, stage, ways),
  ];
}

function rows({ pass }: Setting): number {
  return pass.batch * pass.queryTokens;
}

/** What the stages of a pipeline but the last send to the next one. */
function message(groups: readonly LayerGroup[], { all }: Passes, { spec, devices: { pipeline } }: Request): readonly ToolOp[] {
  const setting: Setting = { group: groups[0]!, pass: all, places: inMemory, repeat: pipeline - 1, section: 'boundary' };
  return exchangeOp(setting, 'Message Pass', 'pipeline', { kind: 'send', elements: rows(setting) * spec.hiddenSize, devices: 2 });
}

/**
 * The model as the tool sees it: no biases, no mask, lm_head on the hidden size (OPT-350m has a narrower embedding), the block of one expert in
 * place of a mixture, and the slips of its table; of that what one device has. Ours keeps masks and experts of the configuration.
 */
function modelOfTool({ spec, slip, devices }: Request, ways: Bookkeeping): ModelSpec {
  const { experts, ...dense } = modelOfDevice(ways.figures === 'tool' ? { ...spec, ...slip } : spec, devices, ways);
  const model: ModelSpec = {
    ...dense, embeddingWidth: dense.hiddenSize, qkvBias: false, outputBias: false, mlpBias: false, lmHeadBias: false,
    masks: ways.mask === 'tool' ? [{ kind: 'full' }] : dense.masks,
  };
  return experts === undefined || ways.experts === 'tool' ? model : { ...model, experts: { ...experts, bias: false, routerBias: false, selectionBias: false } };
}

/** The tool multiplies a one-hot row for each prompt token with the table, and has no embeddings in decode; a row is looked up. Devices add up what each has of the rows. */
function embeddingOps(setting: Setting, { spec, devices: { tensor, expert } }: Request, stage: Stage, ways: Bookkeeping): readonly ToolOp[] {
  const table = opNamed(setting.group, 'embed_tokens');
  const sum = exchangeOp(setting, 'Emb_AR', 'embedding', { kind: 'all-reduce', elements: rows(setting) * spec.hiddenSize, devices: tensor * expert });
  if (ways.embedding === 'ours') return [toolOp(setting, 'embeddings', 'embedding', table), ...sum];
  return stage === 'decode' || table.kind !== 'embedding' ? [] : [toolOp(setting, 'embeddings', 'embedding', linear('embeddings', table.rows, table.width)), ...sum];
}

/** Logits of the whole vocabulary, whatever the devices have of it after rounding down. */
function logitsGather(setting: Setting, { spec, devices: { tensor, expert } }: Request): readonly ToolOp[] {
  const { batch, queryTokens, logits } = setting.pass;
  const elements = batch * (logits === 'all' ? queryTokens : 1) * spec.vocabularySize;
  return exchangeOp(setting, 'classifier_AG', 'embedding', { kind: 'all-gather', elements, devices: tensor * expert });
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
