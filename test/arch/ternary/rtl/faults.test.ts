import { itIsFound, itIsInEveryModule, itIsNotThereWithout, oneForEachModule } from '../../../kit/planted-faults.js';
import { planted } from './planted-faults.js';

describe('a planted fault in the ternary core', function () {
  this.timeout(60_000);
  itIsNotThereWithout(planted);
  // The others are in faults.sweep.ts.
  itIsFound(planted, oneForEachModule(planted));
  itIsInEveryModule(planted, oneForEachModule(planted));
});
