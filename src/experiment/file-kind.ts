/** Kinds of files that say what they are: in words, and what to do with one that was given in place of another. */
export const fileKinds = {
  'experiment': { is: 'an experiment', remedy: 'run it with archsim run' },
  'device': { is: 'a device', remedy: 'name it in an experiment: "architecture": { "device": "./my-device.json" }' },
  'scheme': { is: 'a quantisation scheme', remedy: 'name it in an experiment: "workload": { "quantization": "./my-scheme.json" }' },
  'graph': { is: 'a graph', remedy: 'name it in an experiment: "workload": { "model": "./my-graph.json" }' },
  'sweep': { is: 'a sweep', remedy: 'run it with archsim sweep' },
  'study': { is: 'a study', remedy: 'search it with archsim explore' },
  'problem': { is: 'a search problem', remedy: 'search it with archsim explore' },
  'scenario': { is: 'a scenario', remedy: 'run it with archsim run' },
  'measurements': { is: 'a table of measurements', remedy: 'give it to archsim calibrate with --data' },
  'model configuration': { is: 'a model configuration', remedy: 'name it in an experiment: "workload": { "model": "./config.json" }' },
  'result': { is: 'a result', remedy: 'show it with archsim report' },
} as const;

export type FileKind = keyof typeof fileKinds;

/** What a file says it is, by its `kind` or by fields that only one kind of file has; undefined where it does not say. */
export function fileKind(value: unknown): FileKind | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('kind' in value) return typeof value.kind === 'string' && Object.hasOwn(fileKinds, value.kind) ? (value.kind as FileKind) : undefined;
  if ('workload' in value) return 'provenance' in value ? 'result' : undefined;
  if ('model_type' in value) return 'model configuration';
  if ('schemaVersion' in value && 'provenance' in value) return 'result';
  if ('memories' in value || 'fabric' in value || 'peaks' in value) return 'device';
  return 'weights' in value && 'kvCache' in value ? 'scheme' : undefined;
}
