import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRng } from '../../src/sim/core/rng.js';
import { studyText } from '../gym/study/small-study.js';
import { archsimProcess } from './session.js';

/**
 * Kills one search at random sizes of its trajectory, `times` times, each time going on with what is there; then lets it end. Its trajectory must be that of the search that
 * nobody killed. Returns how often it was still running when it was killed.
 */
export async function killAndResume(times: number, options: readonly string[], seed: number): Promise<number> {
  const rng = createRng(seed);
  writeFileSync('small.json', studyText());
  const words = ['explore', 'small.json', '--budget', '3000', '--baseline', '0', '--json', ...options];
  const untouched = await archsimProcess([...words, '--out', 'whole']);
  assert.equal(untouched.code, 0, untouched.err);
  const whole = readFileSync('whole/trajectory.jsonl', 'utf8');
  let kills = 0;
  for (let i = 0; i <= times; i++) {
    const done = sizeOf('killed/trajectory.jsonl');
    // The last run is killed by nobody.
    const at = i === times ? Infinity : Math.max(0, done) + Math.floor(((rng.next() * 2) / times) * (whole.length - Math.max(0, done)));
    let timer: NodeJS.Timeout | undefined;
    const { code, signal, err } = await archsimProcess([...words, '--out', 'killed', ...(done >= 0 ? ['--resume'] : [])], {
      act: (kill) => { timer = setInterval(() => { if (sizeOf('killed/trajectory.jsonl') >= at) kill('SIGKILL'); }, 2); },
    });
    clearInterval(timer);
    if (signal === 'SIGKILL') kills++;
    else assert.equal(code, 0, err);
  }
  assert.equal(readFileSync('killed/trajectory.jsonl', 'utf8'), whole);
  return kills;
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return -1;
  }
}
