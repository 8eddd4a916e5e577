/** Zero-shot tasks of the published table. */
export type ZeroShotTask = 'hellaswag' | 'winogrande' | 'piqa';

/** Accuracy on a task that the model was not trained for, in percent; higher is better. */
export interface ZeroShotAccuracy {
  readonly model: string;
  readonly format: string;
  readonly task: ZeroShotTask;
  readonly percent: number;
  readonly source: string;
  readonly quality: 'published';
}

const source = 'BitMoD, HPCA 2025 (arXiv 2411.11745v2), Table VII';
const tasks: readonly ZeroShotTask[] = ['hellaswag', 'winogrande', 'piqa'];
const models = ['opt-1.3b', 'phi-2', 'yi-6b', 'llama-2-7b', 'llama-2-13b', 'llama-3-8b'];

/** For each format the models in their order, and for each model the tasks in theirs. Weights only, groups of 128. */
const table: Readonly<Record<string, readonly number[]>> = {
  fp16: [53.72, 59.43, 72.41, 73.74, 75.77, 79.22, 74.96, 70.72, 78.78, 75.98, 69.06, 79.11, 79.39, 72.38, 80.5, 79.18, 72.85, 80.74],
  'int4-asym': [52.31, 59.35, 71.05, 72.29, 75.14, 78.4, 73.91, 70.51, 77.64, 75.29, 68.74, 78.22, 78.76, 72.45, 80.2, 78.07, 73.24, 79.76],
  bitmod4: [53.03, 59.12, 71.49, 72.51, 77.58, 79.48, 73.98, 70.09, 78.35, 75.43, 68.19, 78.45, 78.41, 72.14, 80.42, 78.49, 73.09, 79.98],
  'int3-asym': [38.98, 55.01, 64.25, 67.75, 71.74, 77.48, 71.3, 67.32, 76.71, 71.87, 66.46, 76.66, 76.58, 69.61, 78.94, 68.56, 66.61, 75.03],
  bitmod3: [49.16, 58.09, 68.88, 70.16, 75.22, 78.18, 70.72, 67.72, 76.28, 72.68, 66.22, 77.53, 76.79, 72.37, 79.22, 73.56, 70.32, 77.91],
};

/** Every published zero-shot accuracy. */
export function zeroShotAccuracies(): readonly ZeroShotAccuracy[] {
  return Object.entries(table).flatMap(([format, values]) => values.map((percent, i) => ({
    model: models[Math.floor(i / tasks.length)]!, format, task: tasks[i % tasks.length]!, percent, source, quality: 'published' as const,
  })));
}

/** Those of one model in one format: empty where none is published. */
export function zeroShotOf(model: string, format: string): readonly ZeroShotAccuracy[] {
  return zeroShotAccuracies().filter((a) => a.model === model && a.format === format);
}
