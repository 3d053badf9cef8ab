// The programs that the tests talk to, each on a port that nobody uses: started, waited for, and ended.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const pictures = join(root, "build/browser"); // of pages
export const asOf = "2026-06-15"; // the day of all patient files
const secondsToStart = 60;

export interface Program {
  output: () => string;
  stop: () => Promise<void>;
}

/** The path of the patient file whose name begins so: "V03". */
export function patientFile(name: string): string {
  const folder = join(root, "tests/patients");
  const found = readdirSync(folder).find((file) => file.startsWith(`${name}-`));
  if (!found) throw new Error(`no patient file ${name}`);
  return join(folder, found);
}

export const patientFiles = (): string[] =>
  readdirSync(join(root, "tests/patients"))
    .filter((file) => file.endsWith(".json"))
    .map((file) => join(root, "tests/patients", file));

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

/** Starts a program, and waits until it has said that it is ready. */
export async function start(command: string, options: string[], ready: RegExp): Promise<Program> {
  const child = spawn(command, options, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  await new Promise<void>((isReady, fail) => {
    const giveUp = setTimeout(() => fail(new Error(`${command} is not ready\n${output}`)), secondsToStart * 1000);
    const hear = (text: Buffer) => {
      output += text.toString();
      if (!ready.test(output)) return;
      clearTimeout(giveUp);
      isReady();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", fail);
    child.once("close", () => fail(new Error(`${command} ended\n${output}`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { output: () => output, stop };
}
