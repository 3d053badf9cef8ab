// From files to the packages of Debian that they came with.
import { spawnSync } from "node:child_process";

const fields = ["binary:Package", "Version", "Architecture", "source:Package", "source:Version", "Homepage"];

function query(...words) {
  const ended = spawnSync("dpkg-query", words, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (ended.error) throw ended.error;
  return ended.stdout.split("\n").filter(Boolean);
}

// "package:amd64: /path". Packages name a file by either end of Debian's link from /lib to /usr/lib.
function ownersOf(paths) {
  const owners = new Map();
  for (const line of query("--search", ...paths, ...paths.map((path) => path.replace(/^\/usr/, "")))) {
    const at = line.indexOf(": /");
    if (at > 0) owners.set(line.slice(at + 2).replace(/^\/lib/, "/usr/lib"), line.slice(0, at).split(",")[0]);
  }
  return owners;
}

// Their packages and those of these names, each once, in order. A file of no package is an error: nobody would know its
// licence.
export function packagesOf(paths, ...names) {
  const owners = ownersOf([...new Set(paths)]);
  const unowned = paths.filter((path) => !owners.has(path));
  if (unowned.length > 0) throw new Error(`in the program, but of no package: ${unowned.join(" ")}`);
  const format = `${fields.map((field) => `\${${field}}`).join("\t")}\n`;
  const lines = query("--show", `--showformat=${format}`, ...new Set([...owners.values(), ...names]));
  return lines.sort().map((line) => {
    const [name, version, architecture, source, sourceVersion, homepage] = line.split("\t");
    return { name: name.split(":")[0], version, architecture, source, sourceVersion, homepage };
  });
}
