// Function units, vector units and buffers: `parameters` says which, and all that the unit is made from.
export const modules = ['sim/numerics/function-units/index.js', 'rtl-export/kit/units/index.js'];

/** function, input bits, output bits, input fraction bits or null, form: reduction, degree, segment bits, guard bits, reduced bits, constant bits, extra bits, multiplier */
const functionPoints = {
  fit: [
    ['reciprocal', 8, 8, null, 'direct', 0, 8, 0, 0, 0, 0, 'logic'],
    ['reciprocal', 11, 11, null, 'direct', 1, 6, 2, 0, 0, 0, 'logic'],
    ['reciprocal', 12, 12, null, 'direct', 2, 3, 2, 0, 0, 0, 'dsp'],
    ['reciprocal', 14, 16, null, 'direct', 1, 7, 2, 0, 0, 0, 'dsp'],
    ['reciprocal-square-root', 10, 12, null, 'direct', 3, 2, 2, 0, 0, 0, 'logic'],
    ['reciprocal-square-root', 12, 12, null, 'direct', 1, 6, 2, 0, 0, 0, 'logic'],
    ['exp', 8, 11, 4, 'direct', 0, 8, 0, 0, 0, 0, 'logic'],
    ['exp', 12, 12, 8, 'direct', 1, 8, 3, 0, 0, 0, 'logic'],
    ['exp', 12, 12, 8, 'reduced', 2, 3, 2, 12, 17, 1, 'dsp'],
    ['exp', 10, 10, 6, 'reduced', 1, 4, 1, 9, 14, 1, 'logic'],
    ['exp2', 12, 12, 8, 'reduced', 1, 5, 1, 0, 0, 1, 'logic'],
    ['sigmoid', 10, 10, 6, 'reduced', 1, 5, 1, 0, 0, 0, 'logic'],
    ['sigmoid', 12, 12, 8, 'reduced', 2, 4, 2, 0, 0, 0, 'dsp'],
    ['silu', 10, 12, 6, 'reduced', 1, 6, 0, 0, 0, 0, 'logic'],
    ['silu', 12, 12, 8, 'reduced', 2, 5, 2, 0, 0, 1, 'dsp'],
    ['silu', 8, 8, 4, 'direct', 0, 8, 0, 0, 0, 0, 'logic'],
  ],
  test: [
    ['reciprocal', 9, 12, null, 'direct', 0, 9, 0, 0, 0, 0, 'logic'],
    ['reciprocal', 10, 10, null, 'direct', 1, 5, 2, 0, 0, 0, 'logic'],
    ['reciprocal', 16, 18, null, 'direct', 1, 8, 2, 0, 0, 0, 'logic'],
    ['reciprocal-square-root', 14, 14, null, 'direct', 1, 6, 2, 0, 0, 0, 'dsp'],
    ['exp', 9, 10, 5, 'direct', 0, 9, 0, 0, 0, 0, 'logic'],
    ['exp', 12, 16, 8, 'direct', 2, 8, 2, 0, 0, 0, 'logic'],
    ['exp', 12, 14, 8, 'reduced', 1, 5, 2, 14, 19, 1, 'dsp'],
    ['exp2', 14, 14, 10, 'reduced', 2, 3, 2, 0, 0, 1, 'dsp'],
    ['sigmoid', 10, 12, 6, 'reduced', 1, 6, 2, 0, 0, 0, 'logic'],
    ['silu', 12, 10, 8, 'reduced', 1, 6, 1, 0, 0, 2, 'logic'],
    ['silu', 14, 14, 10, 'reduced', 3, 3, 2, 0, 0, 1, 'dsp'],
    ['sigmoid', 9, 9, 5, 'direct', 0, 9, 0, 0, 0, 0, 'logic'],
  ],
};

/** input bits, fraction bits, output bits, longest vector, style */
const softmaxPoints = {
  fit: [[8, 4, 8, 64, 'distributed'], [6, 2, 6, 16, 'distributed'], [10, 6, 10, 256, 'block'], [9, 5, 8, 1024, 'block'], [7, 3, 9, 40, 'distributed']],
  test: [[8, 4, 10, 128, 'distributed'], [6, 3, 5, 3, 'distributed'], [10, 6, 8, 512, 'block'], [8, 4, 8, 2048, 'block'], [12, 8, 8, 64, 'distributed']],
};

