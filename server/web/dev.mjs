// Serves the pages while they are written: `npm run dev -- --service http://127.0.0.1:8080 --port 8081`. They are bundled anew
// each time that one is opened; all that is no page is passed on to the running service.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { contentType } from "./content_types.mjs";

const { values } = parseArgs({
  options: { service: { type: "string", default: "http://127.0.0.1:8080" }, port: { type: "string", default: "8081" } },
});
const service = new URL(values.service);
const folder = await mkdtemp(join(tmpdir(), "bone-health-cds-web-"));
const pages = { "/": "workbench", "/guideline": "guideline", "/launch": "launch", "/view": "view", "/dashboard": "dashboard" };
// As the service sends it, so that what it forbids is seen here first.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const bundle = () => promisify(execFile)(process.execPath, [fileURLToPath(new URL("build.mjs", import.meta.url)), folder]);

async function answerFile(name, response) {
  const type = contentType(name);
  const bytes = type && (await readFile(join(folder, name)).catch(() => undefined));
  if (!bytes) return response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": policy, "Cache-Control": "no-store" }).end(bytes);
}

async function answerPage(page, response) {
  try {
    await bundle();
    await answerFile(`${page}.html`, response);
  } catch (error) {
    response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" }).end(String(error.stderr ?? error));
  }
}

function passOn(incoming, response) {
  const { hostname, port } = service;
  const call = { hostname, port, path: incoming.url, method: incoming.method, headers: { ...incoming.headers, host: service.host } };
  const outgoing = request(call, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  outgoing.on("error", () => response.writeHead(502).end());
  incoming.pipe(outgoing);
}

const server = createServer((incoming, response) => {
  const path = incoming.url.split("?")[0];
  const file = /^\/web\/([a-z0-9._-]+)$/i.exec(path);
  if (pages[path]) return answerPage(pages[path], response);
  return file ? answerFile(file[1], response) : passOn(incoming, response);
});
server.listen(Number(values.port), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/ before ${service.href}`));

for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, async () => {
    await rm(folder, { recursive: true, force: true });
    process.exit(0);
  });
