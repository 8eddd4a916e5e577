import { itIsFound } from '../../../kit/planted-faults.js';
import { planted } from './planted-faults.js';

describe('every planted fault in the systolic tile', function () {
  this.timeout(60_000);
  itIsFound(planted, planted.faults);
});