/** input bits, length, epsilon, output bits, output fraction bits, style */
const rmsNormPoints = {
  fit: [[8, 64, 1, 8, 5, 'distributed'], [8, 1024, 64, 8, 4, 'block'], [12, 256, 7, 10, 6, 'block'], [6, 5, 1, 6, 3, 'distributed'], [16, 128, 1000, 12, 8, 'distributed']],
  test: [[8, 128, 1, 9, 5, 'distributed'], [10, 768, 12, 8, 4, 'block'], [12, 32, 1, 8, 4, 'distributed'], [7, 2, 3, 7, 5, 'distributed'], [16, 4096, 4096, 12, 6, 'block']],
};

/** input bits, output bits, lanes, multiplier or null for no product; bits of the other factor, output bits of the product and their fractions */
const siluPoints = {
  fit: [[8, 8, 1], [10, 12, 3], [8, 10, 2, 8, 4, 8, 4], [12, 12, 1, 12, 8, 12, 8]],
  test: [[8, 8, 4], [12, 12, 1], [10, 10, 1, 8, 4, 8, 4], [8, 8, 3, 8, 4, 9, 4]],
};

/** kind, width, depth, style */
const bufferPoints = {
  fit: [
    ['memory', 8, 64, 'distributed'], ['memory', 12, 100, 'distributed'], ['memory', 33, 300, 'distributed'], ['memory', 18, 3000, 'block'], ['memory', 72, 5000, 'ultra'],
    ['ping-pong', 16, 32, 'distributed'], ['ping-pong', 32, 512, 'block'], ['ping-pong', 20, 100, 'block'],
  ],
  test: [
    ['memory', 20, 32, 'distributed'], ['memory', 16, 200, 'distributed'], ['memory', 36, 1024, 'block'], ['memory', 8, 20000, 'block'], ['memory', 100, 5000, 'ultra'],
    ['ping-pong', 24, 40, 'distributed'], ['ping-pong', 64, 2048, 'block'], ['ping-pong', 72, 4096, 'ultra'],
  ],
};

export function designs(product) {
  const all = [
    [functionPoints, (values) => functionPoint(product, values)],
    [softmaxPoints, ([inputBits, inputFractionBits, outputBits, maximumLength, style]) => {
      const parameters = { kind: 'softmax', inputBits, inputFractionBits, outputBits, maximumLength, style };
      return { parameters, design: product.softmaxDesign(product.softmaxUnit(parameters), style, []) };
    }],
    [rmsNormPoints, ([inputBits, length, epsilon, outputBits, outputFractionBits, style]) => {
      const parameters = { kind: 'rms-norm', inputBits, length, epsilon, outputBits, outputFractionBits, style };
      return { parameters, design: product.rmsNormDesign(product.rmsNormUnit(parameters), style, []) };
    }],
    [siluPoints, ([inputBits, outputBits, lanes, upBits, upFractionBits, productBits, productFractionBits]) => {
      const silu = product.searchFunctionUnit({ function: 'silu', inputBits, outputBits, maximumError: 1 }).unit;
      if (upBits === undefined) return { parameters: { kind: 'silu', inputBits, outputBits, lanes }, design: product.siluDesign(silu, lanes) };
      const parameters = { kind: 'swiglu', inputBits, siluBits: outputBits, upBits, upFractionBits, outputBits: productBits, outputFractionBits: productFractionBits, lanes };
      return { parameters, design: product.swigluDesign({ silu, upBits, upFractionBits, outputBits: productBits, outputFractionBits: productFractionBits }, lanes) };
    }],
    [bufferPoints, ([kind, width, depth, style]) => ({ parameters: { kind, width, depth, style }, design: product.bufferModule({ kind, width, depth, style }) })],
  ];
  return ['fit', 'test'].flatMap((use) => all.flatMap(([points, make]) => points[use].map((values) => ({ use, ...make(values) }))));
}

function functionPoint({ evaluateFunctionUnit, unitSources }, values) {
  const [name, inputBits, outputBits, inputFractionBits, reduction, degree, segmentBits, guardBits, reducedBits, constantBits, extraBits, multiplier] = values;
  const request = { function: name, inputBits, outputBits, ...(inputFractionBits === null ? {} : { inputFractionBits }) };
  const form = { reduction, degree, segmentBits, guardBits, reducedBits, constantBits, extraBits, multiplier };
  const found = evaluateFunctionUnit(request, form);
  if (!found.feasible) throw new Error(`${JSON.stringify({ request, form })}: ${found.reason}`);
  return { parameters: { kind: 'function', request, form }, design: { core: 'unit', sources: unitSources({ unit: found.unit }), parameters: [] } };
}
