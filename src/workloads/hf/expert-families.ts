import type { ExpertRules } from './experts.js';

/** Mixtral's experts, as wide as the intermediate size says, in every layer. */
export const mixtralExperts: ExpertRules = {
  count: ['num_local_experts', 'num_experts'], active: ['num_experts_per_tok'], width: ['intermediate_size'], bias: false,
  shared: null, sharedGate: false, routerBias: false, selectionBias: false, dense: 'none',
};

/** Qwen 3: a width of their own, and dense layers in between. */
export const qwen3Experts: ExpertRules = { ...mixtralExperts, count: ['num_experts', 'num_local_experts'], width: ['moe_intermediate_size'], dense: 'by-step' };

/** Qwen 1.5 and 2: beside an MLP for every token, with a gate. */
export const qwen2Experts: ExpertRules = { ...qwen3Experts, shared: { field: 'shared_expert_intermediate_size', counts: 'width' }, sharedGate: true };

/** DeepSeek: behind dense layers, beside shared experts. */
export const deepseekExperts: ExpertRules = {
  ...mixtralExperts, count: ['n_routed_experts'], width: ['moe_intermediate_size'], shared: { field: 'n_shared_experts', counts: 'experts' }, dense: { first: 0 },
};
