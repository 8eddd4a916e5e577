import { InputError, problem, type Problem } from '../sim/core/diagnostics.js';
import { hasEncoder, type Experts, type LayerGroup, type Mask, type Op, type OpGraph } from '../sim/model/op-graph.js';
import type { GraphInput, OpInput } from './schema/graph.js';

type LayerInput = GraphInput['layers'][number];
type ExpertsInput = NonNullable<Extract<OpInput, { kind: 'linear' }>['experts']>;

/** Most elementwise ops that can follow on one op. */
const mostEpilogues = 7;

/** The graph that a checked input describes, its defaults filled in. `at` is its pointer in the document. */
export function graphFromInput(input: GraphInput, at: string): OpGraph {
  const problems = stackProblems(input.layers, `${at}/layers`);
  input.layers.forEach((layer, i) => {
    checkEpilogues(layer.ops, `${at}/layers/${i}/ops`);
    layer.ops.forEach((op, j) => problems.push(...opProblems(op, layer, `${at}/layers/${i}/ops/${j}`)));
  });
  if (problems.length > 0) throw new InputError(problems);
  return { name: input.name, groups: input.layers.map(groupFromInput) };
}

function groupFromInput(layer: LayerInput): LayerGroup {
  const { name, repeat, tokens = 'all', stack, rows, sharesWeights } = layer;
  return {
    name, repeat, tokens, ...(stack === undefined ? {} : { stack }), ...(rows === undefined ? {} : { rows }), ...(sharesWeights === true ? { sharesWeights } : {}), ops: layer.ops.map(opFromInput),
  };
}

function opFromInput(op: OpInput): Op {
  switch (op.kind) {
    case 'linear': return {
      kind: op.kind, name: op.name, inFeatures: op.inFeatures, outFeatures: op.outFeatures, bias: op.bias ?? false, output: op.output ?? 'activation', ownsWeights: op.ownsWeights ?? true,
      ...expertsFromInput(op.experts), epilogue: false,
    };
    case 'embedding': return { kind: op.kind, name: op.name, rows: op.rows, width: op.width, ...(op.shared === true ? { shared: true } : {}), epilogue: false };
    case 'scores': case 'softmax': case 'values': return {
      kind: op.kind, name: op.name, heads: op.heads, kvHeads: op.kvHeads, headDim: op.headDim, mask: op.mask ?? (op.keys === undefined ? { kind: 'causal' } : { kind: 'full' }),
      ...(op.keys === undefined ? {} : { keys: op.keys }), ...(op.sharesKeys === true ? { sharesKeys: true } : {}), ...(op.sinks === true ? { sinks: true } : {}), epilogue: op.epilogue ?? false,
    };
    case 'norm': case 'rope': case 'activation': case 'multiply': case 'add': case 'cache-append': return {
      kind: op.kind, name: op.name, width: op.width, parameters: op.parameters ?? 0,
      ...(op.reads === undefined ? {} : { reads: op.reads }), ...(op.writes === undefined ? {} : { writes: op.writes }), ...(op.recurrent === true ? { recurrent: true } : {}),
      ...expertsFromInput(op.experts), epilogue: op.epilogue ?? false,
    };
  }
}

function expertsFromInput(input: ExpertsInput | undefined): { readonly experts?: Experts } {
  if (input === undefined) return {};
  const { count, active, measured } = input;
  return { experts: { count, active, ...(measured === undefined ? {} : { measured }) } };
}

/** Encoders come first, all layers say which stack they are in or none does, and a decoder stands behind an encoder. */
function stackProblems(layers: readonly LayerInput[], at: string): Problem[] {
  const problems: Problem[] = [];
  const misplaced = (i: number, field: string, message: string, remedy: string): void => {
    problems.push(problem('graph/stack', message, { pointer: `${at}/${i}${field}`, remedy }));
  };
  const first = layers[0]?.stack;
  layers.forEach(({ name, stack, rows }, i) => {
    if ((stack === undefined) !== (first === undefined)) misplaced(i, '', `layer "${name}" ${stack === undefined ? 'is in no stack' : `is in the ${stack}`}, and the layers before it are${stack === undefined ? '' : ' not'}`, 'say of all layers which stack they are in, or of none');
    else if (stack === 'decoder' && first === 'decoder' && i === 0) misplaced(i, '/stack', 'a decoder stands behind an encoder, and there is none', 'leave "stack" out of a model of one stack');
    else if (stack === 'encoder' && layers.slice(0, i).some((before) => before.stack === 'decoder')) misplaced(i, '/stack', `layer "${name}" of the encoder comes behind the decoder`, 'put the encoder first');
    if (rows !== undefined && stack !== 'encoder') misplaced(i, '/rows', `layer "${name}" works on the tokens of its pass`, 'leave "rows" out: only an encoder has others');
  });
  return problems;
}

