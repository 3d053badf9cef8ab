// A pod of an overlay as far as this machine can be one: its files in a folder, and its environment.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ofKind } from './overlays.mjs';

/** Writes what the volumes hold below a folder, and answers with the environment, in which paths lead there. */
export function podIn(folder, manifests) {
  const { containers: [container], volumes = [] } = ofKind(manifests, 'Deployment')[0].spec.template.spec;
  const configMaps = new Map(ofKind(manifests, 'ConfigMap').map((one) => [one.metadata.name, one.data]));
  for (const { name, mountPath } of container.volumeMounts ?? []) {
    const target = join(folder, mountPath);
    mkdirSync(target, { recursive: true });
    const content = contentOf(volumes.find((volume) => volume.name === name), configMaps);
    Object.entries(content).forEach(([file, text]) => writeFileSync(join(target, file), text, { mode: 0o600 }));
  }
  return environmentOf(container, configMaps, folder);
}

function contentOf({ configMap, secret, projected }, configMaps) {
  const names = [configMap, ...(projected?.sources ?? []).map((source) => source.configMap)].filter(Boolean);
  return Object.assign({}, ...names.map(({ name }) => configMaps.get(name)), secret ? SECRETS[secret.secretName]() : {});
}

function environmentOf({ env, envFrom = [] }, configMaps, folder) {
  const settings = Object.assign({}, ...envFrom.map(({ configMapRef }) => configMaps.get(configMapRef.name)));
  env.forEach(({ name, value = 'secret' }) => { settings[name] = value; });
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value.replaceAll('/etc/bone-health-cds', `${folder}/etc/bone-health-cds`)]));
}

/** What deploy/README.md has made into Secrets. */
const SECRETS = {
  'bone-health-cds-tls': certificate,
  'bone-health-cds-pseudonym-key': () => ({ 'pseudonym.key': randomBytes(32) }),
  'bone-health-cds-database': () => ({ 'ca.crt': certificate()['tls.crt'] }),
};

function certificate() {
  const pem = execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout',
    '-', '-days', '1', '-subj', '/CN=cds.example.org', '-addext', 'subjectAltName=DNS:cds.example.org'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const begin = pem.indexOf('-----BEGIN CERTIFICATE');
  return { 'tls.key': pem.slice(0, begin), 'tls.crt': pem.slice(begin) };
}
