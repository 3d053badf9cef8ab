// Tells what is in the program, after it was built: `node write.mjs BUILD_DIRECTORY VERSION`. Writes into the directory
// sbom.cdx.json (CycloneDX) and licences/: in linked/ those of what is a part of the program, in libraries/ those of the
// shared libraries that it loads and of the data that it reads.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commonLicences, copyright } from "./debian_licences.mjs";
import { packagesOf } from "./debian_packages.mjs";
import { bill } from "./cyclonedx.mjs";
import { bundledPackages, licenceTexts } from "./npm_packages.mjs";
import { embeddedFiles, headers, sharedLibraries } from "./program_parts.mjs";

const [directory, version] = process.argv.slice(2);
const licences = join(directory, "licences");

function write(folder, name, text) {
  mkdirSync(join(licences, folder), { recursive: true });
  writeFileSync(join(licences, folder, name), text);
}

const compiledIn = packagesOf([...headers(directory), ...embeddedFiles(directory)]);
const loaded = packagesOf(sharedLibraries(join(directory, "bone-health-cds")), "ca-certificates", "tzdata");
const bundled = bundledPackages();

rmSync(licences, { recursive: true, force: true });
for (const each of compiledIn) write("linked", each.name, copyright(each));
for (const each of bundled) write("linked", `npm-${each.name.replace("/", "-")}`, licenceTexts(each));
for (const each of loaded) write("libraries", each.name, copyright(each));
for (const [name, text] of commonLicences()) write("common", name, text);
writeFileSync(join(directory, "sbom.cdx.json"), `${JSON.stringify(bill({ version, compiledIn, loaded, bundled }), null, 1)}\n`);
