import { itIsFound, itIsInEveryModule, oneForEachModule } from '../../../kit/planted-faults.js';
import { planted } from './planted-faults.js';

describe('a planted fault in the codebook decoder', function () {
  this.timeout(60_000);
  // The others are in faults.sweep.ts.
  itIsFound(planted, oneForEachModule(planted));
  itIsInEveryModule(planted, oneForEachModule(planted));
});
