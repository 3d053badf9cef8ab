// The project's golden patients, for the workbench to choose from.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

export async function samplePatients(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.map(async (name) => ({ id: name.split("-")[0], ...JSON.parse(await readFile(join(folder, name), "utf8")) })),
  );
}
