import { InputError, problem } from '../../sim/core/diagnostics.js';
import { parseQuantity } from '../../sim/core/units.js';
import { graphBytes } from '../../sim/model/graph-bytes.js';
import { parameterCount } from '../../sim/model/op-graph.js';
import { prefillPass, type Pass } from '../../sim/model/scenario.js';
import { growsWithContext } from '../../sim/engine/work.js';
import { withAdapters } from '../adapters/adapted-graph.js';
import { adapterProblems } from '../adapters/adapter-problems.js';
import { tenantSize } from '../adapters/tenant-size.js';
import { figure, part } from '../answer-parts.js';
import type { Deployment } from '../deployment.js';
import { freePass, passCost, plus, times } from '../pass-cost.js';
import type { ScenarioAnswer, ScenarioMemory, ScenarioPart } from '../scenario-answer.js';
import { defineScenario, type Setting } from '../scenario-kind.js';
import { activationBytes } from './activations.js';
import { finetuneSchema, type FinetuneSpec } from './schema.js';
import { exchangedBytes, stateBytes, type StateBytes, type Training } from './states.js';

const at = '/workload/scenario';
const moments = { adam: 2, momentum: 1, sgd: 0 } as const;

/** Training of all or part of a model, on one device or many that hold its states together. */
export const finetuneKind = defineScenario({
  kind: 'finetune', summary: 'training of all or part of a model: weights, gradients, optimiser states (ZeRO), activations; a step at the roofline',
  schema: finetuneSchema, run: runFinetune,
});

export function trainingOf({ weightBits = 16, gradientBits = 16, masterBits = 32, momentBits = 32, optimizer = 'adam' }: Pick<FinetuneSpec, 'weightBits' | 'gradientBits' | 'masterBits' | 'momentBits' | 'optimizer'>): Training {
  return { weightBits, gradientBits, masterBits, momentBits, moments: moments[optimizer] };
}

/** What is trained, and what stands beside it as it is stored. */
interface Trained {
  readonly parameters: number;
  /** Bytes of the weights that are not trained, in the formats of the scheme. */
  readonly frozenBytes: number;
  readonly deployment: Deployment;
}

/** All of the model, a share of it where it stands, or an adapter beside it. */
function trainedOf({ adapter, trainedShare = 1 }: FinetuneSpec, deployment: Deployment): Trained {
  const stored = graphBytes(deployment.graph, deployment.scheme);
  const whole = stored.linear + stored.embedding + stored.small;
  if (adapter !== undefined) {
    adapterProblems(adapter, `${at}/adapter`);
    const isInPasses = adapter.method !== 'prefix' && adapter.method !== 'prompt';
    return { parameters: tenantSize(deployment, adapter, `${at}/adapter`).parameters, frozenBytes: whole, deployment: isInPasses ? withAdapters(deployment, adapter, `${at}/adapter`) : deployment };
  }
  return { parameters: trainedShare * parameterCount(deployment.graph), frozenBytes: (1 - trainedShare) * whole, deployment };
}

