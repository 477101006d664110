// Starts and stops the demo, and waits until it has read its pages.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export async function startDemo(binary, seconds = 120) {
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const child = spawn(binary, ['demo', '--addr', `localhost:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  const demo = { base, child, log: '', code: null };
  const keep = (chunk) => { demo.log = (demo.log + chunk).slice(-20000); };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  demo.ended = new Promise((done) => child.on('close', (code, signal) => { demo.code = code ?? signal; done(); }));
  try {
    await settled(demo, seconds);
  } catch (err) {
    await stopDemo(demo);
    throw err;
  }
  return demo;
}

// settled waits until the front page has shown the same stories for three seconds and no work is left.
async function settled(demo, seconds) {
  const end = Date.now() + seconds * 1000;
  let before = '', since = 0;
  while (Date.now() < end) {
    if (demo.code !== null) throw new Error(`the demo ended with ${demo.code}\n${lastLines(demo)}`);
    const now = await stories(demo.base);
    if (now === '' || now !== before || await busy(demo.base)) [before, since] = [now, Date.now()];
    else if (Date.now() - since > 3000) return;
    await sleep(300);
  }
  throw new Error(`the demo was not ready after ${seconds} s\n${lastLines(demo)}`);
}

async function stories(base) {
  try {
    const page = await fetch(base + '/');
    return page.ok ? [...(await page.text()).matchAll(/<a href="(\/story\/\d+)"|"count-line">.*?<\/p>/gs)].map((m) => m[0]).join() : '';
  } catch {
    return '';
  }
}

async function busy(base) {
  const health = await fetch(base + '/api/v1/health');
  return health.ok && (await health.json()).waiting > 0;
}

// lastLines is the end of what the demo wrote.
export function lastLines(demo) {
  return demo.log.trim().split('\n').slice(-5).map((line) => line.slice(0, 300)).join('\n');
}

export async function stopDemo(demo) {
  if (demo.code === null) demo.child.kill('SIGINT');
  await Promise.race([demo.ended, sleep(10000, undefined, { ref: false })]);
  if (demo.code !== null) return true;
  demo.child.kill('SIGKILL');
  await demo.ended;
  return false;
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, 'localhost', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
