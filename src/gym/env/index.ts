/** Environments with the semantics of Gymnasium over search problems. */
export { checkEnv, type CheckReport } from './check-env.js';
export { actionOf, designActions, type ActionEntry, type DesignActions } from './design-actions.js';
export { DesignEnv } from './design-env.js';
export { designTask, type DesignTask, type DesignTaskOptions, type Outcome } from './design-task.js';
export { DesignVectorEnv, type PackedStep } from './design-vector-env.js';
export type { Env, EnvSpec, Info, Metadata, RenderMode, ResetOptions, ResetResult, StepResult } from './env.js';
export { environmentEntries, registry } from './environments.js';
export { createRegistry, type Argument, type DesignEntry, type EnvironmentEntry, type EnvironmentFiles, type MakeOptions, type OtherEntry, type Registry } from './registry.js';
export { leastReward, rewardEpsilon, rewardNamed, rewardNames, type Reward, type RewardName, type Target } from './reward.js';
export * from './spaces/index.js';
export { SyncVectorEnv } from './sync-vector-env.js';
export type { AutoresetMode, VectorEnv, VectorInfo, VectorResetOptions, VectorStep } from './vector.js';
export * from './wrappers/index.js';
