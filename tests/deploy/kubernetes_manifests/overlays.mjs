// The manifests as kubectl renders them from deploy/kubernetes.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const OVERLAYS = ['sandbox', 'production'];
const MEBIBYTE = 2 ** 20;

/** All manifests of an overlay. */
export function rendered(overlay) {
  const text = execFileSync('kubectl', ['kustomize', `${ROOT}/deploy/kubernetes/overlays/${overlay}`], {
    encoding: 'utf8',
    maxBuffer: 16 * MEBIBYTE,
  });
  return parseAllDocuments(text).map((document) => document.toJS());
}

/** Those of one kind. */
export const ofKind = (manifests, kind) => manifests.filter((manifest) => manifest.kind === kind);

/** How a problem names a manifest. */
export const nameOf = ({ kind, metadata }) => `${kind} ${metadata?.name}`;
