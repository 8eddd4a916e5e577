import assert from 'node:assert/strict';
import type { RtlDesign } from '../../src/rtl-export/kit/design.js';
import type { YosysRunner } from '../../src/rtl-export/runners/yosys.js';
import { bench, fastestYosys, faulty, type Sources } from './rtl-bench.js';

/** A fault in one module: what is wrong with it, what stands in the file once, what is put in its place, and the design that shows it. */
export type PlantedFault<On extends string> = readonly [what: string, file: string, from: string, to: string, on: On];

/** Faults in the modules of a family, and the designs that they are looked for with. */
export interface PlantedFaults<On extends string> {
  readonly modules: Sources;
  readonly designs: Readonly<Record<On, RtlDesign>>;
  readonly faults: readonly PlantedFault<On>[];
}

/** Tests that the designs are right without a fault. To be called in a suite, like those below. */
export function itIsNotThereWithout<On extends string>({ designs }: PlantedFaults<On>): void {
  for (const [name, design] of Object.entries<RtlDesign>(designs)) {
    it(`is not there in the sources as they are: ${name}`, async () => {
      assert.deepEqual((await bench(await yosys(), design)).failures, []);
    });
  }
}

/** Tests that each of these faults shows in the values or the cycles of its design. */
export function itIsFound<On extends string>({ modules, designs }: PlantedFaults<On>, faults: readonly PlantedFault<On>[]): void {
  for (const [what, file, from, to, on] of faults) {
    it(`is found where ${what} (${on})`, async () => {
      const { ok, failures } = await bench(await yosys(), designs[on], faulty(modules, file, from, to));
      assert.equal(ok, false);
      assert.notDeepEqual(failures, []);
    });
  }
}

/** Tests that these faults are in all modules. */
export function itIsInEveryModule<On extends string>({ modules }: PlantedFaults<On>, faults: readonly PlantedFault<On>[]): void {
  it('is planted in every module', () => {
    assert.deepEqual([...new Set(faults.map(([, file]) => file))].sort(), Object.keys(modules).sort());
  });
}

/** The first fault of each module, where these come first. */
export function oneForEachModule<On extends string>({ modules, faults }: PlantedFaults<On>): readonly PlantedFault<On>[] {
  return faults.slice(0, Object.keys(modules).length);
}

let runner: Promise<YosysRunner> | undefined;

function yosys(): Promise<YosysRunner> {
  return runner ??= fastestYosys();
}
