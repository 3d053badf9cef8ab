// Prints how podman runs a service of the compose file, a word a line, but for network and restarts:
// compose_service.mjs FILE SERVICE. Variables have their defaults.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';

const [file, name] = process.argv.slice(2);
const text = readFileSync(file, 'utf8').replace(/\$\{\w+:-([^}]*)\}/g, '$1');
const service = parse(text, { merge: true }).services[name];

const mounted = ([from, ...rest]) => ['--volume', [resolve(dirname(file), from), ...rest].join(':')];
const words = [
  ...(service.read_only ? ['--read-only'] : []),
  ...(service.cap_drop ?? []).flatMap((each) => ['--cap-drop', each]),
  ...(service.security_opt ?? []).flatMap((each) => ['--security-opt', each.replace(':true', '')]),
  ...['mem_limit', 'pids_limit'].filter((each) => service[each])
    .flatMap((each) => [`--${each.replace('mem_limit', 'memory').replace('_', '-')}`, service[each]]),
  ...Object.entries(service.environment ?? {}).flatMap(([variable, value]) => ['--env', `${variable}=${value}`]),
  ...(service.volumes ?? []).flatMap((each) => mounted(each.split(':'))),
  `localhost/${service.image}`,
  ...(service.command ?? []),
];
console.log(words.join('\n'));
