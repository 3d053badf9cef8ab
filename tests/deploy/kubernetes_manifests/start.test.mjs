// The program starts with what a pod gives it: options, settings, guideline, clients. Only the addresses are other ones.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { OVERLAYS, ROOT, ofKind, rendered } from './overlays.mjs';
import { podIn } from './pod.mjs';

const PROGRAM = resolve(ROOT, process.env.SERVICE_PROGRAM ?? 'build/release/bone-health-cds');
const GUIDELINE = `${ROOT}/rules/guideline`;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** The lines of the log until it serves, or ends. */
async function logUntilItServes(program) {
  const lines = [];
  for await (const line of createInterface({ input: program.stderr })) {
    lines.push(line);
    if (line.includes('"event":"serving"')) break;
  }
  return lines;
}

for (const overlay of OVERLAYS) {
  test(`a pod of ${overlay} serves`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bone-health-pod-'));
    const environment = podIn(folder, rendered(overlay));
    environment.BONE_HEALTH_CDS_LISTEN = `127.0.0.1:${await freePort()}`;
    environment.BONE_HEALTH_CDS_ADMIN_LISTEN = `127.0.0.1:${await freePort()}`;
    const program = spawn(PROGRAM, ['serve'], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      const log = await logUntilItServes(program);
      assert.match(log.at(-1) ?? '', /"event":"serving","guideline":"aibl-2017"/, log.join('\n'));
    } finally {
      program.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    }
  });
}

test('every guideline file is in a ConfigMap', () => {
  const folders = readdirSync(GUIDELINE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const configMaps = ofKind(rendered('production'), 'ConfigMap');
  for (const { name } of folders) {
    const files = readdirSync(join(GUIDELINE, name)).filter((file) => file.endsWith('.json'));
    const { data } = configMaps.find(({ metadata }) => metadata.name.startsWith(`bone-health-cds-guideline-${name}-`));
    assert.deepEqual(Object.keys(data).sort(), files.sort());
  }
});
