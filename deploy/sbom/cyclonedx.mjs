// The bill of materials: https://cyclonedx.org/docs/1.5/json/. The same input gives the same bytes.
import { licenceNames } from "./debian_licences.mjs";

const use = (value) => [{ name: "bone-health-cds:use", value }];
const debian = (value) => encodeURIComponent(value).replace(/%3A/g, ":");

function debianComponent(each, how) {
  const source = `${each.source}@${each.sourceVersion}`;
  const purl = `pkg:deb/debian/${debian(each.name)}@${debian(each.version)}?arch=${each.architecture}&distro=debian-12`
    + `&upstream=${debian(source)}`;
  return {
    type: "library", "bom-ref": `${how}/${purl}`, name: each.name, version: each.version,
    licenses: licenceNames(each).map((name) => ({ license: { name } })), purl,
    ...(each.homepage && { externalReferences: [{ type: "website", url: each.homepage }] }),
    properties: use(how),
  };
}

function npmComponent({ name, version, license, integrity }) {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const hash = integrity?.startsWith("sha512-") && Buffer.from(integrity.slice("sha512-".length), "base64").toString("hex");
  return {
    type: "library", "bom-ref": purl, name, version,
    ...(hash && { hashes: [{ alg: "SHA-512", content: hash }] }),
    ...(license && { licenses: [{ expression: license }] }), purl,
    properties: use("bundled"),
  };
}

function timestamp() {
  const seconds = process.env.SOURCE_DATE_EPOCH;
  return seconds ? { timestamp: new Date(Number(seconds) * 1000).toISOString() } : {};
}

export function bill({ version, compiledIn, loaded, bundled }) {
  const program = {
    type: "application", "bom-ref": "bone-health-cds", name: "bone-health-cds", version,
    licenses: [{ license: { id: "Apache-2.0" } }],
  };
  const components = [
    ...compiledIn.map((each) => debianComponent(each, "compiled in")),
    ...loaded.map((each) => debianComponent(each, "loaded")),
    ...bundled.map(npmComponent),
  ];
  return {
    bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
    metadata: { ...timestamp(), component: program },
    components,
    dependencies: [{ ref: program["bom-ref"], dependsOn: components.map((each) => each["bom-ref"]) }],
  };
}
