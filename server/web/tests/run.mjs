// Runs the unit tests of the pages: bundled by esbuild, for Node.js 18 reads no TypeScript.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawn } from "node:child_process";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "bone-health-cds-web-tests-"));
const tests = (await readdir(here)).filter((name) => name.endsWith("_test.ts"));
await build({
  entryPoints: tests.map((name) => join(here, name)),
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  jsx: "automatic",
  jsxImportSource: "preact",
  nodePaths: [join(here, "../node_modules")],
  logLevel: "warning",
});
const files = tests.map((name) => join(folder, name.replace(/\.ts$/, ".mjs")));
const run = spawn(process.execPath, ["--test", ...files], { stdio: "inherit" });
run.on("exit", async (status) => {
  await rm(folder, { recursive: true, force: true });
  process.exit(status ?? 1);
});
