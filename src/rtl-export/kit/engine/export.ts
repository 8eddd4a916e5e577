import { fileDigest } from '../file-digest.js';
import { manifestText, type Manifest } from '../manifest.js';
import { cHeader, headerFile } from './c-header.js';
import { driverFiles, driverHeader, driverSource } from './c-driver.js';
import { dequantizerResources } from './dequantizer-fabric.js';
import type { Engine } from './engine.js';
import { engineBenchFiles, type BenchJob } from './engine-bench.js';
import { engineFolder, engineSimulationList, type EngineManifest } from './engine-manifest.js';
import { engineReadme } from './readme.js';
import { engineResources } from './resources.js';

/** The problem that an exported engine is simulated with. */
export interface ReducedProblem {
  /** What it is, and how it was reduced. */
  readonly what: string;
  readonly jobs: readonly BenchJob[];
}

/**
 * The files of an exported tile with an engine around it in `engine/`: Verilog, C header and driver, the register map, and a testbench of a `simulated` engine
 * of fewer lanes or smaller buffers; `manifest.json` names them too. Throws a RangeError where a module of the engine would hide another one of the tile.
 */
export function withEngine(files: ReadonlyMap<string, string>, engine: Engine, simulated: Engine, problem: ReducedProblem): ReadonlyMap<string, string> {
  const manifest = JSON.parse(files.get('manifest.json') ?? '{}') as Manifest;
  const bench = engineBenchFiles(simulated, problem.jobs, `${engineFolder}/sim`);
  const placeOf = (own: string) => ([file, text]: readonly [string, string]): readonly [path: string, text: string] => {
    const tile = files.get(`rtl/${file}`);
    if (tile !== undefined && tile !== text) throw new RangeError(`rtl/${file} is another module than the engine's`);
    return [`${tile === undefined ? own : 'rtl'}/${file}`, text];
  };
  const sources = Object.entries(engine.sources).map(placeOf(`${engineFolder}/rtl`));
  const paths = new Map(sources.map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), text]));
  // Function units of another length may differ: those of the simulated engine lie beside its testbench.
  const differing = Object.entries(simulated.sources).filter(([file, text]) => paths.get(file) !== text).map(placeOf(`${engineFolder}/sim`));
  const replaced = new Set(differing.map(([path]) => path.slice(path.lastIndexOf('/') + 1)));
  const simulatedSources = [...sources.filter(([path]) => {
    const file = path.slice(path.lastIndexOf('/') + 1);
    return Object.hasOwn(simulated.sources, file) && !replaced.has(file);
  }), ...differing];
  const added = new Map([
    ...sources.filter(([path]) => path.startsWith(engineFolder)), ...differing, ...bench,
    [`${engineFolder}/driver/${headerFile}`, cHeader(engine)],
    [`${engineFolder}/driver/${driverFiles.header}`, driverHeader()],
    [`${engineFolder}/driver/${driverFiles.source}`, driverSource()],
    [`${engineFolder}/filelist.f`, lines(sources.map(([path]) => path))],
    [engineSimulationList, lines([...simulatedSources.map(([path]) => path), ...[...bench.keys()].filter((path) => path.endsWith('.v'))])],
    [`${engineFolder}/README.md`, engineReadme(engine, simulated, problem)],
  ]);
  const golden = [...bench].filter(([path]) => path.includes('/golden/')).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text).join('');
  const ofCodes = dequantizerResources(engine);
  const facts: EngineManifest = {
    top: engine.name, testbench: `tb_${simulated.name}`,
    activationDepth: engine.activationDepth, weightDepth: engine.weightDepth, resultDepth: engine.resultDepth, layout: engine.core.layout,
    vectorUnits: engine.units.map(({ core }) => core),
    dequantizer: ofCodes === null || engine.dequantizer === undefined ? null : { ...engine.dequantizer, resources: ofCodes },
    resources: engineResources(engine),
    simulated: { top: simulated.name, activationDepth: simulated.activationDepth, weightDepth: simulated.weightDepth, resultDepth: simulated.resultDepth },
    reducedProblem: {
      what: problem.what, digest: fileDigest(golden), results: problem.jobs.reduce((sum, { job }) => sum + job.results.length, 0),
      jobs: problem.jobs.map(({ job, cycles }) => ({ label: job.label, results: job.results.length, cycles })),
    },
  };
  const digests = { ...manifest.files, ...Object.fromEntries([...added].map(([path, text]) => [path, fileDigest(text)])) };
  const all = new Map([...files, ...added]);
  all.delete('manifest.json');
  return all.set('manifest.json', manifestText({ ...manifest, files: digests, engine: facts }));
}

function lines(paths: readonly string[]): string {
  return `${paths.join('\n')}\n`;
}
