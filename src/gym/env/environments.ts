import { InputError } from '../../sim/core/diagnostics.js';
import { parseDocument } from '../../sim/core/document.js';
import { bundledProblem, bundledProblems } from '../problem/bundled/index.js';
import { problemFromInput } from '../problem/formula-problem.js';
import { problemOfDocument } from '../problem/problem-input.js';
import type { SearchProblem } from '../problem/search-problem.js';
import type { StudyInput } from '../schema/study.js';
import { wrongArgument } from './diagnostics.js';
import type { Info } from './env.js';
import { createRegistry, type Argument, type DesignEntry, type EnvironmentEntry, type EnvironmentFiles, type Registry } from './registry.js';

/** An environment of a study that is bundled as a file: it can be made where files are read. */
function ofBundledStudy(id: string, file: string, summary: string): DesignEntry {
  return { id, summary, arguments: {}, problem: async (_, files) => (await import('./study-problem.js')).bundledStudyProblem(await files.bundled(file), files) };
}

/** An environment of a study that is data here. */
function ofStudy(id: string, summary: string, load: () => Promise<StudyInput>): DesignEntry {
  return { id, summary, arguments: {}, problem: async () => (await import('./study-problem.js')).ownStudyProblem(await load()) };
}

/** An environment over a model of ours; arguments that are left out have the defaults of the model. */
function ofModel(id: string, name: string, summary: string, args: Readonly<Record<string, Argument>>): DesignEntry {
  const own = Object.keys(args);
  return {
    id, summary, arguments: args,
    problem: async (kwargs) => {
      const { modelProblem } = await import('../problem/bundled/model-problems.js');
      const given = Object.entries(kwargs).filter(([key, value]) => own.includes(key) && value !== null);
      checkKinds(given, args);
      return modelProblem(name)!.create(Object.fromEntries(given));
    },
  };
}

/** The environments that come with the product. What they evaluate is loaded when one is made. */
export const environmentEntries: readonly EnvironmentEntry[] = [
  {
    id: 'Problem-v0',
    summary: 'Any search problem in formulas: a bundled one, a problem file, or its content',
    arguments: { problem: { meaning: `the name of a bundled problem (${bundledProblems.map(({ name }) => name).join(', ')}), a path, or a problem as an object` } },
    problem: (kwargs, files) => problemOf(kwargs['problem'], files),
  },
  {
    id: 'Experiment-v0',
    summary: 'Designs of any study: an experiment, what of it may be chosen, objectives and limits',
    arguments: {
      study: { meaning: 'a path, or a study as an object' },
      accept: { meaning: '["assumed"]: metrics without a model may rest on assumptions', default: [] },
    },
    problem: async (kwargs, files) => (await import('./study-problem.js')).studyProblem(kwargs, files),
  },
  ofBundledStudy('FlightLLM-v0', 'flightllm-u280.json', 'FlightLLM on an Alveo U280: the bundled study flightllm-u280, decode of Llama-2-7B within the fabric of the device'),
  ofStudy('BitSerial-v0', 'Bit-serial tiles on an Alveo U280: time of a token against time to the first one', async () => (await import('./studies/bit-serial.js')).bitSerialStudy),
  ofBundledStudy('LutTensorCore-v0', 'lut-tensor-core-area.json', 'Look-up arrays in the place of the tensor cores of an A100: the bundled study lut-tensor-core-area, first token against area'),
  ofStudy('Systolic-v0', 'A systolic array in 28 nm: latency against energy within an area', async () => (await import('./studies/systolic.js')).systolicStudy),
  ofStudy('Roofline-v0', 'Device, formats and batch by rooflines: throughput against token time', async () => (await import('./studies/roofline.js')).rooflineStudy),
  ofModel('QuantAllocation-v0', 'quant-allocation', 'Formats of the weights part by part: the fewest bits within a limit of the perplexity', {
    model: { meaning: 'a model of the catalogue with published perplexities', default: 'llama-2-7b' },
    formats: { meaning: 'number formats that a part may have', default: null },
    sections: { meaning: 'runs of layers that are chosen for apart', default: 4 },
    perplexityIncrease: { meaning: 'the largest legal increase of the perplexity, relative', default: 0.05 },
  }),
  ofModel('MemoryController-v0', 'memory-controller', 'A DRAM controller for known traffic, simulated: bandwidth against latency', {
    part: { meaning: 'a DRAM part', default: 'ddr4-3200' },
    channels: { meaning: 'channels that addresses are spread over', default: 1 },
    traffic: { meaning: 'decode, stream or chunks', default: 'decode' },
    queuePlaces: { meaning: 'places of all queues of a channel that are legal', default: 128 },
  }),
  ofModel('FunctionUnit-v0', 'function-unit', 'A function in fixed point: what its unit costs against its worst error', {
    function: { meaning: 'exp, exp2, reciprocal, reciprocal-square-root, sigmoid or silu', default: 'exp' },
    inputBits: { meaning: 'width of the input, 2 to 16', default: 10 },
    outputBits: { meaning: 'width of the output, 2 to 24', default: 10 },
    maximumError: { meaning: 'the largest legal error, in units of the last place', default: 1 },
  }),
];

/** The environments by their ids: `registry.make('Problem-v0', { kwargs: { problem: 'zdt1' } })`. */
export const registry: Registry = createRegistry(environmentEntries);

async function problemOf(given: unknown, files: EnvironmentFiles): Promise<SearchProblem> {
  if (typeof given === 'string') {
    const bundled = bundledProblem(given);
    return bundled === undefined ? problemOfDocument(await files.document(given)) : problemFromInput(bundled);
  }
  if (typeof given !== 'object' || given === null) throw new InputError([wrongArgument('problem', 'a name or a problem', given)]);
  return problemOfDocument(parseDocument(JSON.stringify(given), 'problem'));
}

/** Arguments are of the kind that their defaults are; null stands for a list of texts. */
function checkKinds(given: readonly (readonly [string, Info[string]])[], args: Readonly<Record<string, Argument>>): void {
  const problems = given.flatMap(([name, value]) => {
    const usual = args[name]!.default;
    if (usual === null) return Array.isArray(value) && value.every((one) => typeof one === 'string') ? [] : [wrongArgument(name, 'a list of texts', value)];
    return typeof value === typeof usual ? [] : [wrongArgument(name, `a ${typeof usual === 'string' ? 'text' : typeof usual}`, value)];
  });
  if (problems.length > 0) throw new InputError(problems);
}
