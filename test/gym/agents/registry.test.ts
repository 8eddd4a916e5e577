import { agentIds } from '../../../src/gym/agents/registry.js';
import { agentKit, type AgentTraits } from '../../kit/agent-kit.js';

const both = [200, 500];

/** Agents that differ from the rest, or that `test/kit/agent-kit.ts` asks less of. */
const traits: Readonly<Record<string, AgentTraits>> = {
  'random': {},
  'exhaustive': { usesChance: false, takesReals: false },
  'hill-climbing': { seesOrderOnly: true, beatsChance: { budgets: both } },
  'genetic': { seesOrderOnly: true, beatsChance: { budgets: both } },
  'ant-colony': { seesOrderOnly: true, beatsChance: { budgets: both } },
  'regularised-evolution': { seesOrderOnly: true, beatsChance: { budgets: both } },
  'policy-gradient': { seesOrderOnly: true, beatsChance: { budgets: both } },
  'successive-halving': { seesOrderOnly: true, beatsChance: { budgets: both } },
  // They take long to think; their own tests say how good they are.
  'tpe': { budget: 60 }, 'motpe': { budget: 60 }, 'smac': { budget: 40 }, 'gp-bo': { budget: 40 },
};

for (const id of agentIds) {
  describe(`the registered agent ${id}`, () => { agentKit(id, traits[id] ?? { beatsChance: { budgets: both } }); });
}
