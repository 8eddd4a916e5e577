import assert from 'node:assert/strict';
import { commandEntries } from '../../src/cli/commands.js';
import { exampleText } from '../../src/cli/package-files.js';
import { version } from '../../src/experiment/version.js';
import { archsim, inEmptyFolder } from './session.js';

describe('a command line that is wrong', () => {
  const rows: readonly (readonly [words: readonly string[], line: RegExp])[] = [
    [['rnu', 'x.json'], /^usage\/unknown-command: there is no command "rnu"; did you mean "run"\?/],
    [['my.json'], /^usage\/unknown-command: .*write archsim run "my\.json"/],
    [['constructor'], /^usage\/unknown-command/],
    [['--json', 'run'], /^usage\/no-command: the command comes first, got "--json"/],
    [['run'], /^usage\/missing-argument: too few arguments for archsim run <files\.\.>; write for example archsim run flightllm\.json/],
    [['explain'], /^usage\/missing-argument/],
    [['show', 'models'], /^usage\/missing-argument: .*archsim show devices u280/],
    [['run', '--jsn', 'x.json'], /^usage\/unknown-option: archsim run has no option "--jsn"; did you mean "--json"\?/],
    [['run', 'x.json', '--no-progres'], /^usage\/unknown-option: .*did you mean "--no-progress"\?/],
    [['run', 'x.json', '-q'], /^usage\/unknown-option: .*"-q"/],
    [['run', 'x.json', '--toString'], /^usage\/unknown-option/],
    [['run', 'x.json', '--fidelity', 'exact'], /^usage\/not-one-of: --fidelity must be one of roofline, analytic, event, got "exact"/],
    [['run', 'x.json', '--fidelity', 'analitic'], /; did you mean "analytic"\?/],
    [['run', 'x.json', '--fidelity', 'roofline', '--fidelity', 'analytic'], /^usage\/given-twice: --fidelity is given more than once/],
    [['run', 'x.json', '--json', '--json'], /^usage\/given-twice/],
    [['run', 'x.json', '--json=5'], /^usage\/value-not-taken: --json takes no value/],
    [['run', 'x.json', '--out'], /^usage\/no-value: --out needs a value; write for example --out results/],
    [['run', 'x.json', '--out', '--json'], /^usage\/no-value: --out/],
    [['run', 'x.json', '--out='], /^usage\/no-value: --out/],
    [['run', 'x.json', '--set'], /^usage\/no-value: --set needs a value; write for example --set workload\.scenario\.batch=4/],
    [['list', 'modles'], /^usage\/unknown-list: .*did you mean "models"\?/],
    [['list', 'toString'], /^usage\/unknown-list/],
    [['list', 'models', 'devices'], /^usage\/too-many-arguments: archsim list \[kind\] takes no more arguments, got "devices"/],
    [['show', 'devices', 'u820'], /^usage\/unknown-name: there is no "u820" among devices; did you mean "u280"\?/],
    [['show', 'device', 'u280'], /^usage\/unknown-list: .*did you mean "devices"\?/],
    [['schema', 'devise'], /^usage\/unknown-schema: .*did you mean "device"\?/],
    [['explain', 'flightllm', 'ttft', 'more'], /^usage\/too-many-arguments/],
    [['explain', 'flightllm', '--depth', '0'], /^usage\/wrong-depth: --depth must be a whole number from 1, got "0"/],
    [['explain', 'flightllm', '--depth', 'many'], /^usage\/wrong-depth/],
    [['validate', 'flightlm-board'], /^validate\/unknown-system: .*did you mean "flightllm-board"\?/],
    [['completion', 'bash'], /^usage\/too-many-arguments/],
    [['help', 'rnu'], /^usage\/unknown-command/],
  ];

  for (const [words, line] of rows) {
    it(`ends with 2 and says what to write: archsim ${words.join(' ')}`, async () => {
      const { code, out, err } = await archsim(...words);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, line);
      assert.doesNotMatch(err, /undefined|NaN|\[object|^\s+at /m);
    });
  }

  it('is told all that is wrong with its options', async () => {
    const { err } = await archsim('run', 'x.json', '--foo', '--out=', '--fidelity', 'x');
    assert.deepEqual(err.split('\n').map((line) => line.split(':')[0]), ['usage/unknown-option', 'usage/no-value', 'usage/not-one-of', '']);
  });

  it('shows the help, on the error stream, when it has no word at all', async () => {
    const { code, out, err } = await archsim();
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^Usage: archsim COMMAND/m);
  });
});

describe('the help', () => {
  it('lists every command under a heading, with examples and exit codes', async () => {
    const { code, out, err } = await archsim('--help');
    assert.deepEqual([code, err], [0, '']);
    for (const { usage, summary } of commandEntries) assert.ok(out.includes(`  ${usage} `) && out.includes(summary), usage);
    for (const words of [/^Simulate:$/m, /^Examples:$/m, /Exit codes: 0 done/, /130 interrupted/]) assert.match(out, words);
    assert.ok(out.split('\n').every((line) => line.length <= 100));
    for (const words of [['-h'], ['help']]) assert.equal((await archsim(...words)).out, out);
  });

  for (const { name, summary } of commandEntries) {
    it(`of ${name} has its summary, every option and examples that are not broken over lines`, async () => {
      const { code, out, err } = await archsim(name, '--help');
      const command = await commandEntries.find((entry) => entry.name === name)!.load();
      assert.deepEqual([code, err], [0, '']);
      assert.ok(out.includes(summary));
      for (const option of Object.keys(command.options)) assert.match(out, new RegExp(`--${option}\\b`));
      assert.ok(command.examples.length >= 2);
      for (const [line, meaning] of command.examples) assert.ok(out.includes(`  archsim ${line}\n      ${meaning}`));
      assert.ok(out.split('\n').every((line) => line.length <= 100));
      assert.doesNotMatch(out, /undefined|\[object|default: \[\]/);
      assert.equal((await archsim('help', name)).out, out);
    });
  }

  it('comes even when the rest of the line is wrong', async () => {
    const { code, out } = await archsim('run', '--foo', '--help');
    assert.equal(code, 0);
    assert.match(out, /^archsim run <files\.\.>/);
  });
});

describe('archsim --version', () => {
  it('prints the version alone', async () => {
    assert.deepEqual(await archsim('--version'), { code: 0, out: `${version}\n`, err: '' });
  });
});

describe('an example of the help', () => {
  const write = inEmptyFolder();

  for (const { name, load } of commandEntries) {
    it(`does what it says: archsim ${name}`, async () => {
      const text = (await archsim('run', 'flightllm', '--json')).out;
      const starter = exampleText('flightllm.json');
      write({ 'a.json': starter, 'b.json': starter, 'my-design.json': starter, 'out/a.result.json': text, 'out/b.result.json': text, 'values.json': '[0.1, -0.25, 0.5, 1]' });
      for (const [line] of (await load()).examples) {
        // `validate` alone and the checks of Verilog take seconds, and are tested on their own.
        if (line === 'validate' || /[<>]|^check-rtl| --check|redis:/.test(line)) continue;
        const words = Array.from(line.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, bare]) => quoted ?? bare!);
        const { code, err } = await archsim(...words);
        assert.equal(code, 0, `${line}: ${err}`);
      }
    });
  }
});
