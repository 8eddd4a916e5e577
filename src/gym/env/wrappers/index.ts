/** Wrappers: environments around environments. */
export { Autoreset } from './autoreset.js';
export { DiscretizeAction } from './discretize-action.js';
export { FlattenAction } from './flatten-action.js';
export { FlattenObservation } from './flatten-observation.js';
export { NormalizeObservation } from './normalize-observation.js';
export { NormalizeReward } from './normalize-reward.js';
export { OrderEnforcing } from './order-enforcing.js';
export { RecordEpisodeStatistics } from './record-episode-statistics.js';
export { RescaleAction } from './rescale-action.js';
export { RescaleObservation } from './rescale-observation.js';
export { TimeLimit } from './time-limit.js';
export { ClipReward, TransformReward } from './transform-reward.js';
export { Wrapper } from './wrapper.js';