/** Fields of an op that another kind, or another stack, has. */
function opProblems(op: OpInput, { stack }: LayerInput, at: string): Problem[] {
  const problems: Problem[] = [];
  const wrong = (field: string, message: string): void => {
    problems.push(problem('graph/wrong-field', message, { pointer: `${at}/${field}`, remedy: `leave "${field}" out` }));
  };
  if (op.kind === 'scores' || op.kind === 'softmax' || op.kind === 'values') {
    if (op.sharesKeys === true && op.kind !== 'values') wrong('sharesKeys', `values share the keys, and "${op.name}" is ${op.kind}`);
    if (op.sinks === true && op.kind !== 'softmax') wrong('sinks', `softmax has sinks, and "${op.name}" is ${op.kind}`);
    if (op.keys !== undefined && stack !== 'decoder') wrong('keys', `"${op.name}" is not in a decoder behind an encoder`);
    if (op.keys !== undefined && op.mask !== undefined && op.mask.kind !== 'full') wrong('mask', `"${op.name}" sees all tokens of the encoder`);
  }
  if ('recurrent' in op && op.recurrent && op.kind !== 'cache-append') wrong('recurrent', `a cache-append keeps a state, and "${op.name}" is ${op.kind}`);
  if ('experts' in op && op.experts !== undefined) problems.push(...expertProblems(op.experts, `${at}/experts`));
  return problems;
}

function expertProblems({ count, active, measured }: ExpertsInput, at: string): Problem[] {
  if (active > count) return [problem('graph/experts', `a token takes different matrices: ${active} of ${count}`, { pointer: `${at}/active` })];
  const wrong = measured?.findIndex(([tokens, distinct], i) => tokens <= (measured[i - 1]?.[0] ?? 1) || distinct < active || distinct > Math.min(count, tokens * active)) ?? -1;
  if (wrong < 0) return [];
  return [problem('graph/experts', 'tokens ascend from 2, with as many distinct matrices as one token takes, and at most all', { pointer: `${at}/measured/${wrong}` })];
}

function checkEpilogues(ops: readonly OpInput[], at: string): void {
  let run = 0;
  ops.forEach((op, i) => {
    run = op.epilogue === true ? run + 1 : 0;
    const pointer = `${at}/${i}/epilogue`;
    if (i === 0 && run > 0) throw new InputError([problem('graph/epilogue', `op "${op.name}" follows on the output of an op before it, and there is none`, { pointer, remedy: 'leave "epilogue" out' })]);
    if (run > mostEpilogues) throw new InputError([problem('graph/epilogue', `more than ${mostEpilogues} ops in a row follow on one op`, { pointer, remedy: 'leave "epilogue" out of one of them' })]);
    if (run > 0 && (op.kind === 'scores' || op.kind === 'values')) throw new InputError([problem('graph/epilogue', `"${op.name}" is matrix work and cannot follow elementwise`, { pointer, remedy: 'leave "epilogue" out' })]);
  });
}

/**
 * The graph with one mask for every attention op. Where there is an encoder, a mask that looks ahead (`full`, `band`) is for its own attention and any other for that of the
 * decoder; cross attention sees all tokens of the encoder whatever is asked for.
 */
export function withMask(graph: OpGraph, mask: Mask): OpGraph {
  const ahead = mask.kind === 'full' || mask.kind === 'band';
  const stack = !hasEncoder(graph) ? undefined : ahead ? 'encoder' : 'decoder';
  if (stack !== undefined && !graph.groups.some((group) => group.stack === stack)) {
    throw new InputError([problem('graph/mask', `the tokens of an encoder see both sides, and a ${mask.kind} mask does not`, { pointer: '/workload/attention', remedy: 'give a mask of kind "full" or "band"' })]);
  }
  const masked = (op: Op): Op => ((op.kind === 'scores' || op.kind === 'softmax' || op.kind === 'values') && op.keys === undefined ? { ...op, mask } : op);
  return { ...graph, groups: graph.groups.map((g) => (g.stack === stack ? { ...g, ops: g.ops.map(masked) } : g)) };
}
