// The shape of manifests, by the models of Kubernetes and of the Prometheus Operator. Their validation knows which values
// are allowed and passes over keys that there are none of; their type declarations know every key. So both are asked.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { nameOf } from './overlays.mjs';

const require = createRequire(import.meta.url);
const FOLDER = dirname(fileURLToPath(import.meta.url));
const LITERALS = `${FOLDER}/literals.ts`; // only in memory
const TYPES = { strict: true, noEmit: true, skipLibCheck: true, types: [], moduleResolution: ts.ModuleResolutionKind.Node10 };

const isOfPrometheus = ({ apiVersion }) => apiVersion.startsWith('monitoring.coreos.com/');
const moduleOf = (manifest) =>
  `${isOfPrometheus(manifest) ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models'}/${manifest.apiVersion}`;

/** What is wrong with the shape of these, one line each. */
export function problemsOfShape(manifests) {
  const [known, unknown] = [manifests.filter(isKnown), manifests.filter((manifest) => !isKnown(manifest))];
  return [
    ...unknown.map((manifest) => `${nameOf(manifest)}: there is no such kind in ${manifest.apiVersion}`),
    ...known.flatMap(problemsOfValues),
    ...problemsOfKeys(known),
  ];
}

function isKnown(manifest) {
  try {
    return manifest.kind in require(moduleOf(manifest));
  } catch (error) {
    if (['MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'].includes(error.code)) return false;
    throw error;
  }
}

function problemsOfValues(manifest) {
  const Model = require(moduleOf(manifest))[manifest.kind];
  try {
    new Model(manifest).validate();
    return [];
  } catch (error) {
    return [`${nameOf(manifest)}: ${error.message}`];
  }
}

/** TypeScript holds object literals against their declared types, and knows each key that is in none. */
function problemsOfKeys(manifests) {
  const literals = manifests.map((manifest, index) =>
    `const manifest${index}: import('${moduleOf(manifest)}').I${manifest.kind} = ${JSON.stringify(manifest)};`);
  const program = ts.createProgram([LITERALS], TYPES, hostOf(`${literals.join('\n')}\nexport {};\n`));
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const what = ts.flattenDiagnosticMessageText(messageText, ' ');
    if (file?.fileName !== LITERALS) throw new Error(`TypeScript: ${what}`);
    return `${nameOf(manifests[file.getLineAndCharacterOfPosition(start).line])}: ${what}`;
  });
}

function hostOf(text) {
  const host = ts.createCompilerHost(TYPES);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (name) => name === LITERALS || fileExists(name);
  host.readFile = (name) => (name === LITERALS ? text : readFile(name));
  host.getSourceFile = (name, version, ...more) =>
    name === LITERALS ? ts.createSourceFile(name, text, version) : getSourceFile(name, version, ...more);
  return host;
}
