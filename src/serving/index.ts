/** `archsim/serving`: scenarios, from a document or a value to an answer, and the parts that they are made of. */
export { deploymentOf, type Deployment } from './deployment.js';
export { scenarioKindNamed, scenarioKinds } from './kinds.js';
export { passCost, type PassCost } from './pass-cost.js';
export { runScenario, type ScenarioOptions } from './run-scenario.js';
export type { ScenarioAnswer, ScenarioFigure, ScenarioMemory, ScenarioPart, ScenarioTotals } from './scenario-answer.js';
export { defineScenario, type AnyScenarioKind, type ScenarioKind, type Setting } from './scenario-kind.js';
export type { ScenarioResult } from './scenario-result.js';
export { size, type SizeOptions } from './size/size.js';
export type { LeastResource, SizeResult } from './size/size-result.js';
