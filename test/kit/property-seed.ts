import fc from 'fast-check';

/**
 * Properties draw the same cases on every machine and in every run, so that a change alone can make a test fail. `ARCHSIM_SEED=7 npm test`
 * draws others; the message of a failed property names its seed.
 */
fc.configureGlobal({ seed: Number(process.env['ARCHSIM_SEED'] ?? 2026) });