function runFinetune(spec: FinetuneSpec, { deployment: given, dollarsPerHour }: Setting): ScenarioAnswer {
  if (spec.adapter !== undefined && spec.trainedShare !== undefined) throw new InputError([problem('finetune/adapter-and-share', 'an adapter is trained whole', { pointer: `${at}/trainedShare`, remedy: 'leave out "trainedShare" or "adapter"' })]);
  if (given.platform !== undefined) throw new InputError([problem('finetune/platform', 'fine-tuning has devices of its own, each with a batch of its own', { pointer: '/platform', remedy: 'leave out "tensor", "pipeline" and "expert", and give "devices" and "stage" of the scenario' })]);
  const { tokens, batch = 1, stage = 0, devices = 1, recompute = 'none', dropout = false, activationBits = 16 } = spec;
  const training = trainingOf(spec);
  const { parameters, frozenBytes, deployment } = trainedOf(spec, { ...given, fidelity: 'roofline' });
  const { machine } = deployment;
  const states = stateBytes(training, parameters, stage, devices);
  const pass: Pass = { ...prefillPass({ batch, promptTokens: tokens, outputTokens: 1, logits: 'all' }) };
  const activations = activationBytes(deployment, pass, { bytes: activationBits / 8, dropout, recompute });
  const frozenHere = stage === 3 ? frozenBytes / devices : frozenBytes;
  const memory = memoryOf(states, frozenHere, activations, machine.capacityBytes);
  const sent = exchangedBytes(training, parameters, stage, devices) + (stage === 3 ? (2 * frozenBytes * (devices - 1)) / devices : 0);
  const link = linkOf(spec, deployment);
  const reasons = [
    ...(memory.fits === false ? [`weights, states and activations take ${memory.heldBytes.toFixed(0)} bytes of a device that has ${memory.capacityBytes}`] : []),
    ...(sent > 0 && link === null ? ['no bandwidth of a link is known to exchange gradients on: give "link"'] : []),
  ];
  const parts = stepParts(spec, deployment, pass, states, parameters, sent, link);
  const computing = parts.reduce((sum, one) => (one.name === 'exchange' ? sum : sum + one.seconds), 0);
  const exchange = parts.find(({ name }) => name === 'exchange')?.seconds ?? 0;
  const seconds = Math.max(computing, exchange);
  const runs = reasons.length === 0;
  const value = (of: number | null): number | null => (runs ? of : null);
  const all = states.weights + states.gradients + states.optimizer;
  return {
    totals: {
      firstTokenSeconds: null, secondsPerOutputToken: null, tokensPerSecond: value((devices * batch * tokens) / seconds), requestsPerSecond: value((devices * batch) / seconds), latencySeconds: value(seconds),
      energyJoules: null, dollars: value(dollarsPerHour === null ? null : (seconds * dollarsPerHour * devices) / 3600),
    },
    memory,
    parts: runs ? parts : [],
    figures: [
      figure('trainedParameters', parameters, '', 'numbers that gradients are made for'),
      figure('trainedShare', parameters / parameterCount(given.graph), '', 'of the parameters of the model'),
      figure('stateBytes', all, 'B', 'on a device, of what is trained: weights + gradients + optimiser states by the stage of ZeRO; mixed precision with Adam: 16 P, 4 P + 12 P / N, 2 P + 14 P / N, 16 P / N'),
      figure('weightBytes', states.weights + frozenHere, 'B', 'trained and frozen weights of a device'),
      figure('gradientBytes', states.gradients, 'B', 'P gradientBits / 8, over the devices from stage 2 on'),
      figure('optimizerBytes', states.optimizer, 'B', 'P (masterBits + moments momentBits) / 8, over the devices from stage 1 on'),
      figure('activationBytes', activations, 'B', 'what the way back needs of a step; 16 bit, dropout: s b h (34 + 5 a s / h) a layer'),
      figure('exchangedBytes', sent, 'B', 'that a device sends in a step: 2 (N - 1) / N of the gradients, at stage 3 also the parameters twice'),
      figure('stepSeconds', value(seconds), 's', 'max(computing, exchange): at the roofline, an exchange hidden behind the computing where it can be'),
    ],
    reasons,
    notes: [
      'times are a roofline, whatever fidelity is asked for: matrix units at their peak, each op either them or the memory; tokens and requests of the totals are those of training',
      `the way back is ${spec.adapter === undefined && spec.trainedShare === undefined ? 'two products for each of the forward pass' : 'one product for each of the forward pass, and one more for what is trained'}`,
      ...(machine.capacityBytes === null ? ['the capacity of the device is not known: whether it fits is not said'] : []),
    ],
  };
}

function memoryOf(states: StateBytes, frozenBytes: number, activations: number, capacityBytes: number | null): ScenarioMemory {
  const weightBytes = states.weights + frozenBytes;
  const heldBytes = weightBytes + activations + states.gradients + states.optimizer;
  return { weightBytes, kvCacheBytes: 0, activationBytes: activations, others: { gradients: states.gradients, optimizer: states.optimizer }, heldBytes, capacityBytes, fits: capacityBytes === null ? null : heldBytes <= capacityBytes };
}

function linkOf({ link, devices = 1 }: FinetuneSpec, { machine }: Deployment): number | null {
  return devices === 1 ? null : link === undefined ? machine.device.linkBytesPerSecond ?? null : parseQuantity(link, 'bandwidth', `${at}/link`);
}

/** Forward, back (with what is computed again), the update of the states, and the exchange. */
function stepParts({ adapter, trainedShare = 1, recompute = 'none', devices = 1 }: FinetuneSpec, deployment: Deployment, pass: Pass, states: StateBytes, parameters: number, sent: number, link: number | null): readonly ScenarioPart[] {
  const forward = passCost(deployment, pass);
  const added = adapter === undefined ? times(forward, trainedShare) : passCost(deployment, pass, ({ op }) => op.kind === 'linear' && op.sidePathOf === 'adapter');
  const again = recompute === 'full' ? forward : recompute === 'selective' ? passCost(deployment, pass, ({ op }) => growsWithContext(op)) : freePass;
  const updated = 2 * states.optimizer + states.gradients + states.weights;
  return [
    part('forward', 1, forward),
    part('backward', 1, plus(forward, added)),
    ...(recompute === 'none' ? [] : [part('recompute', 1, again)]),
    ...(parameters === 0 ? [] : [part('update', 1, { seconds: updated / deployment.machine.peakBytesPerSecond, joules: null, dramBytes: updated })]),
    ...(devices === 1 || sent === 0 || link === null ? [] : [part('exchange', 1, { seconds: sent / link, joules: null, dramBytes: 0 })]),
  ];
}
