import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Exploration } from '../reports/page/exploration-page.js';
import { InputError } from '../sim/core/diagnostics.js';
import type { PageMeta } from '../reports/page.js';
import { reasonOf } from './reason.js';
import { followTrajectory } from './report-serve-trajectory.js';

/** Gives the page of a search as it is now; `isStill`: one that does not renew itself. */
export type SearchPage = (isStill: boolean) => Promise<string>;

const refreshSeconds = 2;

/** Pages of the search in a folder: of its trajectory while it runs, then of its answer. What cannot be read is said in the page, as it may be there a moment later. */
export function searchPages(folder: string, meta: PageMeta): SearchPage {
  const trajectory = join(folder, 'trajectory.jsonl');
  const followed = followTrajectory(trajectory);
  const answered = lastAnswer(folder);
  return async (isStill) => {
    const { livePage, waitingPage } = await import('../reports/page/live-page.js');
    const options = { refreshSeconds: isStill ? null : refreshSeconds };
    const name = basename(resolve(folder));
    try {
      const exploration = await answered();
      // A search that was stopped and goes on has the answer of its first part beside it.
      const isDone = exploration !== null && exploration.answer.end !== 'stopped';
      const live = isDone || !existsSync(trajectory) ? null : followed.read();
      if (exploration !== null && (live === null || live.evaluations <= exploration.answer.evaluations)) return (await import('../reports/page/exploration-page.js')).explorationPage([exploration], meta);
      return live === null ? waitingPage(name, ['The search has not begun yet: there is no trajectory with a first line.'], options) : livePage(live, options);
    } catch (error) {
      const isOfFiles = error instanceof Error && 'code' in error;
      if (!(error instanceof InputError) && !isOfFiles) throw error;
      const why = error instanceof InputError ? error.problems.map(({ message }) => message) : [`A file cannot be read: ${reasonOf(error)}.`];
      return waitingPage(name, ['The folder of the search cannot be shown.', ...why], options);
    }
  };
}

/** The answer of a folder and its trajectory, read again only where a file has changed; null where there is none. */
function lastAnswer(folder: string): () => Promise<Exploration | null> {
  let known: { readonly state: string; readonly exploration: Exploration } | null = null;
  return async () => {
    const path = join(folder, 'answer.json');
    if (!existsSync(path)) return null;
    const { mtimeMs, size } = statSync(path);
    const state = `${mtimeMs} ${size}`;
    if (known?.state !== state) known = { state, exploration: await (await import('./report-exploration.js')).readExploration(folder) };
    return known.exploration;
  };
}
