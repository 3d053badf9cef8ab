// What a build has made the program of, as paths of files.
import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";

function output(program, ...words) {
  return execFileSync(program, words, { encoding: "utf8", maxBuffer: 1 << 30 });
}

// The headers that the compiler has read, without our own: Ninja keeps them.
export function headers(directory) {
  const lines = output("ninja", "-C", directory, "-t", "deps").split("\n");
  const read = new Set(lines.filter((line) => line.startsWith("    ")).map((line) => line.trim()));
  return [...read].filter((path) => path.startsWith("/usr/")).map((path) => realpathSync(path));
}

// Files of Debian whose text is in the program: CMake's cache has where it found each.
export function embeddedFiles(directory) {
  const cache = readFileSync(join(directory, "CMakeCache.txt"), "utf8");
  return [...cache.matchAll(/^\w+:FILEPATH=(\/usr\/share\/javascript\/.+)$/gm)].map(([, path]) => realpathSync(path));
}

// All that the loader loads, itself too, and what these load.
export function sharedLibraries(program) {
  const lines = output("ldd", resolve(program)).split("\n");
  if (lines.some((line) => line.includes("not found"))) throw new Error(`${program}: a library is missing`);
  return lines.map((line) => line.match(/(\/\S+) \(0x/)?.[1]).filter(Boolean).map((path) => realpathSync(path));
}
