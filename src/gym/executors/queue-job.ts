import { version } from '../../experiment/version.js';
import { digestOf } from '../../sim/core/digest.js';
import type { Evaluation } from '../problem/search-problem.js';
import type { Job } from './executor.js';

/** A piece of work in a queue, as plain JSON. */
export interface QueueJob {
  /** Digest of the study: its text is stored once. */
  readonly study: string;
  readonly designs: readonly (readonly number[])[];
  readonly fidelities: readonly number[];
}

/** What a worker made of it, in the order of the designs. */
export interface QueueAnswer {
  readonly evaluations: readonly Evaluation[];
  readonly milliseconds: number;
  /** The thread was begun for it: its time says little of the next ones. */
  readonly isFirst: boolean;
}

export function queueJobOf(study: string, jobs: readonly Job[]): QueueJob {
  return { study, designs: jobs.map(({ design }) => design), fidelities: jobs.map(({ fidelity }) => fidelity) };
}

/** The name of a job: equal work has equal names, whoever asks for it and however often. */
export function nameOfJob(job: QueueJob): string {
  return digestOf(job).slice(0, 40);
}

/** Workers of another version give other digits: each version has its own queue. */
export const queueName = `evaluations-${version}`;
export const queuePrefix = 'archsim';

export function studyKey(study: string): string {
  return `${queuePrefix}:study:${study}`;
}

/** Begins the reason of a job that failed because its worker cannot make the study, and nothing that is tried again helps. */
export const cannotMark = 'cannot: ';

/** Studies and results that nobody asks for again are forgotten after so many seconds. */
export const keepStudySeconds = 7 * 24 * 3600;
export const keepResultSeconds = 3600;
export const mostResults = 5000;

/** So often a job comes back whose worker died before it is given up. */
export const mostStalls = 3;
