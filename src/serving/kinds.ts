import { adaptersKind } from './adapters/adapters.js';
import { servingKind } from './batching/serving.js';
import { callsKind } from './calls/calls.js';
import { finetuneKind } from './finetune/finetune.js';
import { methodKinds } from './methods/index.js';
import { landscapeKind } from './platform/landscape/landscape.js';
import type { AnyScenarioKind } from './scenario-kind.js';

/** Every way in which models are run. */
export const scenarioKinds: readonly AnyScenarioKind[] = [servingKind, ...methodKinds, callsKind, landscapeKind, adaptersKind, finetuneKind];

export function scenarioKindNamed(kind: string): AnyScenarioKind | undefined {
  return scenarioKinds.find((one) => one.kind === kind);
}
