// What no schema knows: manifests name each other, by labels, names and ports, and what names nothing is silently nothing.
import { isDeepStrictEqual } from 'node:util';
import { nameOf, ofKind } from './overlays.mjs';

const CONFIG_MAP_BYTES = 2 ** 20; // etcd takes no more
const HASHED_NAME = /-[a-z0-9]{10}$/;

/** What is wrong between these manifests, one line each. There is one Deployment. */
export function problemsOfCoherence(manifests) {
  const [deployment] = ofKind(manifests, 'Deployment');
  return [
    ...problemsOfLabels(manifests, deployment),
    ...problemsOfPorts(manifests, deployment),
    ...problemsOfConfigMaps(manifests, deployment),
    ...problemsOfMonitors(manifests),
    ...problemsOfNetworkPolicies(manifests),
  ];
}

const covers = (selector, labels) =>
  Object.entries(selector ?? {}).every(([name, value]) => labels?.[name] === value);

function problemsOfLabels(manifests, deployment) {
  const labels = deployment.spec.template.metadata?.labels;
  const selecting = [
    [deployment, deployment.spec.selector.matchLabels],
    ...ofKind(manifests, 'Service').map((service) => [service, service.spec.selector]),
    ...ofKind(manifests, 'PodDisruptionBudget').map((budget) => [budget, budget.spec.selector.matchLabels]),
    ...ofKind(manifests, 'NetworkPolicy').map((policy) => [policy, policy.spec.podSelector.matchLabels]),
    ...deployment.spec.template.spec.topologySpreadConstraints.map((one) => [deployment, one.labelSelector.matchLabels]),
  ];
  const targets = ofKind(manifests, 'HorizontalPodAutoscaler').filter(({ spec }) =>
    !isDeepStrictEqual(spec.scaleTargetRef, { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment.metadata.name }));
  return [
    ...selecting.filter(([, selector]) => !covers(selector, labels)).map(([manifest]) => `${nameOf(manifest)}: selects no pod`),
    ...targets.map((scaler) => `${nameOf(scaler)}: scales nothing`),
  ];
}

function problemsOfPorts(manifests, deployment) {
  const containers = deployment.spec.template.spec.containers;
  const ports = new Set(containers.flatMap(({ ports }) => ports.map(({ name }) => name)));
  const named = [
    ...containers.flatMap((container) => ['startupProbe', 'readinessProbe', 'livenessProbe']
      .map((probe) => [deployment, container[probe]?.httpGet?.port])),
    ...ofKind(manifests, 'Service').flatMap((service) => service.spec.ports.map((port) => [service, port.targetPort])),
    ...ofKind(manifests, 'NetworkPolicy').flatMap((policy) =>
      (policy.spec.ingress ?? []).flatMap((rule) => (rule.ports ?? []).map(({ port }) => [policy, port]))),
  ];
  return named.filter(([, port]) => !ports.has(port)).map(([manifest, port]) => `${nameOf(manifest)}: no port ${port}`);
}

function configMapsIn({ containers, volumes = [] }) {
  return [
    ...containers.flatMap(({ envFrom = [] }) => envFrom.map(({ configMapRef }) => configMapRef?.name)),
    ...volumes.map(({ configMap }) => configMap?.name),
    ...volumes.flatMap(({ projected }) => (projected?.sources ?? []).map(({ configMap }) => configMap?.name)),
  ].filter(Boolean);
}

function problemsOfConfigMaps(manifests, deployment) {
  const wanted = new Set(configMapsIn(deployment.spec.template.spec));
  const there = ofKind(manifests, 'ConfigMap');
  const names = new Set(there.map(({ metadata }) => metadata.name));
  return [
    ...[...wanted].filter((name) => !names.has(name)).map((name) => `${nameOf(deployment)}: no ConfigMap ${name}`),
    ...there.filter(({ metadata }) => !wanted.has(metadata.name)).map((one) => `${nameOf(one)}: is not used`),
    ...there.filter(({ metadata }) => !HASHED_NAME.test(metadata.name)).map((one) => `${nameOf(one)}: a change rolls nothing out`),
    ...there.filter((one) => JSON.stringify(one).length > CONFIG_MAP_BYTES).map((one) => `${nameOf(one)}: too large`),
  ];
}

function problemsOfMonitors(manifests) {
  return ofKind(manifests, 'ServiceMonitor').flatMap((monitor) => {
    const services = ofKind(manifests, 'Service')
      .filter(({ metadata }) => covers(monitor.spec.selector.matchLabels, metadata.labels));
    const ports = services.flatMap(({ spec }) => spec.ports.map(({ name }) => name));
    const job = services[0]?.metadata.labels[monitor.spec.jobLabel];
    return [
      ...(services.length === 1 ? [] : [`${nameOf(monitor)}: selects ${services.length} Services`]),
      ...(job === 'bone-health-cds' ? [] : [`${nameOf(monitor)}: the alerts do not know the job ${job}`]),
      ...monitor.spec.endpoints.filter(({ port }) => !ports.includes(port)).map(({ port }) => `${nameOf(monitor)}: no port ${port}`),
    ];
  });
}

function problemsOfNetworkPolicies(manifests) {
  const policies = ofKind(manifests, 'NetworkPolicy');
  const denial = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
  const rulesOf = ({ spec }) => [
    ...(spec.ingress ?? []).map((rule) => [rule.from, rule.ports]),
    ...(spec.egress ?? []).map((rule) => [rule.to, rule.ports]),
  ];
  const isOpen = ([peers, ports]) => !peers?.length || !ports?.length || peers.some(({ ipBlock }) => ipBlock?.cidr.endsWith('/0'));
  // Our own label on pods of another namespace lets nobody through.
  const isOurs = ({ namespaceSelector, podSelector }) => namespaceSelector && 'bone-health-cds' === podSelector?.matchLabels?.['app.kubernetes.io/name'];
  return [
    ...(policies.some(({ spec }) => isDeepStrictEqual(spec, denial)) ? [] : ['NetworkPolicy: not all is denied']),
    ...policies.filter((policy) => rulesOf(policy).some(isOpen)).map((policy) => `${nameOf(policy)}: lets everybody through`),
    ...policies.filter((policy) => rulesOf(policy).some(([peers]) => peers?.some(isOurs))).map((policy) => `${nameOf(policy)}: lets nobody through`),
  ];
}
