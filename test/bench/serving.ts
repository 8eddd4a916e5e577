import { execFileSync } from 'node:child_process';
import { measure, type Goal, type Measurement } from './harness.js';
import { servingLoads, servingRun } from './serving-load.js';

/** Requests that a simulated server answers in a second: 400 of them in 60 ms in a fresh process, code not yet compiled, and 10 000 in 1.5 s. */
export function serving(smoke: boolean): readonly Goal[] {
  return [
    { measurement: inFreshProcesses(smoke ? 1 : 7), floor: 400 / 0.06 },
    { measurement: warm('serving, 10 000 requests in chunks', 'many', smoke ? 1 : 7), floor: 10_000 / 1.5 },
    { measurement: warm('serving, 64 users in a closed loop', 'closed', smoke ? 1 : 20), floor: 640 / 0.1 },
  ];
}

function warm(name: string, load: keyof typeof servingLoads, repeats: number): Measurement {
  const run = servingRun(load);
  let seed = 0;
  return measure(name, 'requests', repeats, () => {
    const own = ++seed;
    return { count: servingLoads[load].requests, body: () => run(own) };
  });
}

/** The first simulation of a process, modules loaded. */
function inFreshProcesses(repeats: number): Measurement {
  const { requests } = servingLoads.poisson;
  const script = `import { servingRun } from ${JSON.stringify(new URL('./serving-load.js', import.meta.url).href)}; const run = servingRun('poisson'); const start = performance.now(); run(1); console.log(performance.now() - start);`;
  const rates = Array.from({ length: repeats }, () => (1000 * requests) / Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }))).sort((a, b) => a - b);
  return { name: 'serving, 400 requests, first call', unit: 'requests', perSecond: rates[rates.length >> 1]!, slowest: rates[0]!, fastest: rates[rates.length - 1]!, repeats };
}
