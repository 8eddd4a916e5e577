import { isRecord } from '../../sim/core/is-record.js';
import { formatSi } from '../../sim/core/units.js';
import { valuesOf } from '../../sim/model/design-space.js';
import type { Hyperparameters, Trial } from '../../gym/agents/agent.js';
import type { SearchProblem } from '../../gym/problem/search-problem.js';
import type { Study } from '../../gym/study/study.js';
import type { Tool, ToolAnswer } from '../../mcp/tool.js';
import type { ToolArguments } from '../../mcp/fields.js';
import { withDocument } from './given-document.js';
import type { ServedFiles } from './served-files.js';
import { rowsOf } from './trajectory-argument.js';

const usualCount = 8;
const usualBudget = 1000;
const mostCount = 256;

/** `propose`: what a search agent would try next. */
export function proposeTool(files: ServedFiles): Tool {
  return {
    name: 'propose', title: 'Ask a search agent for the next designs',
    description: 'The next designs that a search agent wants evaluated, after a trajectory so far: rows with a design each, as this tool gave them before, in order. Begin with no trajectory, append the rows of each answer, and ask again. Each design comes evaluated. The same arguments give the same designs, those of archsim explore. '
      + 'Rows may also have designs of your own, with the agents random, exhaustive, tpe, motpe, smac and gp-bo.',
    fields: {
      study: { types: ['object', 'string'], isRequired: true, description: 'a study or search problem: an object, the text of a file, or the name of a bundled one (list studies)' },
      trajectory: { types: ['array', 'string'], description: 'what was tried, in order: rows {"design": {name: value}}, with "objectives" and "violations" where they were measured elsewhere; or the text of a trajectory.jsonl' },
      agent: { types: ['string'], description: 'what searches (list agents); default: what the study says, else random' },
      hyperparameters: { types: ['object'], description: 'of the agent, by name' },
      seed: { types: ['integer'], least: 0, description: 'where random numbers begin (default: what the study says, else 1)' },
      budget: { types: ['integer'], least: 1, description: `evaluations that the agent plans with (default: what the study says, else ${usualBudget})` },
      count: { types: ['integer'], least: 1, most: mostCount, description: `designs at most (default: ${usualCount})` },
      evaluate: { types: ['boolean'], description: 'say what comes of the proposed designs (default: true)' },
      acceptAssumed: { types: ['boolean'], description: 'search also by metrics that rest on assumptions alone (default: false)' },
    },
    call: async (args) => {
      const { studyOfDocument } = await import('../../gym/study/study.js');
      return withDocument('study', args['study'], files.study, async (document) => {
        const study = await studyOfDocument(document, { open: files.open, accept: args['acceptAssumed'] === true ? ['assumed'] : [] });
        return proposed(study, args);
      });
    },
  };
}

async function proposed(study: Study, args: ToolArguments): Promise<ToolAnswer> {
  const { agentNamed } = await import('../../gym/agents/registry.js');
  const { nextDesigns } = await import('../../mcp/next-designs.js');
  const { rowOf, trialsOfRows } = await import('../../mcp/trials.js');
  const { problem, search } = study;
  const agent = await agentNamed(typeof args['agent'] === 'string' ? args['agent'] : search.agent);
  const given = isRecord(args['hyperparameters']) ? args['hyperparameters'] as Hyperparameters : {};
  const hyperparameters = { ...(agent.id === search.agent ? search.hyperparameters : {}), ...given };
  const seed = Number(args['seed'] ?? search.seed);
  const budget = Number(args['budget'] ?? search.budget ?? usualBudget);
  const trials = trialsOfRows(rowsOf(args['trajectory']), problem);
  const left = Math.max(0, budget - trials.length);
  const batch = left === 0 ? [] : nextDesigns(problem, agent, trials, { hyperparameters, seed, budget });
  const proposals = batch.slice(0, Math.min(left, Number(args['count'] ?? usualCount)));
  const rows = proposals.map((proposal, i) => rowOf(trials.length + i, proposal, args['evaluate'] === false ? null : problem.evaluate(proposal.design, proposal.fidelity), problem));
  const best = await bestOf(problem, trials);
  const end = left === 0 ? 'budget' : batch.length === 0 ? 'nothing-left' : null;
  const { objectives, constraints, space: { parameters } } = problem;
  return {
    text: textOf(study, agent.id, seed, trials.length, rows, best, end),
    data: { study: study.name, agent: agent.id, hyperparameters, seed, budget, tried: trials.length, designs: rows, best, end, ...(trials.length === 0 ? { problem: { objectives, constraints, parameters } } : {}) },
  };
}

interface Best { readonly index: number; readonly design: Readonly<Record<string, unknown>>; readonly objectives: readonly number[] }

/** The front of what was tried, the best first where there is one objective; at most so many. */
async function bestOf(problem: SearchProblem, trials: readonly Trial[]): Promise<readonly Best[]> {
  const { frontOf } = await import('../../gym/measure/front.js');
  const last = (problem.fidelities?.length ?? 1) - 1;
  const exact = trials.map((trial, index) => ({ ...trial, index })).filter(({ fidelity = last }) => fidelity === last);
  return frontOf(problem, exact).slice(0, mostCount).map(({ index, design, evaluation }) => ({ index, design: valuesOf(problem.space, design), objectives: evaluation.objectives! }));
}

function textOf({ name, problem: { objectives } }: Study, agent: string, seed: number, tried: number, rows: readonly Readonly<Record<string, unknown>>[], best: readonly Best[], end: string | null): string {
  const figures = (values: readonly number[]): string => objectives.map((one, i) => `${one.name} ${formatSi(values[i]!, one.unit ?? '')}`.trim()).join(', ');
  const outcome = (row: Readonly<Record<string, unknown>>): string => {
    if (!('violations' in row)) return '';
    const reasons = row['reasons'] as readonly string[];
    if (reasons.length > 0) return `: not legal: ${reasons.join('; ')}`;
    return row['objectives'] === null ? ': no objectives' : `: ${figures(row['objectives'] as readonly number[])}`;
  };
  const ends: Readonly<Record<string, string>> = { 'budget': 'The budget is spent.', 'nothing-left': 'The agent has nothing more to try.' };
  return [
    `${name}: ${tried} designs tried, ${rows.length} proposed by ${agent} (seed ${seed})`,
    ...(best.length === 0 ? [] : [`${objectives.length === 1 ? 'Best' : `Front of ${best.length}, its first`} so far: design ${best[0]!.index}, ${figures(best[0]!.objectives)}`]),
    ...rows.map((row) => `${String(row['index'])} ${JSON.stringify(row['design'])}${outcome(row)}`),
    ...(end === null ? [] : [ends[end]!]),
  ].join('\n');
}
