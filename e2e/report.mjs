// Counts what holds and what does not, in the manner of the Test Anything Protocol.
export class Report {
  passed = 0;
  failed = 0;

  ok(holds, name, detail = '') {
    if (holds) this.passed++;
    else this.failed++;
    console.log(`${holds ? 'ok' : 'not ok'} ${this.passed + this.failed} - ${name}`);
    if (!holds && detail !== '') console.log(String(detail).split('\n').slice(0, 20).map((l) => `# ${l.slice(0, 400)}`).join('\n'));
    return Boolean(holds);
  }

  equal(got, want, name) {
    return this.ok(got === want, name, `got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
  }

  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0;
  }
}
