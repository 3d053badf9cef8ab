// Bundles the pages of the program: `node build.mjs DIRECTORY`. Writes there each file as it is served, the same behind
// gzip, and web_assets.cpp and web_assets.S, by which the program holds them.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { contentType } from "./content_types.mjs";
import { assembly, table } from "./embed.mjs";
import { samplePatients } from "./sample_patients.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const pages = ["workbench", "guideline", "launch", "view", "dashboard"];

async function bundle(directory) {
  await build({
    absWorkingDir: here,
    entryPoints: Object.fromEntries(pages.map((page) => [page, `src/${page}/main.tsx`])),
    outdir: directory,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    jsx: "automatic",
    jsxImportSource: "preact",
    chunkNames: "part-[hash]",
    logLevel: "warning",
  });
}

async function copyPages(directory) {
  for (const page of pages) await writeFile(join(directory, `${page}.html`), await readFile(join(here, `src/${page}/index.html`)));
  await writeFile(join(directory, "icon.svg"), await readFile(join(here, "src/common/icon.svg")));
  await writeFile(join(directory, "sample-patients.json"), JSON.stringify(await samplePatients(join(here, "../../tests/patients"))));
  await writeFile(join(directory, "sample-request.json"), await readFile(join(here, "src/common/sample-request.json")));
}

// All files of the folder, compressed. The same input gives the same bytes: gzip's head has no time in it.
async function compress(directory) {
  const files = [];
  for (const name of (await readdir(directory)).sort()) {
    const type = contentType(name);
    if (!type) continue;
    const packed = gzipSync(await readFile(join(directory, name)), { level: 9 });
    await writeFile(join(directory, `${name}.gz`), packed);
    files.push({ name, type, path: join(directory, `${name}.gz`), size: packed.length });
  }
  return files;
}

const directory = resolve(process.argv[2] ?? join(here, "../../build/web"));
await rm(directory, { recursive: true, force: true });
await mkdir(directory, { recursive: true });
await bundle(directory);
await copyPages(directory);
const files = await compress(directory);
await writeFile(join(directory, "web_assets.S"), assembly(files));
await writeFile(join(directory, "web_assets.cpp"), table(files));
