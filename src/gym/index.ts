/** `archsim/gym`: search problems, agents, and how good what they found is. */
export type { Agent, AgentKind, AgentState, Hyperparameter, Hyperparameters, Json, Proposal, SearchTask, Trial } from './agents/agent.js';
export { defineAgent, type AgentParts, type Context, type Setting, type Settings } from './agents/define-agent.js';
export { agentIds, agentNamed } from './agents/registry.js';
export { crowdingDistances } from './measure/crowding.js';
export { dominanceFronts } from './measure/dominance.js';
export { frontArchive, frontOf, type FrontArchive } from './measure/front.js';
export { hypervolume } from './measure/hypervolume.js';
export { kneeOf } from './measure/knee.js';
export { hypervolumeArchive, type HypervolumeArchive } from './measure/progress.js';
export { referenceDirections } from './measure/reference-directions.js';
export { bundledProblem, bundledProblems } from './problem/bundled/index.js';
export { checkedEvaluation, compareScores, costsOf, isLegal, totalViolation, type Score } from './problem/evaluation.js';
export { problemFromInput } from './problem/formula-problem.js';
export { problemOfDocument } from './problem/problem-input.js';
export type { Constraint, Direction, Evaluation, Objective, SearchProblem } from './problem/search-problem.js';
export { search, taskOf, type SearchOptions, type SearchResult } from './search.js';
