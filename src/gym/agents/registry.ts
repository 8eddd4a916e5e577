import { InputError } from '../../sim/core/diagnostics.js';
import { unknownAgent } from '../diagnostics.js';
import type { AgentKind } from './agent.js';

/** The agents, each loaded when it is asked for. */
const loaders: Readonly<Record<string, () => Promise<AgentKind>>> = {
  'random': async () => (await import('./random.js')).random,
  'exhaustive': async () => (await import('./exhaustive.js')).exhaustive,
  'hill-climbing': async () => (await import('./hill-climbing.js')).hillClimbing,
  'simulated-annealing': async () => (await import('./simulated-annealing.js')).simulatedAnnealing,
  'genetic': async () => (await import('./genetic.js')).genetic,
  'ant-colony': async () => (await import('./ant-colony.js')).antColony,
  'regularised-evolution': async () => (await import('./regularised-evolution.js')).regularisedEvolution,
  'nsga-ii': async () => (await import('./nsga-ii.js')).nsgaII,
  'nsga-iii': async () => (await import('./nsga-iii.js')).nsgaIII,
  'policy-gradient': async () => (await import('./policy-gradient.js')).policyGradient,
  'successive-halving': async () => (await import('./successive-halving.js')).successiveHalving,
  'tpe': async () => (await import('./tpe.js')).tpe,
  'motpe': async () => (await import('./motpe.js')).motpe,
  'smac': async () => (await import('./smac.js')).smac,
  'gp-bo': async () => (await import('./gp-bo.js')).gpBo,
  'cma-es': async () => (await import('./cma-es.js')).cmaEs,
};

export const agentIds: readonly string[] = Object.keys(loaders);

/** The agent with this id. Throws `InputError` (`agent/unknown`) where there is none. */
export async function agentNamed(id: string): Promise<AgentKind> {
  if (!Object.hasOwn(loaders, id)) throw new InputError([unknownAgent(id, agentIds)]);
  return loaders[id]!();
}
