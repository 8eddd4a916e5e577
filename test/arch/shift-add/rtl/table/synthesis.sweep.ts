import { shiftAddTableDesign } from '../../../../../src/arch/shift-add/tile/table/design.js';
import type { TableParameters } from '../../../../../src/arch/shift-add/tile/table/parameters.js';
import { describeRowsAgain } from '../../../../kit/rows-again.js';
import { familySweep } from '../../../../kit/synthesis-sweep.js';

// The smallest, two of the fit and one of the test.
describeRowsAgain(familySweep<TableParameters>('shift-add-table'), [0, 1, 5, 13], (p) => shiftAddTableDesign(p, []));
