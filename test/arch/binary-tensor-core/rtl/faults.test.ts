import { itIsFound, itIsInEveryModule, itIsNotThereWithout } from '../../../kit/planted-faults.js';
import { planted } from './planted-faults.js';

describe('a planted fault in the unit of binary matrix products', function () {
  this.timeout(60_000);
  itIsNotThereWithout(planted);
  // The others are in faults.sweep.ts.
  itIsFound(planted, planted.faults.filter((_, i) => i % 3 === 0));
  itIsInEveryModule(planted, planted.faults);
});
