// The licences of Debian's packages, as each carries them.
import { readFileSync, readdirSync } from "node:fs";

const common = "/usr/share/common-licenses";

export function copyright({ name }) {
  return readFileSync(`/usr/share/doc/${name}/copyright`, "utf8");
}

// The names of the licences in a copyright file that machines can read; of any other, that they must be read there.
// https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
export function licenceNames(package_) {
  const text = copyright(package_);
  const names = [...text.matchAll(/^License:[ \t]*(\S.*)$/gm)].map(([, name]) => name.trim());
  return names.length > 0 ? [...new Set(names)].sort() : [`see usr/share/doc/${package_.name}/copyright`];
}

// Texts that copyright files refer to instead of repeating them.
export function commonLicences() {
  return readdirSync(common).map((name) => [name, readFileSync(`${common}/${name}`, "utf8")]);
}
