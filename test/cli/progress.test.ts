import assert from 'node:assert/strict';
import { barOn, barText } from '../../src/cli/progress.js';

describe('the progress bar', () => {
  it('shows the share, the steps, the rate and the time left', () => {
    assert.equal(barText('run', 50, 200, 10), 'run [#####---------------]  25 %  50/200  5.0/s  30 s left');
    assert.equal(barText('run', 0, 200, 1), 'run [--------------------]   0 %  0/200  0.0/s');
    assert.equal(barText('run', 1000, 1_000_000, 1), 'run [--------------------]   0 %  1000/1000000  1000/s  17 min left');
    assert.equal(barText('run', 1, 10_000, 1), 'run [--------------------]   0 %  1/10000  1.0/s  2.8 h left');
    assert.match(barText('run', 0, 0, 1), /100 %/);
  });

  it('waits a second, is not drawn more than ten times a second, and is taken away', () => {
    const written: string[] = [];
    let time = 5000;
    const bar = barOn((text) => written.push(text), 'run', 100, () => time);
    for (let step = 1; step <= 100; step++) {
      time += 20;
      bar.at(step);
    }
    bar.hide();
    bar.hide();
    assert.equal(written.length, 12);
    assert.ok(written.every((text) => text.startsWith('\r\u001b[K')));
    assert.equal(written[written.length - 1], '\r\u001b[K');
  });

  it('says what was found, where that is asked for when it is drawn', () => {
    const written: string[] = [];
    let [time, asked] = [0, 0];
    const bar = barOn((text) => written.push(text), 'explore', 10, () => time);
    const found = (): string => `best ${++asked}`;
    for (const now of [500, 1500, 1550, 1700]) {
      time = now;
      bar.at(1, found);
    }
    assert.deepEqual(written.map((text) => text.slice(-8)), ['  best 1', '  best 2']);
  });

  it('writes nothing for work that is done at once', () => {
    const written: string[] = [];
    const bar = barOn((text) => written.push(text), 'run', 2, () => 0);
    bar.at(1);
    bar.at(2);
    bar.hide();
    assert.deepEqual(written, []);
  });
});
