import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { prepare } from '../../../src/experiment/run.js';
import { example } from '../../kit/fixtures.js';
import { deploymentOf } from '../../../src/serving/deployment.js';
import { methodKinds } from '../../../src/serving/methods/index.js';
import type { ScenarioAnswer } from '../../../src/serving/scenario-answer.js';
import type { Setting } from '../../../src/serving/scenario-kind.js';

export interface Bench {
  readonly model?: unknown;
  readonly quantization?: unknown;
  readonly attention?: unknown;
  readonly family?: string;
  readonly device?: unknown;
  readonly parameters?: unknown;
  readonly fidelity?: string;
  readonly mapping?: unknown;
  readonly dollarsPerHour?: number;
  /** A bundled experiment whose architecture is taken in place of family, device and parameters. */
  readonly example?: string;
}

function experimentOf({ model = 'llama-2-7b', quantization = 'fp16', attention, family = 'gpu', device = 'a100-sxm-80gb', parameters, fidelity, mapping, example: file }: Bench, scenario: object): object {
  return {
    kind: 'experiment', name: 'bench', workload: { model, quantization, ...(attention === undefined ? {} : { attention }), scenario },
    architecture: file === undefined ? { family, device, ...(parameters === undefined ? {} : { parameters }) } : (example(file).value as { architecture: unknown }).architecture, ...(fidelity === undefined ? {} : { fidelity }), ...(mapping === undefined ? {} : { mapping }),
  };
}

/** A setting with models and schemes of the catalogues. */
export function settingOf(bench: Bench = {}): Setting {
  const scenario = { promptTokens: 1, outputTokens: 1 };
  return {
    deployment: deploymentOf(prepare(experimentOf(bench, scenario))),
    deploy: ({ model = bench.model, quantization = bench.quantization, attention = bench.attention }) => deploymentOf(prepare(experimentOf({ ...bench, model, quantization, attention }, scenario))),
    dollarsPerHour: bench.dollarsPerHour ?? 2,
  };
}

/** The plain run of a request on the same bench. */
export function plainRun(bench: Bench, scenario: object): SimulationResult {
  return simulate(prepare(experimentOf(bench, scenario)));
}

const validators = new Map<string, (value: unknown) => boolean>();

/** Whether a scenario is one by its schema. */
export function objections(spec: { readonly kind: string }): unknown {
  const kind = methodKinds.find((one) => one.kind === spec.kind) ?? assert.fail(`no kind ${spec.kind}`);
  let validate = validators.get(spec.kind);
  if (validate === undefined) {
    validate = new Ajv2020({ strict: false, discriminator: true }).compile(kind.schema);
    validators.set(spec.kind, validate);
  }
  return validate(spec) ? null : (validate as unknown as { errors: unknown }).errors;
}

/** The answer of a scenario that its schema takes. */
export function answer(spec: { readonly kind: string } & Readonly<Record<string, unknown>>, setting: Setting = settingOf()): ScenarioAnswer {
  assert.equal(objections(spec), null);
  return methodKinds.find((one) => one.kind === spec.kind)!.run(spec, setting);
}

/** The value of a figure. */
export function figureOf({ figures }: ScenarioAnswer, name: string): number {
  const found = figures.find((one) => one.name === name) ?? assert.fail(`no figure ${name}`);
  return found.value ?? assert.fail(`${name} is not known`);
}

/** That an answer says the same of a request as `simulate`, to the last digit. */
export function assertPlain(found: ScenarioAnswer, plain: SimulationResult, batch = 1): void {
  const { totals } = plain;
  assert.deepEqual(found.reasons, []);
  assert.equal(found.totals.firstTokenSeconds, totals.firstTokenSeconds);
  assert.equal(found.totals.secondsPerOutputToken, totals.secondsPerOutputToken);
  assert.equal(found.totals.tokensPerSecond, totals.tokensPerSecond);
  assert.equal(found.totals.latencySeconds, totals.latencySeconds);
  assert.equal(found.totals.energyJoules, totals.energyJoules === null ? null : totals.energyJoules / batch);
  assert.equal(found.memory.weightBytes, plain.memory.weightBytes);
  assert.equal(found.memory.kvCacheBytes, plain.memory.kvCacheBytes);
  assert.equal(found.memory.activationBytes, plain.memory.activationPeakBytes);
  assert.equal(found.memory.fits, plain.memory.fits);
}

/** That every number is one, and that what is null is told of in a note or a reason. */
export function assertTold({ totals, memory, parts, figures, reasons, notes }: ScenarioAnswer): void {
  const unknown = Object.values(totals).some((value) => value === null) || figures.some(({ value }) => value === null) || parts.some(({ joules }) => joules === null);
  for (const [name, value] of [...Object.entries(totals), ...figures.map((one) => [one.name, one.value] as const)]) assert.ok(value === null || Number.isFinite(value), `${name} is ${value}`);
  for (const { name, count, seconds, joules, dramBytes } of parts) {
    for (const value of [count, seconds, dramBytes, joules ?? 0]) assert.ok(Number.isFinite(value) && value >= -1e-12, `${name}: ${value}`);
  }
  for (const value of [memory.weightBytes, memory.kvCacheBytes, memory.activationBytes, ...Object.values(memory.others)]) assert.ok(Number.isFinite(value) && value >= 0, `memory: ${value}`);
  if (unknown) assert.ok(reasons.length + notes.length > 0, 'nothing says why something is not known');
  if (reasons.length > 0) assert.equal(totals.latencySeconds, null);
}
