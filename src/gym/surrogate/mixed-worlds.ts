import type { WorldModel } from './improvement.js';

/** The worlds of several models of the same costs, side by side: what they do not agree on is as open as what each of them leaves open. Chances are those of the first. */
export function mixedWorlds(models: readonly [WorldModel, ...WorldModel[]]): WorldModel {
  const [first] = models;
  const { objectives } = first;
  const worlds = models.reduce((sum, model) => sum + model.worlds, 0);
  return {
    objectives, worlds, chances: (designs) => first.chances(designs),
    sample: (designs) => {
      const costs = new Float64Array(designs.length * worlds * objectives);
      let before = 0;
      for (const model of models) {
        const part = model.sample(designs);
        const width = model.worlds * objectives;
        for (let row = 0; row < designs.length; row++) costs.set(part.subarray(row * width, (row + 1) * width), (row * worlds + before) * objectives);
        before += model.worlds;
      }
      return costs;
    },
  };
}
