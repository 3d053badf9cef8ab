// The npm packages of the web pages: those of the lock file that are not for development alone.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = join(dirname(fileURLToPath(import.meta.url)), "../../server/web");

export function bundledPackages() {
  const lock = JSON.parse(readFileSync(join(web, "package-lock.json"), "utf8"));
  return Object.entries(lock.packages)
    .filter(([path, { dev, optional }]) => path !== "" && !dev && !optional)
    .map(([path, { name, version, license, integrity }]) => ({
      path, version, license, integrity, name: name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
    }));
}

// As the package brings them; one that brings none is an error unless it has nothing to license.
export function licenceTexts({ path, name, license }) {
  const folder = join(web, path);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  if (files.length === 0 && !license) throw new Error(`${name}: no licence is known`);
  return [`${name}: ${license}\n`, ...files.map((file) => readFileSync(join(folder, file), "utf8"))].join("\n");
}
