import { itIsFound, itIsNotThereWithout } from '../../../kit/planted-faults.js';
import { planted } from './planted-faults.js';

describe('every planted fault in the look-up array', function () {
  this.timeout(60_000);
  itIsNotThereWithout(planted);
  itIsFound(planted, planted.faults);
});
