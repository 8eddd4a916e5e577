import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { assumedText } from '../../src/reports/assumption-text.js';
import { metricText } from '../../src/reports/metric-text.js';
import { inputText, numberText, percentText, ratioText, relativeErrorText, siText } from '../../src/reports/quantity-text.js';

describe('quantities as text', () => {
  it('call a null by what is missing, never 0', () => {
    assert.equal(siText(null, 'J'), 'not modelled');
    assert.equal(siText(null, 'B', 'unknown'), 'unknown');
    assert.equal(numberText(null), 'not modelled');
    assert.equal(metricText('totals.energyJoules', null), 'not modelled');
    assert.equal(relativeErrorText(null, null, 5), 'not modelled');
  });

  it('call a number that is not finite unknown', () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      assert.equal(siText(value, 's'), 'unknown');
      assert.equal(numberText(value), 'unknown');
      assert.equal(percentText(value), 'unknown');
    }
    assert.equal(ratioText(1, 0), 'unknown');
    assert.equal(ratioText(0, 0), 'unknown');
  });

  it('keep four significant digits, and all digits before the point in groups of three', () => {
    assert.equal(numberText(56.5), '56.50');
    assert.equal(numberText(1234567), '1,234,567');
    assert.equal(numberText(12345.6), '12,346');
    assert.equal(numberText(-4096), '-4,096');
    assert.equal(numberText(0), '0');
    assert.equal(numberText(1e-6), '1.000e-6');
    assert.equal(inputText(0.7), '0.7');
    assert.equal(inputText(100), '100');
  });

  it('never round a share that is there to nothing', () => {
    assert.equal(percentText(0.0001), '<0.1 %');
    assert.equal(percentText(0), '0.0 %');
    assert.equal(percentText(0.452), '45.2 %');
  });

  it('give a relative error the sign of its direction, however it was stored', () => {
    assert.equal(relativeErrorText(0.1, 49.5, 55), '−10.0 %');
    assert.equal(relativeErrorText(-0.1, 49.5, 55), '−10.0 %');
    assert.equal(relativeErrorText(0.1, 60.5, 55), '+10.0 %');
    assert.equal(relativeErrorText(0, 55, 55), '0.0 %');
  });

  it('take the unit of a metric from the last word of its path', () => {
    assert.equal(metricText('phases.decode.tokensPerSecond', 55), '55 token/s');
    assert.equal(metricText('totals.tokensPerSecondPerDollar', 0.0123), '0.01230 token/s/$');
    assert.equal(metricText('totals.firstTokenSeconds', 0.2899), '289.9 ms');
    assert.equal(metricText('totals.secondsPerOutputToken', 0.0177), '17.70 ms');
    assert.equal(metricText('memory.weightBytes', 3e9), '3.000 GB');
    assert.equal(metricText('phases.decode.dramUtilization', 0.659), '65.9 %');
    assert.equal(metricText('some.count', 3), '3');
  });

  it('write an assumption as its author would', () => {
    const assumption = { name: '', quality: 'assumed', source: '', affects: '' } as const;
    assert.equal(assumedText({ ...assumption, value: 225e6, unit: 'Hz' }), '225 MHz');
    assert.equal(assumedText({ ...assumption, value: 0.7, unit: '' }), '0.7');
    assert.equal(assumedText({ ...assumption, value: 90, unit: 'cycles' }), '90 cycles');
    assert.equal(assumedText({ ...assumption, value: 'two passes', unit: '' }), 'two passes');
  });
});
