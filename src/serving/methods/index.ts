import type { AnyScenarioKind } from '../scenario-kind.js';
import { beamKind } from './beam/beam.js';
import { branchesKind } from './branches/branches.js';
import { chatKind } from './chat/chat.js';
import { earlyExitKind } from './early-exit/early-exit.js';
import { expertOffloadKind } from './expert-offload/expert-offload.js';
import { kvPredictionKind } from './kv-prediction/kv-prediction.js';
import { layerPathKind } from './layer-path/layer-path.js';
import { routingKind } from './routing/routing.js';
import { speculationKind } from './speculation/speculation.js';
import { streamedKind } from './streamed/streamed.js';
import { tokenPruningKind } from './token-pruning/token-pruning.js';

/** Ways to run a request: each one folder. */
export const methodKinds: readonly AnyScenarioKind[] = [
  chatKind, speculationKind, layerPathKind, earlyExitKind, beamKind, streamedKind, tokenPruningKind, kvPredictionKind, branchesKind, routingKind, expertOffloadKind,
];
